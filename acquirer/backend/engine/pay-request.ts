import type { PaymentOrder } from '#contract';
import type { Amount, EpochMs } from '#payment';
import { writeIsoTime, type PayRequest } from '#protocol';

/** User-presented Mode: an order lives one minute; longer or missing means the same. An order's code lives three. */
const expiresAfterMs = { PaymentCode: 60_000, OrderCode: 180_000 } as const;

/** What is asked of Alipay+ for a till's order. Built once, so that all transmissions have the same bytes (R2). */
export function payRequest(order: PaymentOrder, amount: Amount, wallAt: EpochMs, notifyUrl: string | null): PayRequest {
  const wireAmount = { currency: amount.currency, value: String(amount.minor) };
  const { referenceOrderId, orderDescription, merchant } = order.order;
  return {
    paymentRequestId: order.paymentRequestId,
    paymentAmount: wireAmount,
    paymentMethod: {
      paymentMethodType: 'CONNECT_WALLET',
      ...(order.scenario === 'PaymentCode' ? { paymentMethodId: order.paymentCode } : {}),
    },
    paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: order.scenario },
    paymentExpiryTime: writeIsoTime(wallAt + expiresAfterMs[order.scenario]),
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
