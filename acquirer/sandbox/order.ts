import type { Amount, EpochMs } from '#payment';
import type { ResultCode } from '#protocol';

/** What an order is, whatever becomes of it. */
export type OrderFacts = {
  paymentRequestId: string;
  paymentId: string;
  /** The four groups that a repeat is compared by (Alipay+ pay, paymentRequestId), as one text. */
  compared: string;
  /** What the shop shows for wallets to scan; null: the shop scanned a wallet's code. */
  orderCode: string | null;
  /**
   * Null when the code was nobody's and the switches keep an order all the same. With an order code: who paid it, or is
   * going to pay it by itself; null while that is nobody.
   */
  walletId: string | null;
  amount: Amount;
  merchantName: string;
  referenceOrderId: string;
  createdAt: EpochMs;
  expiresAt: EpochMs;
  /** Nobody is asked and pay gets no answer. */
  silent: boolean;
  /** The customer is asked on the phone while it is in process. */
  asks: boolean;
  /** When the customer pays without pressing anything: while it is in process, or after it was cancelled. */
  paysAt: EpochMs | null;
  /** Where the acquirer wants to be told how it ended; null: nowhere. */
  notify: { url: string; clientId: string } | null;
  /** So long after a cancel the customer pays all the same; null: a cancel ends it. */
  lateMs: number | null;
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
