import { backendPolicy } from '#payment';

import { Cashier } from './cashier.ts';
import { DeskBackend } from './desk-backend.ts';
import { DirectBackend } from './direct-backend.ts';
import { DirectPeople } from './direct-people.ts';
import type { Planted } from './planted.ts';
import { Scheme } from './scheme.ts';
import { Shoppers } from './shoppers.ts';
import type { Tier } from './tier.ts';
import { Till } from './till.ts';
import type { World } from './world.ts';

/** Who lives in a world: one or two tiers of the product, and the people who use them. */
export type Population = {
  tiers: readonly Tier[];
  slackMs(): number;
  /** The facts that attempts in memory hold, to be compared with their records. */
  heldFacts(): { id: string; facts: unknown }[];
};

/** In a world that is well again everything must be final by then (V24). */
export const wellMs = 900_000;
/** Longer than Alipay+ tells again (24 h 22 m), and shorter than a late success is watched for (25 h). */
export const nightMs = 24.5 * 3_600_000;
/** Long enough for eight late inquiries, 30 s apart. */
export const morningMs = 360_000;

/** Tills with their backend, or the engine alone as a backend drives it: half of the worlds each. */
export function populate(world: World, planted: Planted): Population {
  const scheme = new Scheme(world);
  const withTill = world.dice.chance(0.5) ? planted.tier !== 'backend' : planted.tier === 'till';
  return withTill ? tillAndBackend(world, scheme, planted) : engineAlone(world, scheme, planted);
}

function tillAndBackend(world: World, scheme: Scheme, planted: Planted): Population {
  const backend = new DeskBackend(world, scheme, planted);
  const shoppers = new Shoppers(world, scheme);
  const tills = Array.from(
    { length: world.is.tills },
    (_, index) => new Till(world, index + 1, backend, shoppers, planted),
  );
  for (const till of tills) {
    const cashier = new Cashier(world, till);
    till.start();
    cashier.begin();
  }
  if (world.is.night) for (const till of tills) goHome(world, till);
  const slackMs = (): number => tills.reduce((sum, till) => sum + till.slackMs, backend.slackMs);
  return { tiers: [...tills.map(({ tier }) => tier), backend.tier], slackMs, heldFacts: () => [] };
}

/** Switched off when all has been quiet, and on again in the morning. */
function goHome(world: World, till: Till): void {
  const fromMs = world.is.healAtMs + wellMs;
  world.timeline.plan(fromMs, () => till.restUntil(fromMs + nightMs), true);
}

function engineAlone(world: World, scheme: Scheme, planted: Planted): Population {
  const backend = new DirectBackend(world, scheme, new Shoppers(world, scheme), backendPolicy, planted);
  new DirectPeople(world, backend).begin();
  return { tiers: [backend.tier], slackMs: () => backend.slackMs, heldFacts: () => backend.heldFacts() };
}
