import type { PaymentOrder } from '#contract';
import type { Amount, EpochMs } from '#payment';
import { writeIsoTime, type PayRequest } from '#protocol';

// Alipay+ User-presented Mode: an order lives one minute; longer or missing means the same.
const expiresAfterMs = 60_000;

/** What is asked of Alipay+ for a till's order. Built once, so that all transmissions have the same bytes (R2). */
export function payRequest(order: PaymentOrder, amount: Amount, wallAt: EpochMs, notifyUrl: string | null): PayRequest {
  const wireAmount = { currency: amount.currency, value: String(amount.minor) };
  const { referenceOrderId, orderDescription, merchant } = order.order;
  return {
    paymentRequestId: order.paymentRequestId,
    paymentAmount: wireAmount,
    paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: order.paymentCode },
    paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
    paymentExpiryTime: writeIsoTime(wallAt + expiresAfterMs),
    ...(notifyUrl === null ? {} : { paymentNotifyUrl: notifyUrl }),
    order: {
      referenceOrderId,
      orderDescription,
      orderAmount: wireAmount,
      merchant: { ...merchant, store: { ...merchant.store, storeTerminalId: order.terminalId } },
      env: { storeTerminalId: order.terminalId, storeTerminalRequestTime: writeIsoTime(wallAt) },
    },
  };
}
