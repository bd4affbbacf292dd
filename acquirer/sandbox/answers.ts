import type { WireResult } from '#contract';
import { resultOf, writeIsoTime, type ResultCode } from '#protocol';

import type { Order } from './order.ts';
import type { World } from './world.ts';

/** What an API answers: a JSON object with `result`, or nothing at all. */
export type Answer = { body: { result: WireResult } & Record<string, unknown> } | { silentUntil: number };

export function success(facts: Record<string, unknown> = {}): Answer {
  return { body: { result: resultOf('SUCCESS'), ...facts } };
}

/** `F`, and no more than the code. */
export function failure(code: ResultCode, message?: string): Answer {
  return { body: { result: resultOf(code, message) } };
}

export function unknown(code: 'UNKNOWN_EXCEPTION' | 'PAYMENT_IN_PROCESS', facts: Record<string, unknown> = {}): Answer {
  return { body: { result: resultOf(code), ...facts } };
}

/** The result of the payment itself: what inquiryPayment calls paymentResult. */
export function paymentResultOf(order: Order): WireResult {
  switch (order.state.kind) {
    case 'in-process':
      return resultOf('PAYMENT_IN_PROCESS');
    case 'paid':
      return resultOf('SUCCESS');
    case 'refused':
      return resultOf(order.state.code);
    case 'closed':
    case 'cancelled':
      return resultOf('ORDER_IS_CLOSED');
  }
}

/** The facts of a paid payment; walletBrandName only here (Alipay+ FAQ: the name that customers see). */
export function paidFacts(world: World, order: Order): Record<string, unknown> {
  if (order.state.kind !== 'paid' || order.walletId === null) return {};
  const wallet = world.wallets.byId(order.walletId);
  return {
    acquirerId,
    pspId: wallet?.pspId,
    paymentId: order.paymentId,
    paymentAmount: wireAmount(order),
    paymentTime: writeIsoTime(order.state.paidAt),
    customerId: wallet?.customerId,
    walletBrandName: wallet?.name,
  };
}

// The form of the acquirer's id in Alipay+'s User-presented Mode sample.
export const acquirerId = '2021228100000000';

export function wireAmount(order: Order): { currency: string; value: string } {
  return { currency: order.amount.currency, value: String(order.amount.minor) };
}
