import { PaymentCode, type Amount, type EpochMs } from '#payment';
import type { ResultCode } from '#protocol';

import { amountFaultOf, leavesOrder } from './amount-faults.ts';
import { failure, paidFacts, paymentResultOf, unknown, type Answer } from './answers.ts';
import { newOrderCode, orderCodeAnswer } from './order-code.ts';
import { courseOf, orderOnCourse, takeCourse } from './payment-course.ts';
import type { Order, OrderState, WithoutOrder } from './order.ts';
import { paysUnasked, purseRefusal, temperRefusal } from './wallet-refusal.ts';
import type { Wallet } from './wallet-store.ts';
import { inLedger, type World } from './world.ts';

/** Alipay+ User-presented Mode: an order lives at most this long. */
const orderLifeMs = 60_000;

/** A wallet's code that the shop has scanned, or the wish for an order's code that the shop shows. */
export type Presented = { by: 'customer'; code: string } | { by: 'shop' };

/** A pay request that was read and found complete. */
export type PayCall = {
  paymentRequestId: string;
  compared: string;
  amount: Amount;
  presented: Presented;
  expiryAsked: EpochMs | null;
  merchantName: string;
  referenceOrderId: string;
  notifyUrl: string | null;
};

type PayCallOf = PayCall & { clientId: string };

/** Charges at most once per paymentRequestId; a repeat gets what stands now, and the same code while there is one. `clientId` is who asks, and who is notified. */
export function pay(world: World, call: PayCall, clientId: string): Answer {
  return inLedger(world, (now) => {
    const id = call.paymentRequestId;
    const refused = world.orders.withoutOrder(id);
    if (refused !== undefined) return repeatWithoutOrder(refused, call);
    const order = world.orders.byRequestId(id);
    if (order !== undefined) {
      return order.compared === call.compared ? payAnswer(world, order) : failure('REPEAT_REQ_INCONSISTENT');
    }
    const { presented } = call;
    return presented.by === 'shop'
      ? firstPayByOrderCode(world, { ...call, clientId }, now)
      : firstPay(world, { ...call, clientId }, presented.code, now);
  });
}

function repeatWithoutOrder(refused: WithoutOrder, call: PayCall): Answer {
  if (refused.kind === 'tombstone') return failure('ORDER_IS_CLOSED');
  return refused.compared === call.compared ? failure(refused.code) : failure('REPEAT_REQ_INCONSISTENT');
}

/** Nobody is charged yet: there is an order, and a code for any wallet to scan. */
function firstPayByOrderCode(world: World, call: PayCallOf, now: EpochMs): Answer {
  const { lifeMs } = world.settings.switches().orderCode;
  const order = { ...orderOf(world, call, null, now, lifeMs), orderCode: newOrderCode(world) };
  const byAmount = refusalByAmount(world, order);
  if (byAmount !== null) return keep(world, call, { ...order, state: refused(byAmount, now) });
  const overdue = order.expiresAt <= now;
  return keep(world, call, { ...order, state: overdue ? { kind: 'closed', endedAt: now } : { kind: 'in-process' } });
}

function firstPay(world: World, call: PayCallOf, code: string, now: EpochMs): Answer {
  const wallet = walletOfCode(world, code, now);
  if (typeof wallet === 'string') return refuseCode(world, call, wallet, now);
  world.wallets.useCode(code, call.paymentRequestId);
  world.wallets.show(wallet.id, call.amount.currency);

  const course = takeCourse(world, call.amount.minor) ?? courseOf(wallet.temper);
  const order = orderOnCourse(orderOf(world, call, wallet, now, orderLifeMs), course, now);
  return keep(world, call, { ...order, state: stateAtFirst(world, order, wallet, now, course !== null) });
}

/** Writes the order down, with the money that it took. */
function keep(world: World, call: PayCallOf, order: Order): Answer {
  const { state, walletId, paymentRequestId: id } = order;
  if (state.kind === 'refused' && !world.settings.switches().walletRefusalLeavesOrder) {
    world.orders.addWithoutOrder(id, turnedAway(call, state.code));
    return failure(state.code);
  }
  world.orders.add(order);
  if (state.kind === 'paid' && walletId !== null) world.wallets.capture(walletId, id, order.amount, state.paidAt);
  return payAnswer(world, order);
}

