import { describe, expect, it } from 'vitest';

import type { PayAnswer } from '#payment';

import { openWorld } from '../testing/desk-world.ts';
import { inProcess, proof, silence, success } from '../testing/model-scheme.ts';
import { newCodeOrder, till } from '../testing/orders.ts';

const value = 'https://order.sandbox.example/281004000001';
const codeAnswer: PayAnswer = {
  kind: 'code',
  orderCode: { value, sha256: 'ab'.repeat(32), expiresInMs: 150_000 },
  proof,
};
const codeDetails = [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: value }];
const inProcessOf = { result: { resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS' } };
const unknown = { result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' } };

/** A backend whose Alipay+ has made a code, 50 ms after it was asked. */
async function shown() {
  const world = openWorld();
  world.scheme.payAnswer = codeAnswer;
  const order = newCodeOrder();
  const answer = await world.pay(order, 100);
  return { ...world, order, id: order.paymentRequestId, answer };
}

describe('[5.2b] a till wants a code', () => {
  it('[3b] gets it with the time that is left, the same at every asking, and Alipay+ is asked once', async () => {
    const { answer, pay, order, clock, scheme } = await shown();
    expect(answer).toMatchObject({ ...inProcessOf, orderCodeForm: { codeDetails, expiresInMs: '150000' } });
    await clock.advance(60_000);
    const again = await pay(order, 100);
    expect(again).toMatchObject({ ...inProcessOf, orderCodeForm: { codeDetails } });
    expect(again).toHaveProperty('orderCodeForm.expiresInMs', '89950'); // it came 50 ms after the intent, 60.1 s ago
    expect(scheme.count('pay')).toBe(1);
  });

  it('[R9] gets it from the next backend process too, which never asks for another', async () => {
    const { order, desk, open, soon, clock, scheme } = await shown();
    desk.close();
    await clock.advance(30_000);
    const next = open();
    await next.resumeAll();
    const answer = await soon(next.pay(order, JSON.stringify(order), till), 8_000);
    expect(answer).toMatchObject({ ...inProcessOf, orderCodeForm: { codeDetails } });
    expect(scheme.count('pay')).toBe(1);
  });

  it('[5.2b] [V5] is told that it was paid by the GET alone', async () => {
    const { pay, order, state, id, scheme, clock } = await shown();
    scheme.inquiryAnswer = success('P1', clock.wallMs());
    await clock.advance(4_100);
    expect(await state(id)).toMatchObject({ paymentResult: { resultStatus: 'S' }, paymentId: 'P1', storeWord: {} });
    const answer = await pay(order, 100);
    expect(answer).toMatchObject(inProcessOf);
    expect(answer).not.toHaveProperty('orderCodeForm');
    expect(answer).not.toHaveProperty('paymentId');
  });

  it('[5.2b/M3] asks again with the same id while no code comes, three times', async () => {
    const world = openWorld();
    world.scheme.payAnswer = inProcess;
    const order = newCodeOrder();
    expect(await world.pay(order, 7_600)).toMatchObject(unknown);
    expect(world.scheme.count('pay')).toBe(3);
    world.scheme.payAnswer = codeAnswer;
    expect(await world.pay(order, 7_600)).toMatchObject(unknown);
    expect(world.scheme.count('pay')).toBe(3);
  });

  it('[5.2b] closes it 5 s after its expiry: asked, then cancelled, and gives no code meanwhile', async () => {
    const { pay, order, id, state, scheme, clock } = await shown();
    scheme.inquiryAnswer = silence;
    await clock.advance(150_000);
    scheme.answerAfterMs = 5_000;
    await clock.advance(5_500);
    expect(scheme.count('cancel')).toBe(0);
    const closing = await pay(order, 100);
    expect(closing).toMatchObject(unknown);
    expect(closing).not.toHaveProperty('orderCodeForm');
    await clock.advance(2_000);
    expect(scheme.count('cancel')).toBe(1);
    scheme.answerAfterMs = 50;
    await clock.advance(5_000);
    expect(await state(id)).toMatchObject({ paymentResult: { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' } });
  });

  it('[V27] asks at most 54 times in 180 s by itself, 59 with those that a till asks for', async () => {
    const { id, state, scheme, clock } = await shown();
    for (let second = 0; second < 150; second++) {
      void state(id, true);
      await clock.advance(1_000);
    }
    expect(scheme.count('inquire')).toBeGreaterThan(54);
    expect(scheme.count('inquire')).toBeLessThanOrEqual(59);
  });

  it('[V37] keeps no payment code’s hash, and says nothing of a code in its log', async () => {
    const { lines, id } = await shown();
    expect(lines).toEqual([`${id}: begun, by order code`]);
  });
});
