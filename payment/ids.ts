import * as z from 'zod';

const plainId = z.string().regex(/^[A-Za-z0-9]{1,64}$/);

/** Our name for one attempt: minted at the till, journaled before the first send, reused on every resend (R1, R15). */
export const PaymentRequestId = plainId.brand<'PaymentRequestId'>();
export type PaymentRequestId = z.infer<typeof PaymentRequestId>;

/** One sale has attempts, one after the other (R10). */
export const SaleId = plainId.brand<'SaleId'>();
export type SaleId = z.infer<typeof SaleId>;

/** One till. Every `paymentRequestId` that it mints begins with it (R15). */
export const TerminalId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,24}$/)
  .brand<'TerminalId'>();
export type TerminalId = z.infer<typeof TerminalId>;

/** A till's ids are its name and a UUIDv7 without hyphens (RFC 9562, 5.7), so that TILL1 has no part in TILL10's. */
const mintedPart = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/;

/** R15: whether this till, and no other, can have minted the id. */
export function isMintedBy(id: PaymentRequestId, terminalId: TerminalId): boolean {
  return id.startsWith(terminalId) && mintedPart.test(id.slice(terminalId.length));
}

/** The acquirer's name for a payment (Alipay+ `paymentId`). */
export const PaymentId = z.string().min(1).max(64).brand<'PaymentId'>();
export type PaymentId = z.infer<typeof PaymentId>;