function walletOfCode(world: World, code: string, now: EpochMs): Wallet | ResultCode {
  const { notAWalletCode } = world.settings.switches();
  if (!PaymentCode.safeParse(code).success) return notAWalletCode;
  const issued = world.wallets.issuedCode(code);
  if (issued === undefined) return walletOfForeignCode(world, code, now);
  if (issued.usedBy !== null) return 'INVALID_CODE';
  if (now >= issued.expiresAt) return 'EXPIRED_CODE';
  return world.wallets.byId(issued.walletId) ?? 'INVALID_CODE';
}

/** Of the right shape, and shown by no wallet here. */
function walletOfForeignCode(world: World, code: string, now: EpochMs): Wallet | ResultCode {
  const { unissuedCode } = world.settings.switches();
  const first = world.wallets.all()[0];
  if (unissuedCode !== 'first-wallet' || first === undefined) {
    return unissuedCode === 'UNKNOWN_EXCEPTION' ? unissuedCode : 'INVALID_CODE';
  }
  // From now on it is that wallet's, and is used like any other.
  world.wallets.issueCode(code, first.id, now + orderLifeMs);
  return first;
}

function refuseCode(world: World, call: PayCallOf, code: ResultCode, now: EpochMs): Answer {
  if (code === 'UNKNOWN_EXCEPTION') return unknown(code);
  if (world.settings.switches().codeRefusalLeavesOrder) {
    world.orders.add({ ...orderOf(world, call, null, now, orderLifeMs), state: refused(code, now) });
  } else {
    world.orders.addWithoutOrder(call.paymentRequestId, turnedAway(call, code));
  }
  return failure(code);
}

function turnedAway(call: PayCall, code: ResultCode): WithoutOrder {
  return { kind: 'turned-away', compared: call.compared, code };
}

function orderOf(world: World, call: PayCallOf, wallet: Wallet | null, now: EpochMs, lifeMs: number): Order {
  return {
    paymentRequestId: call.paymentRequestId,
    paymentId: newPaymentId(world, now),
    compared: call.compared,
    orderCode: null,
    walletId: wallet?.id ?? null,
    amount: call.amount,
    merchantName: call.merchantName,
    referenceOrderId: call.referenceOrderId,
    createdAt: now,
    expiresAt: Math.min(call.expiryAsked ?? Number.POSITIVE_INFINITY, now + lifeMs),
    silent: wallet?.temper === 'never-answers',
    asks: true,
    paysAt: null,
    lateMs: null,
    notify: call.notifyUrl === null ? null : { url: call.notifyUrl, clientId: call.clientId },
    state: { kind: 'in-process' },
  };
}

function stateAtFirst(world: World, order: Order, wallet: Wallet, now: EpochMs, onCourse: boolean): OrderState {
  if (order.expiresAt <= now) return { kind: 'closed', endedAt: now };
  const refusal = refusalByAmount(world, order) ?? purseRefusal(world, wallet.id, order.amount);
  if (refusal !== null) return refused(refusal, now);
  if (onCourse) return { kind: 'in-process' };
  const byTemper = temperRefusal(wallet.temper);
  if (byTemper !== null) return refused(byTemper, now);
  return paysUnasked(world, wallet, order.amount) ? { kind: 'paid', paidAt: now } : { kind: 'in-process' };
}

function refused(code: ResultCode, now: EpochMs): OrderState {
  return { kind: 'refused', code, endedAt: now };
}

function refusalByAmount(world: World, order: Order): ResultCode | null {
  if (!world.settings.switches().faultsByAmount) return null;
  const code = amountFaultOf(order.amount.minor)?.refuses ?? null;
  return code !== null && leavesOrder(code) ? code : null;
}

function payAnswer(world: World, order: Order): Answer {
  if (order.state.kind === 'in-process') {
    if (order.silent) return { silentUntil: order.expiresAt };
    if (order.orderCode !== null) return orderCodeAnswer(world, order, order.orderCode);
    return unknown('PAYMENT_IN_PROCESS', { paymentId: order.paymentId });
  }
  const { walletBrandName, ...facts } = paidFacts(world, order);
  // Of an order code's payment the pay answer names no brand (Alipay+ FAQ); inquiry and notification do.
  const brand = order.orderCode === null ? { walletBrandName } : {};
  return { body: { result: paymentResultOf(order), ...facts, ...brand } };
}

/** 35 digits that begin with the day, as in Alipay+'s samples. */
function newPaymentId(world: World, now: EpochMs): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '') + world.digits(27);
}
