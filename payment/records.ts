import * as z from 'zod';

import { Proof, Success } from './answers.ts';
import { PaymentRequestId, SaleId, TerminalId } from './ids.ts';
import { Amount } from './money.ts';

const code = z.string().min(1).max(64);

/** Who scans whose code: the shop the customer's, or the customer one that was made for this order. */
export const Scenario = z.enum(['PaymentCode', 'OrderCode']);
export type Scenario = z.infer<typeof Scenario>;

/** The facts of one attempt, durable before its first byte leaves (R1). The payment code is never among them. */
export const PayIntent = z.strictObject({
  kind: z.literal('pay.intent'),
  paymentRequestId: PaymentRequestId,
  saleId: SaleId,
  terminalId: TerminalId,
  amount: Amount,
  scenario: Scenario,
  /** The last four digits of the scanned code, for people; null where none was scanned. */
  codeTail: z
    .string()
    .regex(/^\d{4}$/)
    .nullable(),
  /** Keyed hash of the exact body, hex: proves later that every send had the same bytes (R2, V4). */
  bodyHmac: z.string(),
  wallAt: z.number().int(),
});
export type PayIntent = z.infer<typeof PayIntent>;

/** `value` is kept where it must be given again: at the backend. `expiresAfterMs`: since the intent. */
export const OrderCodeFact = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  value: z.string().max(2_048).nullable(),
  expiresAfterMs: z.number().min(0),
});
export type OrderCodeFact = z.infer<typeof OrderCodeFact>;

/** Facts about one attempt. Events are never recorded; `fold` rebuilds the attempt from these alone. */
export const AttemptRecord = z.discriminatedUnion('kind', [
  PayIntent,
  z.strictObject({ kind: z.literal('tx'), number: z.number().int().min(2) }),
  z.strictObject({ kind: z.literal('hint'), says: z.enum(['succeeded', 'failed', 'conflict', 'other']) }),
  z.strictObject({
    kind: z.literal('evidence'),
    from: z.enum(['pay', 'inquiry', 'cancel']),
    says: z.string(),
    code: code.nullable(),
    success: Success.nullable(),
    /** With `code`: the order's code that came (M2). */
    orderCode: OrderCodeFact.optional(),
    proof: Proof,
  }),
  /** What screens were told: how it ended (V14), or that its code is not to be seen any more (M5). */
  z.strictObject({
    kind: z.literal('shown'),
    outcome: z.enum(['paid', 'paid-unwanted', 'declined', 'cancelled', 'conflict', 'code-off']),
  }),
  z.strictObject({ kind: z.literal('cancel.intent'), by: z.enum(['stop', 'deadline', 'recovery', 'no-code']) }),
  z.strictObject({ kind: z.literal('cancel.refused'), code, proof: Proof }),
  z.strictObject({ kind: z.literal('escalated') }),
  z.strictObject({ kind: z.literal('alarm'), why: z.enum(['window-closing', 'window-closed', 'paid-then-not']) }),
  z.strictObject({ kind: z.literal('security'), why: z.string().max(64) }),
  z.strictObject({ kind: z.literal('conflict') }),
  z.strictObject({
    kind: z.literal('final'),
    outcome: z.enum(['paid', 'declined', 'cancelled']),
    /** Success after the cancel was refused for good (row 23). */
    unwanted: z.boolean(),
    /** The acquirer's code for a decline; `NEVER_ARRIVED` for row 14. */
    code: code.nullable(),
    success: Success.nullable(),
    /** Null only where no answer was needed: a refusal by the backend itself. */
    proof: Proof.nullable(),
  }),
  z.strictObject({ kind: z.literal('void.intent'), by: z.enum(['stop', 'deadline', 'recovery']) }),
  z.strictObject({ kind: z.literal('void.final'), outcome: z.enum(['voided', 'refused']), proof: Proof }),
]);
export type AttemptRecord = z.infer<typeof AttemptRecord>;

/** Row 14: the order never reached the acquirer. Ours, not a code of Alipay+. */
export const neverArrived = 'NEVER_ARRIVED';
