import * as z from 'zod';

import { PaymentId } from './ids.ts';
import { StoreWord } from './store-word.ts';

/**
 * An answer as it came, so that what was believed can be checked from the journal alone (V6).
 * `body` is the exact text, unless something in it may not be kept; `bodySha256` (hex) is always of the exact bytes.
 */
export const Proof = z.strictObject({
  body: z.string().max(65_536),
  bodySha256: z.string(),
  /** The answer's signature headers, lower-case names. */
  headers: z.record(z.string(), z.string()),
  /** What the signature covers of our request: method, path, nonce, digest, … */
  covered: z.record(z.string(), z.string()),
});
export type Proof = z.infer<typeof Proof>;

/** What a verified success says. `wallet` is `walletBrandName`, the name that customers know. */
export const Success = z.strictObject({
  paymentId: PaymentId,
  paidAt: z.number().int(),
  wallet: z.string().max(128).nullable(),
  /** Our backend's, for its tills. */
  storeWord: StoreWord.optional(),
});
export type Success = z.infer<typeof Success>;

/** An order's code, as a verified answer brought it. It is no secret: whoever scans it can only pay this order. */
export type OrderCode = {
  value: string;
  /** Of `value`, hex. */
  sha256: string;
  /** How long it is good for, from the arrival of the answer. */
  expiresInMs: number;
};

/** Why an answer is none: nothing came, or what came proves nothing (R3). */
export type NoneReason =
  | 'no-answer'
  | 'unreachable'
  | 'unsigned'
  | 'bad-signature'
  | 'unreadable'
  | 'too-large'
  | 'http-status'
  | 'not-bound'
  | 'mismatch';

/** No answer that counts. `unverified`: something came and failed a check, which is a security record (row 28). */
export type None = { kind: 'none'; why: NoneReason };

/** What `pay` answered (R3, R13 already hold for all but `none`). */
export type PayAnswer =
  | { kind: 'succeeded'; success: Success; proof: Proof }
  | { kind: 'failed'; code: string; proof: Proof }
  | { kind: 'in-process'; proof: Proof }
  /** A code for the customer to scan was made: it says nothing of money, with S as with U (RELIABILITY 5.2b). */
  | { kind: 'code'; orderCode: OrderCode; proof: Proof }
  | { kind: 'unknown'; code: string; proof: Proof }
  | None;

/** What `inquiryPayment` answered: the first five are `result` S with a `paymentResult`, the others speak of the inquiry only. */
export type InquiryAnswer =
  | { kind: 'succeeded'; success: Success; proof: Proof } // S/S
  | { kind: 'closed'; proof: Proof } // S/F ORDER_IS_CLOSED
  | { kind: 'failed'; code: string; proof: Proof } // S/F other
  | { kind: 'in-process'; proof: Proof } // S/U PAYMENT_IN_PROCESS
  | { kind: 'unsettled'; code: string; proof: Proof } // S/U other
  | { kind: 'not-exist'; proof: Proof } // F ORDER_NOT_EXIST
  | { kind: 'refused'; code: string; proof: Proof } // F other
  | { kind: 'unknown'; code: string; proof: Proof } // U
  | None;

/** What `cancelPayment` answered. */
export type CancelAnswer =
  | { kind: 'succeeded'; proof: Proof }
  | { kind: 'refused'; code: string; proof: Proof }
  | { kind: 'unknown'; code: string; proof: Proof }
  | None;
