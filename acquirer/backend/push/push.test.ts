import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PaymentOrder } from '#contract';

import type { Hint } from '../../client/hint-line.ts';
import { inProcessAnswer, paidAnswer, paidNotification, type Heard } from '../testing/alipay-stub.ts';
import { killed, newMachine, type Machine, type Running } from '../testing/machine.ts';
import { newOrder } from '../testing/orders.ts';
import { pay, settledAs } from '../testing/till.ts';

// Whole processes on a machine that may be busy with other tests.
const patience = { timeout: 60_000 };

describe('told by Alipay+, and telling the till', patience, () => {
  let machine: Machine;
  const current = (): Running => machine.backends.at(-1)!;

  beforeAll(async () => {
    machine = await newMachine();
    await machine.start();
  }, 60_000);
  afterAll(async () => {
    await machine.close();
  });

  /** A till's line of hints. */
  function listen(running = current()) {
    const hints: Hint[] = [];
    const refused: string[] = [];
    const close = running.link.hints(
      { hint: (hint) => hints.push(hint), refused: (why) => refused.push(why) },
      () => '1:0',
    );
    return { hints, refused, close };
  }

  async function begun(): Promise<{ order: PaymentOrder; heard: Heard }> {
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder();
    expect(await pay(current(), order)).toMatchObject({ kind: 'in-process' });
    const heard = machine.alipay.heard.find(({ body }) => body.paymentRequestId === order.paymentRequestId)!;
    return { order, heard };
  }

  const inquiries = ({ paymentRequestId }: PaymentOrder): number =>
    machine.alipay.heard.filter(
      ({ api, body }) => api === 'inquiryPayment' && body.paymentRequestId === paymentRequestId,
    ).length;

  it('[5.2/16] [V32] a notification is acknowledged, asked about at once, and the till is hinted at the outcome', async () => {
    const till = listen();
    const { order, heard } = await begun();
    expect(heard.body['paymentNotifyUrl']).toBe(`${current().url}/alipay/notifyPayment`);
    machine.alipay.answer = (call) => paidAnswer(call, 'N1');

    const reply = await machine.alipay.notify(heard, paidNotification(heard, 'N1'));

    expect(reply).toEqual({ status: 200, code: 'SUCCESS', signed: true });
    await expect
      .poll(() => till.hints, { timeout: 5_000 })
      .toEqual([
        { paymentRequestId: order.paymentRequestId, amount: { currency: 'EUR', minor: 1250 }, says: 'succeeded' },
      ]);
    expect(inquiries(order)).toBe(1);
    await settledAs(current(), order, 'succeeded');
    till.close();
  });

  it('[V30] eight at once are all acknowledged, and asked about once', async () => {
    const { order, heard } = await begun();
    const content = paidNotification(heard, 'N2');
    const replies = await Promise.all(Array.from({ length: 8 }, () => machine.alipay.notify(heard, content)));
    expect(replies.every(({ code }) => code === 'SUCCESS')).toBe(true);
    await expect.poll(() => inquiries(order), { timeout: 5_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(inquiries(order)).toBe(1);
  });

  it('[V31] forged, altered, for another address, of another amount, of nothing we know: not acknowledged, no effect', async () => {
    const { order, heard } = await begun();
    const content = paidNotification(heard, 'N3');
    const refused = { status: 401, code: null, signed: false };
    expect(await machine.alipay.notify(heard, content, { byStranger: true })).toEqual(refused);
    expect(await machine.alipay.notify(heard, content, { path: '/elsewhere' })).toEqual(refused);
    expect(await machine.alipay.notify(heard, content, { spoil: (text) => text.replace('1250', '1249') })).toEqual(
      refused,
    );
    const other = { ...content, paymentAmount: { currency: 'EUR', value: '1249' } };
    expect(await machine.alipay.notify(heard, other)).toMatchObject({ code: 'PARAM_ILLEGAL', signed: true });
    const unknown = { ...content, paymentRequestId: 'TILL1unknown' };
    expect(await machine.alipay.notify(heard, unknown)).toMatchObject({ code: 'ORDER_NOT_EXIST', signed: true });
    const half = { paymentRequestId: order.paymentRequestId };
    expect(await machine.alipay.notify(heard, half)).toMatchObject({ code: 'PARAM_ILLEGAL', signed: true });
    expect(inquiries(order)).toBe(0);
  });

  it('[R13] what a till missed while its line was cut comes when it is open again, with numbers that go on', async () => {
    const port = new URL(current().url).port;
    const till = listen();
    const first = await begun();
    machine.alipay.answer = (call) => paidAnswer(call, `N4${call.body.paymentRequestId}`);
    await machine.alipay.notify(first.heard, paidNotification(first.heard, 'N4'));
    await expect.poll(() => till.hints.length, { timeout: 5_000 }).toBe(1);

    const second = await begun();
    await killed(current());
    machine.alipay.answer = (call) => paidAnswer(call, `N4${call.body.paymentRequestId}`);
    await machine.start({ port });

    const { paymentRequestId } = second.order;
    const heard = () => till.hints.filter((hint) => hint.paymentRequestId === paymentRequestId);
    await expect.poll(heard, { timeout: 20_000 }).toMatchObject([{ says: 'succeeded' }]);
    expect(till.refused).toEqual([]);
    till.close();
  });

  it('a line is only for a till that is known', async () => {
    expect((await fetch(`${current().url}/v1/events`)).status).toBe(401);
  });
});

describe('a backend that is not notified', patience, () => {
  it('names no address to Alipay+, and finds out by asking', async () => {
    const machine = await newMachine();
    const backend = await machine.start({ 'notify-url': 'none', 'time-scale': '10' });
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder();
    expect(await pay(backend, order)).toMatchObject({ kind: 'in-process' });
    expect(machine.alipay.heard[0]?.body).not.toHaveProperty('paymentNotifyUrl');
    expect((await fetch(`${backend.url}/alipay/notifyPayment`, { method: 'POST', body: '{}' })).status).toBe(404);
    machine.alipay.answer = (heard) => paidAnswer(heard, 'N9');
    await settledAs(backend, order, 'succeeded');
    await machine.close();
  });

  it('[T22] takes no address that others on the way could read, and none of the real service beside its tills', async () => {
    const machine = await newMachine();
    await expect(machine.start({ 'notify-url': 'http://pay.example/n' })).rejects.toThrow(/neither an https address/);
    const real = { 'alipay-client-id': 'SHOP', 'notify-url': 'https://pay.example/n' };
    await expect(machine.start(real)).rejects.toThrow(/needs a --notify-port/);
    await machine.close();
  });

  it('takes them on a port of their own, at the path that was given to Alipay+', async () => {
    const machine = await newMachine();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const url = `http://127.0.0.1:${port}/told/us?by=alipay`;
    const backend = await machine.start({ 'notify-url': url, 'notify-port': String(port) });
    machine.alipay.answer = inProcessAnswer;
    const order = newOrder();
    await pay(backend, order);
    const heard = machine.alipay.heard[0]!;
    expect(heard.body['paymentNotifyUrl']).toBe(url);
    const path = '/told/us?by=alipay';
    const reply = await machine.alipay.notify(heard, paidNotification(heard, 'N10'), { path });
    expect(reply).toMatchObject({ status: 200 });
    expect((await fetch(`http://127.0.0.1:${port}/v1/health`)).status).toBe(404);
    await machine.close();
  });
});
