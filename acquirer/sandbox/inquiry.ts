import { resultOf, writeIsoTime } from '#protocol';

import { acquirerId, failure, paidFacts, paymentResultOf, success, wireAmount, type Answer } from './answers.ts';
import type { Order } from './order.ts';
import { inLedger, type World } from './world.ts';

/** Names one payment, by either id; `paymentId` wins when both are given. */
export type PaymentName = { paymentRequestId?: string | undefined; paymentId?: string | undefined };

export function orderNamed(world: World, name: PaymentName): Order | undefined {
  if (name.paymentId !== undefined) return world.orders.byPaymentId(name.paymentId);
  return name.paymentRequestId === undefined ? undefined : world.orders.byRequestId(name.paymentRequestId);
}

export function inquire(world: World, name: PaymentName): Answer {
  return inLedger(world, () => {
    const order = orderNamed(world, name);
    if (order !== undefined) return success(inquiryFacts(world, order));
    const id = name.paymentRequestId;
    const tombstone = id !== undefined && world.orders.withoutOrder(id)?.kind === 'tombstone';
    return tombstone
      ? success({ paymentRequestId: id, paymentResult: resultOf('ORDER_IS_CLOSED') })
      : failure('ORDER_NOT_EXIST');
  });
}

function inquiryFacts(world: World, order: Order): Record<string, unknown> {
  return {
    paymentResult: paymentResultOf(order),
    acquirerId,
    paymentRequestId: order.paymentRequestId,
    paymentId: order.paymentId,
    paymentAmount: wireAmount(order),
    ...paidFacts(world, order),
    transactions: transactionsOf(order),
  };
}

/** A payment that was taken back shows both halves (Alipay+ inquiryPayment, transactions). */
function transactionsOf(order: Order): readonly Record<string, unknown>[] | undefined {
  if (order.state.kind !== 'cancelled' || order.state.paidAt === null) return undefined;
  const shared = { transactionResult: resultOf('SUCCESS'), transactionAmount: wireAmount(order) };
  const { paymentId, paymentRequestId } = order;
  const names = { transactionId: paymentId, transactionRequestId: paymentRequestId };
  return [
    {
      ...shared,
      ...names,
      transactionType: 'PAYMENT',
      transactionStatus: 'CANCELLED',
      transactionTime: writeIsoTime(order.state.paidAt),
    },
    {
      ...shared,
      ...names,
      transactionType: 'CANCEL',
      transactionStatus: 'SUCCESS',
      transactionTime: writeIsoTime(order.state.endedAt),
    },
  ];
}
