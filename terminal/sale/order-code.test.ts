import { beforeEach, describe, expect, it } from 'vitest';

import type { Display, HostFrame } from '#contract';
import { PaymentRequestId, SaleId, type PayAnswer } from '#payment';

import { proof, succeeded } from '../testing/scripted-acquirer.ts';
import { euros, TillWorld } from '../testing/till-world.ts';

const value = 'https://order.sandbox.example/281004000001';
const codeAnswer: PayAnswer = {
  kind: 'code',
  orderCode: { value, sha256: 'ab'.repeat(32), expiresInMs: 180_000 },
  proof,
};
const ok = { is: 'ok' };
const saleId = SaleId.parse('S1');
const charge = { do: 'charge', saleId, amount: euros(1_250), showCode: true } as const;

let world: TillWorld;
beforeEach(async () => {
  world = new TillWorld();
  await world.start();
  world.acquirer.onPay = () => codeAnswer;
  world.acquirer.onInquire = () => ({ kind: 'in-process', proof });
});

function displays(frames: readonly HostFrame[] = world.frames): Display[] {
  return frames.flatMap((frame) => (frame.frame === 'display' ? [frame.display] : []));
}

function shows(): Display['now'] | undefined {
  return displays().at(-1)?.now;
}

function stop() {
  const { stage } = world.snapshot;
  if (!('paymentRequestId' in stage)) throw new Error('nothing is open');
  return world.do({ do: 'stop', paymentRequestId: stage.paymentRequestId });
}

