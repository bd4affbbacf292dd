import { createHash } from 'node:crypto';

import type { PaymentOrder } from '#contract';
import { backendPolicy, type PaymentRequestId } from '#payment';

import { PaymentDesk } from '../engine/payment-desk.ts';
import { MemoryLedger } from '../ledger/memory-ledger.ts';
import { ModelScheme } from './model-scheme.ts';
import { till } from './orders.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A desk on a ledger in memory, in virtual time, with a model of Alipay+ behind it. */
export function openWorld(ledger = new MemoryLedger()) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 21, 3));
  const scheme = new ModelScheme(clock);
  const lines: string[] = [];
  const open = (on: MemoryLedger = ledger): PaymentDesk =>
    new PaymentDesk({
      clock,
      policy: backendPolicy,
      ledger: on,
      scheme,
      keyedHash: (text) => createHash('sha256').update(`key${text}`).digest('hex'),
      log: (line) => lines.push(line),
    });
  const desk = open();
  const soon = async <T>(asked: Promise<T>, withinMs: number): Promise<T | 'not yet'> => {
    let got: T | 'not yet' = 'not yet';
    void asked.then((answer) => (got = answer));
    await clock.advance(withinMs);
    return got;
  };
  const pay = async (order: PaymentOrder, withinMs = 8_000) =>
    await soon(desk.pay(order, JSON.stringify(order), till), withinMs);
  const state = async (id: PaymentRequestId, fresh = false) => await soon(desk.state(id, fresh, till), 8_000);
  const cancel = async (id: PaymentRequestId, withinMs = 8_000) =>
    await soon(desk.cancel({ paymentRequestId: id, by: 'stop' }, till), withinMs);
  return { clock, scheme, ledger, lines, desk, open, soon, pay, state, cancel };
}
