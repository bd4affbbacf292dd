import type { PaymentOrder } from '#contract';
import type { Amount, PaymentCode, PaymentRequestId, SaleId } from '#payment';

import type { Settings } from '../settings/settings.ts';

/** What is sent for one attempt: with the payment code in it, so it lives in memory only (R2), or for a code of its own (null). */
export function paymentOrder(
  settings: Settings,
  paymentRequestId: PaymentRequestId,
  sale: { saleId: SaleId; amount: Amount },
  paymentCode: PaymentCode | null,
): PaymentOrder {
  const ordered = {
    paymentRequestId,
    saleId: sale.saleId,
    terminalId: settings.terminalId,
    amount: { currency: sale.amount.currency, value: String(sale.amount.minor) },
    order: {
      referenceOrderId: sale.saleId,
      orderDescription: settings.store.storeName,
      merchant: { ...settings.merchant, store: settings.store },
    },
  };
  return paymentCode === null
    ? { ...ordered, scenario: 'OrderCode' }
    : { ...ordered, scenario: 'PaymentCode', paymentCode };
}
