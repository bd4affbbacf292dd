import type { EpochMs } from '#payment';

import { acquirerId, failure, success, type Answer } from './answers.ts';
import { orderNamed, type PaymentName } from './inquiry.ts';
import type { Order } from './order.ts';
import { inLedger, type World } from './world.ts';

/** Takes a payment back in full, in whatever state it is; money that was taken is with the customer when it answers. */
export function cancel(world: World, name: PaymentName): Answer {
  return inLedger(world, (now) => {
    const order = orderNamed(world, name);
    return order === undefined ? cancelUnknown(world, name) : cancelOrder(world, order, now);
  });
}

function cancelOrder(world: World, order: Order, now: EpochMs): Answer {
  switch (order.state.kind) {
    case 'refused':
    case 'closed':
    case 'cancelled':
      return cancelled(world, order);
    case 'in-process':
      world.orders.change(order.paymentRequestId, { kind: 'cancelled', paidAt: null, endedAt: now });
      world.orders.payBy(order.paymentRequestId, order.lateMs === null ? null : now + order.lateMs);
      return cancelled(world, order);
    case 'paid': {
      const { paidAt } = order.state;
      if (now >= cancelWindowEnd(paidAt)) return failure('CANCEL_WINDOW_EXCEED');
      world.orders.change(order.paymentRequestId, { kind: 'cancelled', paidAt, endedAt: now });
      if (order.walletId !== null) world.wallets.giveBack(order.walletId, order.paymentRequestId, order.amount, now);
      return cancelled(world, order);
    }
  }
}

function cancelled(world: World, order: Order): Answer {
  const pspId = order.walletId === null ? undefined : world.wallets.byId(order.walletId)?.pspId;
  return success({ acquirerId, pspId });
}

/** Whether a cancel may come before its pay is not known of Alipay+: three ways, by switch. */
function cancelUnknown(world: World, name: PaymentName): Answer {
  const id = name.paymentRequestId;
  if (id === undefined) return failure('ORDER_NOT_EXIST');
  if (world.orders.withoutOrder(id)?.kind === 'tombstone') return success({ acquirerId });
  switch (world.settings.switches().cancelOfUnknown) {
    case 'not-exist':
      return failure('ORDER_NOT_EXIST');
    case 'tombstone':
      world.orders.addWithoutOrder(id, { kind: 'tombstone' });
      return success({ acquirerId });
    case 'forget':
      return success({ acquirerId });
  }
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Until 00:15 UTC+8 of the day after the payment's day there (Alipay+ cancelPayment). */
export function cancelWindowEnd(paidAt: EpochMs): EpochMs {
  const zoneMs = 8 * hourMs;
  const dayStart = Math.floor((paidAt + zoneMs) / dayMs) * dayMs - zoneMs;
  return dayStart + dayMs + 15 * 60_000;
}
