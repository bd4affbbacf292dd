import type { Amount, EpochMs } from '#payment';
import type { ResultCode } from '#protocol';

/** What an order is, whatever becomes of it. */
export type OrderFacts = {
  paymentRequestId: string;
  paymentId: string;
  /** The four groups that a repeat is compared by (Alipay+ pay, paymentRequestId), as one text. */
  compared: string;
  /** Null when the code was nobody's and the switches keep an order all the same. */
  walletId: string | null;
  amount: Amount;
  merchantName: string;
  referenceOrderId: string;
  createdAt: EpochMs;
  expiresAt: EpochMs;
  /** Nobody is asked and pay gets no answer. */
  silent: boolean;
};

export type OrderState =
  | { kind: 'in-process' }
  | { kind: 'paid'; paidAt: EpochMs }
  | { kind: 'refused'; code: ResultCode; endedAt: EpochMs }
  | { kind: 'closed'; endedAt: EpochMs }
  /** `paidAt` is null when nothing had been taken. */
  | { kind: 'cancelled'; paidAt: EpochMs | null; endedAt: EpochMs };

export type Order = OrderFacts & { state: OrderState };

/** An id that was answered without an order: refused before there was one, or cancelled before it came. */
export type WithoutOrder = { kind: 'turned-away'; compared: string; code: ResultCode } | { kind: 'tombstone' };
