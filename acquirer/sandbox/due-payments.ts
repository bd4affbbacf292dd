import type { EpochMs } from '#payment';

import type { Order, OrderState } from './order.ts';
import { take } from './scanned-order.ts';
import type { World } from './world.ts';

/** Pays the orders whose customers pay by themselves, at the very moment that was set, also when nobody looked then. */
export function settleDue(world: World, now: EpochMs): void {
  for (const order of world.orders.payingBy(now)) {
    world.orders.payBy(order.paymentRequestId, null);
    if (order.walletId === null || order.paysAt === null || !canStillPay(order.state)) continue;
    if (order.orderCode === null) payFrom(world, order, order.walletId, order.paysAt);
    else take(world, order, { id: order.walletId }, order.paysAt);
  }
}

/** A cancelled order is paid only where that was asked for: then the late success is what happened. */
function canStillPay(state: OrderState): boolean {
  return state.kind === 'in-process' || (state.kind === 'cancelled' && state.paidAt === null);
}

/** Takes the money, or refuses for want of it. */
export function payFrom(world: World, order: Order, walletId: string, at: EpochMs): void {
  const { balance } = world.wallets.purse(walletId, order.amount.currency);
  const id = order.paymentRequestId;
  if (balance.minor >= order.amount.minor) {
    world.orders.change(id, { kind: 'paid', paidAt: at });
    world.wallets.capture(walletId, id, order.amount, at);
  } else if (order.state.kind === 'in-process') {
    world.orders.change(id, { kind: 'refused', code: 'USER_BALANCE_NOT_ENOUGH', endedAt: at });
  }
}
