import type { OrderCodeRefusal, WalletOrderState } from '#contract';
import { err, ok, type EpochMs, type Result } from '#payment';
import type { ResultCode } from '#protocol';

import { courseOf, orderOnCourse, takeCourse } from './payment-course.ts';
import type { Order } from './order.ts';
import { paysUnasked, purseRefusal, temperRefusal } from './wallet-refusal.ts';
import type { Wallet } from './wallet-store.ts';
import type { World } from './world.ts';

// Any number of phones may scan an order's code and look; the first that pays ends it for the others. Everything here
// happens inside one transaction of the caller's, so two phones at the same moment come one after the other.

/** The order that the phone has scanned and asks its owner about. */
export function scanCode(
  world: World,
  wallet: Wallet,
  { code, payAtOnce }: { code: string; payAtOnce: boolean },
  now: EpochMs,
): Result<Order, OrderCodeRefusal> {
  const order = world.orders.byOrderCode(code.trim());
  if (order === undefined) return err('not-an-order-code');
  const end = endFor(order, wallet.id);
  if (end !== null) return err(end);
  const { paymentRequestId: id, amount } = order;
  const scanned = onCourse(world, order, wallet, now);
  world.wallets.show(wallet.id, amount.currency);
  world.scans.keep(id, wallet.id, { kind: 'asking' });
  // What pays by itself does so at its own time.
  const free = scanned.asks && scanned.walletId === null;
  if (payAtOnce && free && paysUnasked(world, wallet, amount)) take(world, scanned, wallet, now);
  return ok(world.orders.byRequestId(id) ?? scanned);
}

/** The owner presses Pay: takes the money, unless the wallet refuses, which leaves the order to other phones. */
export function confirmScanned(
  world: World,
  order: Order,
  wallet: Wallet,
  now: EpochMs,
): Result<null, OrderCodeRefusal | 'not-asking'> {
  const end = endFor(order, wallet.id);
  if (end !== null) return err(end);
  if (!isAsked(world, order, wallet.id)) return err('not-asking');
  if (wallet.temper === 'never-answers') {
    world.scans.keep(order.paymentRequestId, wallet.id, { kind: 'silent' });
    return ok(null);
  }
  const refusal = temperRefusal(wallet.temper);
  if (refusal === null) take(world, order, wallet, now);
  else turnAway(world, order, wallet.id, refusal, now);
  return ok(null);
}

/** The owner presses Refuse: this phone is done with the order, which stays open. */
export function refuseScanned(
  world: World,
  order: Order,
  wallet: Wallet,
  now: EpochMs,
): Result<null, OrderCodeRefusal | 'not-asking'> {
  const end = endFor(order, wallet.id);
  if (end !== null) return err(end);
  if (!isAsked(world, order, wallet.id)) return err('not-asking');
  turnAway(world, order, wallet.id, 'USER_PAYMENT_VERIFICATION_FAILED', now);
  return ok(null);
}

/** Takes the money from this wallet, or refuses for want of it. */
export function take(world: World, order: Order, { id: walletId }: { id: string }, at: EpochMs): void {
  const { paymentRequestId: id, amount } = order;
  const refusal = purseRefusal(world, walletId, amount);
  if (refusal !== null) {
    turnAway(world, order, walletId, refusal, at);
    return;
  }
  world.orders.goOn({ ...order, walletId, paysAt: null, lateMs: null });
  world.orders.change(id, { kind: 'paid', paidAt: at });
  world.wallets.capture(walletId, id, amount, at);
}

/** What this wallet's owner sees of an order whose code the wallet scanned and that is not its own payment. */
export function scannedState(world: World, order: Order, walletId: string): WalletOrderState {
  const scan = world.scans.of(order.paymentRequestId, walletId);
  if (scan?.kind === 'refused') return { kind: 'refused', at: scan.endedAt, code: scan.code };
  switch (order.state.kind) {
    case 'in-process':
      if (scan?.kind === 'silent') return { kind: 'silent', closesAt: order.expiresAt };
      return { kind: order.asks ? 'asking' : 'working', closesAt: order.expiresAt };
    case 'paid':
      return { kind: 'paid-by-other', at: order.state.paidAt };
    case 'cancelled':
      return { kind: 'cancelled', at: order.state.endedAt, gaveBack: false };
    case 'refused':
    case 'closed':
      return { kind: 'closed', at: order.state.endedAt };
  }
}

/** The first phone's temper, the switches or the amount may make the order go on by itself from its scan on. */
function onCourse(world: World, order: Order, wallet: Wallet, now: EpochMs): Order {
  const isFirst = !world.scans.isScanned(order.paymentRequestId);
  const course = (isFirst ? takeCourse(world, order.amount.minor) : null) ?? courseOf(wallet.temper);
  if (course === null || order.walletId !== null) return order;
  const gone = orderOnCourse({ ...order, walletId: wallet.id }, course, now);
  world.orders.goOn(gone);
  return gone;
}

/** This phone pays no more, neither by itself nor when asked; the others may. */
function turnAway(world: World, order: Order, walletId: string, code: ResultCode, now: EpochMs): void {
  if (order.walletId === walletId) {
    world.orders.goOn({ ...order, walletId: null, asks: true, paysAt: null, lateMs: null });
  }
  world.scans.keep(order.paymentRequestId, walletId, { kind: 'refused', code, endedAt: now });
}

function isAsked(world: World, order: Order, walletId: string): boolean {
  return order.asks && world.scans.of(order.paymentRequestId, walletId)?.kind === 'asking';
}

/** Why no phone, or not this one, can pay the order any more; null: it is open. */
function endFor(order: Order, walletId: string): OrderCodeRefusal | null {
  switch (order.state.kind) {
    case 'in-process':
      return null;
    case 'paid':
      return order.walletId === walletId ? 'already-paid' : 'paid-by-other';
    case 'cancelled':
      return 'order-cancelled';
    case 'refused':
    case 'closed':
      return 'order-closed';
  }
}
