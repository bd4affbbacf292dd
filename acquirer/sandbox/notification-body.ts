import { resultOf, isResultCode, writeIsoTime, type NotifyPaymentRequest } from '#protocol';

import { acquirerId, wireAmount } from './answers.ts';
import type { Order } from './order.ts';
import type { Notice } from './outbox-store.ts';
import type { World } from './world.ts';

/** The same bytes at every try: what ended, and how, as it was then. */
export function notificationBody(world: World, order: Order, notice: Notice, wrongAmount: boolean): Uint8Array {
  const { status, code, endedAt } = notice;
  const wallet = order.walletId === null ? undefined : world.wallets.byId(order.walletId);
  const amount = wireAmount(order);
  const value = wrongAmount ? String(order.amount.minor + 1) : amount.value;
  const notification: NotifyPaymentRequest = {
    paymentResult: { ...resultOf(isResultCode(code) ? code : 'PROCESS_FAIL'), resultStatus: status },
    paymentRequestId: order.paymentRequestId,
    acquirerId,
    pspId: wallet?.pspId,
    paymentAmount: { ...amount, value },
    ...(status === 'S'
      ? {
          paymentId: order.paymentId,
          paymentTime: writeIsoTime(endedAt),
          customerId: wallet?.customerId,
          walletBrandName: wallet?.name,
        }
      : {}),
  };
  return Buffer.from(JSON.stringify(notification), 'utf8');
}
