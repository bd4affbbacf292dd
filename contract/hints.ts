import * as z from 'zod';

import { PaymentRequestId, TerminalId } from '#payment';

import { WireAmount } from './acquiring.ts';

// `GET /v1/events`: server-sent events on a connection that the till opened. A hint is a reason to look, and never
// the ledger: it causes one inquiry.

/** Ed25519-signed by the backend, for one till. */
export const Hint = z.strictObject({
  /** Rises with every hint of this till, over restarts of the backend too. The event's `id`. */
  number: z.number().int().min(1),
  terminalId: TerminalId,
  paymentRequestId: PaymentRequestId,
  amount: WireAmount,
  says: z.enum(['succeeded', 'failed', 'conflict', 'other']),
  /** ms since 1970, the backend's clock. */
  at: z.number().int(),
});
export type Hint = z.infer<typeof Hint>;

/** The `data` of an event named `hint`: the exact text that was signed, and the signature over `counterpay-hint`, a line feed and that text, in base64. */
export const SignedHint = z.strictObject({ hint: z.string().max(4_096), signature: z.string().max(128) });
export type SignedHint = z.infer<typeof SignedHint>;

/** The backend sends a comment at least this often, so that silence means that the line is dead. */
export const hintHeartbeatMs = 15_000;
/** After this long without a byte the till opens the line anew. */
export const hintSilenceMs = 40_000;
/** What a till missed is sent again for this long, when it names the last one that it had (`Last-Event-ID`). */
export const hintsKeptMs = 172_800_000;
