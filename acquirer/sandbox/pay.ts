import type { WalletTemper } from '#contract';
import { PaymentCode, type Amount, type EpochMs } from '#payment';
import type { ResultCode } from '#protocol';

import { amountFaultOf, leavesOrder } from './amount-faults.ts';
import { failure, paidFacts, paymentResultOf, unknown, type Answer } from './answers.ts';
import { courseOf, orderOnCourse, takeCourse } from './payment-course.ts';
import type { Order, OrderState, WithoutOrder } from './order.ts';
import type { Wallet } from './wallet-store.ts';
import { inLedger, type World } from './world.ts';

/** Alipay+ User-presented Mode: an order lives at most this long. */
export const orderLifeMs = 60_000;

/** A pay request that was read and found complete. */
export type PayCall = {
  paymentRequestId: string;
  compared: string;
  amount: Amount;
  code: string;
  expiryAsked: EpochMs | null;
  merchantName: string;
  referenceOrderId: string;
  notifyUrl: string | null;
};

type PayCallOf = PayCall & { clientId: string };

/** Charges once per paymentRequestId; a repeat gets what stands now. `clientId` is who asks, and who is notified. */
export function pay(world: World, call: PayCall, clientId: string): Answer {
  return inLedger(world, (now) => {
    const id = call.paymentRequestId;
    const refused = world.orders.withoutOrder(id);
    if (refused !== undefined) return repeatWithoutOrder(refused, call);
    const order = world.orders.byRequestId(id);
    if (order !== undefined) {
      return order.compared === call.compared ? payAnswer(world, order) : failure('REPEAT_REQ_INCONSISTENT');
    }
    return firstPay(world, { ...call, clientId }, now);
  });
}

function repeatWithoutOrder(refused: WithoutOrder, call: PayCall): Answer {
  if (refused.kind === 'tombstone') return failure('ORDER_IS_CLOSED');
  return refused.compared === call.compared ? failure(refused.code) : failure('REPEAT_REQ_INCONSISTENT');
}

function firstPay(world: World, call: PayCallOf, now: EpochMs): Answer {
  const wallet = walletOfCode(world, call.code, now);
  if (typeof wallet === 'string') return refuseCode(world, call, wallet, now);
  world.wallets.useCode(call.code, call.paymentRequestId);
  world.wallets.show(wallet.id, call.amount.currency);

  const course = takeCourse(world, call.amount.minor) ?? courseOf(wallet.temper);
  const order = orderOnCourse(orderOf(world, call, wallet, now), course);
  const state = stateAtFirst(world, order, wallet.temper, now, course !== null);
  if (state.kind === 'refused' && !world.settings.switches().walletRefusalLeavesOrder) {
    world.orders.addWithoutOrder(call.paymentRequestId, turnedAway(call, state.code));
    return failure(state.code);
  }
  world.orders.add({ ...order, state });
  if (state.kind === 'paid') world.wallets.capture(wallet.id, order.paymentRequestId, order.amount, now);
  return payAnswer(world, { ...order, state });
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
    world.orders.add({ ...orderOf(world, call, null, now), state: { kind: 'refused', code, endedAt: now } });
  } else {
    world.orders.addWithoutOrder(call.paymentRequestId, turnedAway(call, code));
  }
  return failure(code);
}

function turnedAway(call: PayCall, code: ResultCode): WithoutOrder {
  return { kind: 'turned-away', compared: call.compared, code };
}

function orderOf(world: World, call: PayCallOf, wallet: Wallet | null, now: EpochMs): Order {
  return {
    paymentRequestId: call.paymentRequestId,
    paymentId: newPaymentId(world, now),
    compared: call.compared,
    walletId: wallet?.id ?? null,
    amount: call.amount,
    merchantName: call.merchantName,
    referenceOrderId: call.referenceOrderId,
    createdAt: now,
    expiresAt: Math.min(call.expiryAsked ?? Number.POSITIVE_INFINITY, now + orderLifeMs),
    silent: wallet?.temper === 'never-answers',
    asks: true,
    paysAt: null,
    lateMs: null,
    notify: call.notifyUrl === null ? null : { url: call.notifyUrl, clientId: call.clientId },
    state: { kind: 'in-process' },
  };
}

function stateAtFirst(world: World, order: Order, temper: WalletTemper, now: EpochMs, onCourse: boolean): OrderState {
  if (order.walletId === null || order.expiresAt <= now) return { kind: 'closed', endedAt: now };
  const purse = world.wallets.purse(order.walletId, order.amount.currency);
  const refused = (code: ResultCode): OrderState => ({ kind: 'refused', code, endedAt: now });
  const byAmount = refusalByAmount(world, order);
  if (byAmount !== null) return refused(byAmount);
  if (order.amount.minor > purse.maximum.minor) return refused('USER_AMOUNT_EXCEED_LIMIT');
  if (order.amount.minor > purse.balance.minor) return refused('USER_BALANCE_NOT_ENOUGH');
  if (onCourse) return { kind: 'in-process' };
  switch (temper) {
    case 'refuses':
      return refused('RISK_REJECT');
    case 'no-balance':
      return refused('USER_BALANCE_NOT_ENOUGH');
    case 'limit-reached':
      return refused('USER_AMOUNT_EXCEED_LIMIT');
    case 'must-confirm':
    case 'never-answers':
    case 'last-second':
    case 'pays-after-cancel':
      return { kind: 'in-process' };
    case 'approves':
      if (order.amount.minor > purse.confirmAbove.minor) return { kind: 'in-process' };
      return { kind: 'paid', paidAt: now };
  }
}

function refusalByAmount(world: World, order: Order): ResultCode | null {
  if (!world.settings.switches().faultsByAmount) return null;
  const code = amountFaultOf(order.amount.minor)?.refuses ?? null;
  return code !== null && leavesOrder(code) ? code : null;
}

function payAnswer(world: World, order: Order): Answer {
  if (order.state.kind === 'in-process') {
    if (order.silent) return { silentUntil: order.expiresAt };
    return unknown('PAYMENT_IN_PROCESS', { paymentId: order.paymentId });
  }
  return { body: { result: paymentResultOf(order), ...paidFacts(world, order) } };
}

/** 35 digits that begin with the day, as in Alipay+'s samples. */
function newPaymentId(world: World, now: EpochMs): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '') + world.digits(27);
}