describe('[5.2b] a code for the customer', () => {
  it('[M1] [M2] is asked for from the amount, and shown on the display and to the cashier', async () => {
    expect(await world.do(charge)).toEqual(ok);
    expect(world.acquirer.orders).toMatchObject([{ scenario: 'OrderCode', saleId: 'S1' }]);
    expect(world.acquirer.orders[0]).not.toHaveProperty('paymentCode');
    expect(world.snapshot.stage).toMatchObject({
      at: 'asking',
      scenario: 'OrderCode',
      phase: 'shown',
      codeTail: null,
      orderCode: { isOn: true, value, leftMs: 170_000, lifeMs: 170_000 },
      deadlineMs: 195_000,
    });
    expect(shows()).toEqual({ shows: 'code', amount: euros(1_250), code: value, leftMs: 170_000, lifeMs: 170_000 });
  });

  it('[V40] is asked for once, however often the cashier presses', async () => {
    await Promise.all([world.do(charge), world.do(charge), world.do({ do: 'show-code', saleId })]);
    await world.do(charge);
    expect(world.acquirer.count('pay')).toBe(1);
    expect(world.bodies('pay.intent')).toHaveLength(1);
  });

  it('is asked for instead of a scan, and not while a payment is open', async () => {
    await world.charge('S1');
    expect(shows()).toMatchObject({ shows: 'amount' });
    expect(await world.do({ do: 'show-code', saleId })).toEqual(ok);
    expect(await world.scan('S1', '281234567890123456')).toEqual({ is: 'bad-scan', why: 'busy' });
    expect(world.acquirer.count('pay')).toBe(1);
  });

  it('is not asked for while the backend is away, and the sale waits for a code', async () => {
    world.acquirer.reachable = false;
    await world.clock.advance(60_000);
    expect(await world.do(charge)).toEqual({ is: 'bad-scan', why: 'backend-away' });
    expect(world.snapshot.stage).toMatchObject({ at: 'scan', saleId: 'S1' });
    expect(world.acquirer.count('pay')).toBe(0);
  });

  it('[M4] [V14] is gone from the display with the record that it was paid', async () => {
    await world.do(charge);
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(4_000);
    expect(shows()).toMatchObject({ shows: 'paid', wallet: 'AlipayHK' });
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', atLastSecond: false });
  });

  it('[M5a] [V19] is off when the record that it is off cannot be written: nobody stands behind it any more', async () => {
    await world.do(charge);
    world.failWrite = () => true;
    await stop();
    await world.clock.advance(1);
    expect(world.snapshot).toMatchObject({ notSelling: 'journal-write-failed', stage: { orderCode: { isOn: false } } });
    expect(shows()).toMatchObject({ shows: 'closing' });
  });

  it('[M5] is taken off 10 s before it expires; who had scanned it still pays, at the last second', async () => {
    await world.do(charge);
    await world.clock.advance(169_999);
    expect(shows()).toMatchObject({ shows: 'code', leftMs: expect.any(Number) });
    await world.clock.advance(1);
    expect(shows()).toEqual({ shows: 'closing', amount: euros(1_250) });
    expect(world.bodies('shown')).toEqual([{ kind: 'shown', outcome: 'code-off' }]);
    expect(world.snapshot.stage).toMatchObject({ at: 'asking', phase: 'shown', orderCode: { isOn: false } });
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(4_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', atLastSecond: true });
  });

  it('[M5a] [M5b] on Stop the code goes first, then the acquirer is asked, and only then it is closed', async () => {
    await world.do(charge);
    world.trace.length = 0;
    const displayed: string[] = [];
    world.acquirer.onCall = ({ what }) => displayed.push(`${what} while the display shows ${shows()?.shows}`);
    world.acquirer.onInquire = () => ({ kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof });
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await stop();
    expect(displayed).toEqual(['fresh while the display shows closing', 'cancel while the display shows closing']);
    expect(world.kinds.slice(-4)).toEqual(['shown', 'cancel.intent', 'final', 'shown']);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled', moneyGoesBack: false });
    expect(shows()).toMatchObject({ shows: 'not-paid', moneyGoesBack: false });
  });

  it('[M5a] on Stop it is PAID when the customer was faster', async () => {
    await world.do(charge);
    world.acquirer.onInquire = () => succeeded('P1');
    await stop();
    expect(world.acquirer.count('cancel')).toBe(0);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'paid', atLastSecond: true });
  });

  it('[M3b] closes the order when no code comes', async () => {
    world.acquirer.onPay = () => ({ kind: 'in-process', proof });
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    await world.do(charge);
    expect(shows()).toMatchObject({ shows: 'one-moment' });
    await world.clock.advance(6_000);
    expect(world.acquirer.count('pay')).toBe(3);
    expect(world.bodies('cancel.intent')).toEqual([{ kind: 'cancel.intent', by: 'no-code' }]);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled' });
  });

  it('[M6] is never shown again by the next process, which asks and closes it', async () => {
    await world.do(charge);
    world.kill();
    const before = world.frames.length;
    await world.start();
    world.acquirer.onCancel = () => ({ kind: 'succeeded', proof });
    expect(world.snapshot.stage).toMatchObject({ at: 'asking', recovered: true, orderCode: null, deadlineMs: 195_000 });
    await world.clock.advance(200_000);
    const later = displays(world.frames.slice(before)).map(({ now }) => now.shows);
    expect(later).toContain('problem');
    expect(later).not.toContain('code');
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', outcome: 'cancelled', recovered: true });
    expect(world.acquirer.count('pay')).toBe(1);
  });

  it('stays beside the customer: it can be parked only once its code is off', async () => {
    await world.do(charge);
    const { stage } = world.snapshot;
    const paymentRequestId = PaymentRequestId.parse('paymentRequestId' in stage ? stage.paymentRequestId : '');
    await world.clock.advance(20_000);
    expect(await world.do({ do: 'park', paymentRequestId })).toEqual({ is: 'refused', why: 'not-now' });
    await world.clock.advance(150_000);
    expect(await world.do({ do: 'park', paymentRequestId })).toEqual(ok);
    expect(shows()).toEqual({ shows: 'idle' });
    expect(world.snapshot.tray).toMatchObject([{ state: 'shown', codeTail: null }]);
  });

  it('stays there while it is being made: a code that comes late is not shown beside another customer’s', async () => {
    world.acquirer.onPay = () => new Promise(() => undefined);
    await world.do(charge);
    const { stage } = world.snapshot;
    const paymentRequestId = PaymentRequestId.parse('paymentRequestId' in stage ? stage.paymentRequestId : '');
    await world.clock.advance(20_000);
    expect(await world.do({ do: 'park', paymentRequestId })).toEqual({ is: 'refused', why: 'not-now' });
  });

  it('[V37] is on record at the till by its hash alone', async () => {
    await world.do(charge);
    const [evidence] = world.bodies('evidence');
    expect(evidence).toMatchObject({ says: 'code', orderCode: { sha256: 'ab'.repeat(32), value: null } });
    expect(JSON.stringify(evidence)).not.toContain(value);
  });

  it('says nothing of how fast a wallet is', async () => {
    await world.do(charge);
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(4_000);
    expect(world.snapshot.stage).toMatchObject({ at: 'outcome', scenario: 'OrderCode', codeTail: null });
  });
});

describe('the customer display', () => {
  it('is missed 6 s after its last word, and was not there before its first', async () => {
    expect(world.snapshot.customerScreen).toBe('none');
    expect(await world.do({ do: 'display-here' })).toEqual(ok);
    expect(world.snapshot.customerScreen).toBe('on');
    await world.clock.advance(5_000);
    await world.do({ do: 'display-here' });
    await world.clock.advance(5_999);
    expect(world.snapshot.customerScreen).toBe('on');
    await world.clock.advance(1);
    expect(world.snapshot.customerScreen).toBe('off');
    await world.do({ do: 'display-here' });
    expect(world.snapshot.customerScreen).toBe('on');
  });

  it('is told what a scanned payment does, in the language of its wallet, and nothing of the till', async () => {
    world.acquirer.onPay = () => ({ kind: 'in-process', proof });
    await world.pay('S1', '281234567890123456');
    expect(shows()).toEqual({ shows: 'confirm', amount: euros(1_250) });
    world.acquirer.onInquire = () => succeeded('P1');
    await world.clock.advance(8_000);
    const last = displays().at(-1);
    expect(Object.keys(last ?? {}).sort()).toEqual([
      'environment',
      'hostId',
      'language',
      'now',
      'revision',
      'shopName',
      'timeScale',
    ]);
    expect(JSON.stringify(displays())).not.toMatch(/TILL1|S1|3456|backend/);
  });
});
