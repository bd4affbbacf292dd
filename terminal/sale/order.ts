import type { PaymentOrder } from '#contract';
import type { Amount, PaymentCode, PaymentRequestId, SaleId } from '#payment';

import type { Settings } from '../settings/settings.ts';

/** What is sent for one attempt. It holds the payment code, so it lives in memory only (R2). */
export function paymentOrder(
  settings: Settings,
  paymentRequestId: PaymentRequestId,
  sale: { saleId: SaleId; amount: Amount },
  paymentCode: PaymentCode,
): PaymentOrder {
  return {
    paymentRequestId,
    saleId: sale.saleId,
    terminalId: settings.terminalId,
    amount: { currency: sale.amount.currency, value: String(sale.amount.minor) },
    scenario: 'PaymentCode',
    paymentCode,
    order: {
      referenceOrderId: sale.saleId,
      orderDescription: settings.store.storeName,
      merchant: { ...settings.merchant, store: settings.store },
    },
  };
}
