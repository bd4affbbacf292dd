import { expect } from 'vitest';

import type { PaymentOrder } from '#contract';
import { Amount, type PayAnswer, type PayIntent } from '#payment';

import type { Running } from './machine.ts';

/** What the till's journal would hold of this order. */
export function intentOf(order: PaymentOrder): PayIntent {
  return {
    kind: 'pay.intent',
    paymentRequestId: order.paymentRequestId,
    saleId: order.saleId,
    terminalId: order.terminalId,
    amount: Amount.parse({ currency: order.amount.currency, minor: Number(order.amount.value) }),
    scenario: 'PaymentCode',
    codeTail: null,
    bodyHmac: '',
    wallAt: Date.now(),
  };
}

export async function pay({ link }: Pick<Running, 'link'>, order: PaymentOrder): Promise<PayAnswer> {
  return await link.pay(link.prepare(order).body, intentOf(order), '1:0');
}

/** The backend comes to say so by itself. */
export async function settledAs(running: Running, order: PaymentOrder, kind: string): Promise<void> {
  const told = async () => (await running.link.inquire(intentOf(order), { fresh: false }, '1:0')).kind;
  await expect.poll(told, { timeout: 20_000, interval: 50 }).toBe(kind);
}
