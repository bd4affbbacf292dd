import type { PaymentOrder } from '#contract';
import {
  Currency,
  PaymentCode,
  readMinor,
  tailOf,
  type Amount,
  type AttemptRecord,
  type EpochMs,
  type PayIntent,
} from '#payment';

/** The first record of an attempt. Of the payment code it holds the last four digits (V37). */
export function intentOf(order: PaymentOrder, amount: Amount, bodyHmac: string, wallAt: EpochMs): PayIntent {
  return {
    kind: 'pay.intent',
    paymentRequestId: order.paymentRequestId,
    saleId: order.saleId,
    terminalId: order.terminalId,
    amount,
    scenario: order.scenario,
    codeTail: order.scenario === 'PaymentCode' ? tailOf(PaymentCode.parse(order.paymentCode)) : null,
    bodyHmac,
    wallAt,
  };
}

/** Final before a byte went to Alipay+: the backend itself refuses (DESIGN 3b). */
export function refusedHere(code: string): AttemptRecord {
  return { kind: 'final', outcome: 'declined', unwanted: false, code, success: null, proof: null };
}

/** Null when it is no amount that can be charged. */
export function amountOf(order: PaymentOrder): Amount | null {
  const minor = readMinor(order.amount.value);
  const currency = Currency.safeParse(order.amount.currency);
  if (!minor.ok || minor.value === 0 || !currency.success) return null;
  return { currency: currency.data, minor: minor.value };
}

/** A store's own number is its merchant's, and many have a store S0001: the word of one must not be learned in another. */
export function storeOf({ order: { merchant } }: PaymentOrder): string {
  return `${merchant.referenceMerchantId}/${merchant.store.referenceStoreId}`;
}
