import type { PaymentCode } from '#payment';

/** Where codes go. A route is a name of the backend's own; null or absent: this acquirer has no such contract. */
export type Routes = {
  alipayPlus: string | null;
  /** A direct contract with AlipayCN or AlipayHK. */
  alipayDirect: string | null;
  /** Direct contracts with other wallets, by their three-digit routing number. No public table exists (DOMAIN 5.1). */
  byRoutingNumber: ReadonlyMap<string, string>;
  /** For valid codes that no step knows; null refuses them. */
  fallback: string | null;
};

/** `route` null: nobody takes this code. `fallback` is worth a line in the log. */
export type Routed =
  | { route: string; step: 1 | 2 | 3 | 4; fallback: false }
  | { route: string; step: null; fallback: true }
  | { route: null; step: null; fallback: false };

/** Alipay+ Code routing, steps 1 to 4 in this order. Of a valid code, which step 3's length of 16 to 32 needs. */
export function routeCode(code: PaymentCode, routes: Routes): Routed {
  const direct = routes.byRoutingNumber.get(code.slice(3, 6));
  if (routes.alipayPlus !== null && /^(2[5-9]|30)9\d{10}6\d{5}$/.test(code)) return routed(routes.alipayPlus, 1);
  if (routes.alipayDirect !== null && /^(2[5-9]|30)\d{15,21}$/.test(code)) return routed(routes.alipayDirect, 2);
  if (direct !== undefined) return routed(direct, 3);
  if (routes.alipayPlus !== null && /^(2[5-9]|30)\d{22}$/.test(code)) return routed(routes.alipayPlus, 4);
  if (routes.fallback !== null) return { route: routes.fallback, step: null, fallback: true };
  return { route: null, step: null, fallback: false };
}

function routed(route: string, step: 1 | 2 | 3 | 4): Routed {
  return { route, step, fallback: false };
}
