import { describe, expect, it } from 'vitest';

import { err, TerminalId } from '#payment';

import { MemoryLedger } from '../ledger/memory-ledger.ts';
import { openWorld } from '../testing/desk-world.ts';
import { inProcess, proof, silence, success } from '../testing/model-scheme.ts';
import { newOrder, till } from '../testing/orders.ts';
import { settled } from '../testing/virtual-clock.ts';

const uuid = '019b2c3d4e5f7000a000000000000001';
const S = { result: { resultStatus: 'S' } };
const unknown = { result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' } };
const failedWith = (resultCode: string) => ({ result: { resultStatus: 'F', resultCode } });

describe('a till pays', () => {
  it('[3b] answers S with the facts as soon as Alipay+ says so, and the GET says the same', async () => {
    const world = openWorld();
    const order = newOrder();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());

    const answer = await world.pay(order, 100);

    expect(answer).toMatchObject({
      ...S,
      paymentRequestId: order.paymentRequestId,
      paymentId: 'P1',
      paymentAmount: { currency: 'EUR', value: '1250' },
      walletBrandName: 'Kakao',
    });
    expect(await world.state(order.paymentRequestId)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'S' },
      paymentId: 'P1',
    });
  });

  it('[3b] answers PAYMENT_IN_PROCESS at once, and UNKNOWN_EXCEPTION within 8 s when nothing comes', async () => {
    const told = openWorld();
    expect(await told.pay(newOrder(), 100)).toMatchObject({
      result: { resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS' },
    });

    const silent = openWorld();
    silent.scheme.answerAfterMs = 10_000;
    const order = newOrder();
    expect(await silent.pay(order, 7_000)).toBe('not yet');
    expect(await silent.state(order.paymentRequestId)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' },
    });
  });

  it('[3b] a repeated POST never sends; with other bytes it is refused', async () => {
    const world = openWorld();
    const order = newOrder();
    await world.pay(order, 100);
    await world.pay(order, 100);
    await world.pay(order, 100);

    expect(world.scheme.count('pay')).toBe(1);
    expect(await world.pay(newOrder({ paymentRequestId: order.paymentRequestId, value: '9' }), 100)).toMatchObject(
      failedWith('REPEAT_REQ_INCONSISTENT'),
    );
    expect(world.scheme.count('pay')).toBe(1);
  });

  it('[3b] two POSTs of one id at once begin one attempt', async () => {
    const world = openWorld();
    const order = newOrder();
    await Promise.all([world.pay(order, 100), world.desk.pay(order, JSON.stringify(order), till)]);

    expect(world.scheme.count('pay')).toBe(1);
    expect(world.ledger.recordsOf(order.paymentRequestId).filter(({ kind }) => kind === 'pay.intent')).toHaveLength(1);
  });

  it('[5.2/7] retries by its own table with the same bytes, although the till is silent', async () => {
    const world = openWorld();
    world.scheme.payAnswer = silence;
    world.scheme.inquiryAnswer = { kind: 'not-exist', proof };
    await world.pay(newOrder(), 30_000);

    const bodies = world.scheme.sent.filter(({ what }) => what === 'pay').map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies).size).toBe(1);
  });

  it('[5.2/18] cancels at its deadline, although the till has gone', async () => {
    const world = openWorld();
    const order = newOrder();
    await world.pay(order, 64_000);
    expect(world.scheme.count('cancel')).toBe(0);
    await world.clock.advance(4_000);

    expect(world.scheme.count('cancel')).toBe(1);
    expect(await world.state(order.paymentRequestId)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' },
    });
    expect(await world.pay(order, 100)).toMatchObject(failedWith('ORDER_IS_CLOSED'));
  });

  it('[R4] a decline reaches the till as F; after a second transmission it does not', async () => {
    const world = openWorld();
    world.scheme.payAnswer = { kind: 'failed', code: 'RISK_REJECT', proof };
    const order = newOrder();
    expect(await world.pay(order, 100)).toMatchObject(failedWith('RISK_REJECT'));
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(S);

    const twice = openWorld();
    twice.scheme.payAnswer = silence;
    const late = newOrder();
    const answer = twice.desk.pay(late, JSON.stringify(late), till);
    await twice.clock.advance(500);
    twice.scheme.payAnswer = { kind: 'failed', code: 'RISK_REJECT', proof };
    twice.scheme.inquiryAnswer = { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };
    expect(await twice.soon(answer, 8_000)).toMatchObject(unknown);
    expect(twice.scheme.count('pay')).toBe(2);
  });

  it.each(['CODE_NOT_ROUTABLE', 'NOT_CONFIGURED'] as const)(
    '[3b] its own refusal %s is final, stored and repeated, and nothing is sent',
    async (code) => {
      const world = openWorld();
      world.scheme.prepared = err(code);
      const order = newOrder();
      expect(await world.pay(order, 100)).toMatchObject(failedWith(code));
      world.scheme.prepared = null;
      expect(await world.pay(order, 100)).toMatchObject(failedWith(code));
      expect(await world.state(order.paymentRequestId)).toMatchObject({
        ...S,
        paymentResult: { resultStatus: 'F', resultCode: code },
      });
      expect(world.scheme.sent).toEqual([]);
    },
  );

  it("[R15] an id that does not begin with the till's is unknown to it and leaves nothing behind", async () => {
    const world = openWorld();
    const foreign = newOrder({ paymentRequestId: 'TILL2abc', terminalId: 'TILL2' });
    expect(await world.pay(foreign, 100)).toMatchObject(failedWith('PARAM_ILLEGAL'));
    expect(await world.state(foreign.paymentRequestId)).toMatchObject(failedWith('ORDER_NOT_EXIST'));
    expect(await world.cancel(foreign.paymentRequestId, 100)).toMatchObject(failedWith('ORDER_NOT_EXIST'));
    expect(await world.ledger.find(foreign.paymentRequestId)).toBeNull();
    expect(world.scheme.sent).toEqual([]);
  });

  it.each([
    ['the till has no UUIDv7 after its name', 'TILL1abc'],
    ['the name is followed by more than one', `TILL1${uuid}0`],
    ['the till has a longer name that begins with it', `TILL10${uuid}`],
    ['the UUID is of another version', `TILL1${uuid.replace('f7', 'f4')}`],
  ])('[R15] an id is not of the till where %s', async (_, paymentRequestId) => {
    const world = openWorld();
    const order = newOrder({ paymentRequestId });
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(failedWith('ORDER_NOT_EXIST'));
    expect(await world.pay(order, 100)).toMatchObject(failedWith('PARAM_ILLEGAL'));
    expect(await world.ledger.find(order.paymentRequestId)).toBeNull();
  });

  it('[R15] what another till makes is neither shown to a till whose name it begins with, nor kept from being made', async () => {
    const world = openWorld();
    const theirs = newOrder({ paymentRequestId: `TILL10${uuid}`, terminalId: 'TILL10' });
    const payTheirs = () => world.desk.pay(theirs, JSON.stringify(theirs), TerminalId.parse('TILL10'));
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    await world.cancel(theirs.paymentRequestId, 100);
    expect(await world.soon(payTheirs(), 100)).toMatchObject(S);
    expect(await world.state(theirs.paymentRequestId)).toMatchObject(failedWith('ORDER_NOT_EXIST'));
    expect(await world.cancel(theirs.paymentRequestId, 100)).toMatchObject(failedWith('ORDER_NOT_EXIST'));
    expect(world.scheme.count('cancel')).toBe(0);
  });

  it('[V12] a paymentId that belongs to another attempt is not believed', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    await world.pay(newOrder(), 100);
    const second = newOrder();
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    await world.pay(second, 20_000);

    expect(await world.state(second.paymentRequestId)).toMatchObject({ ...S, paymentResult: { resultStatus: 'U' } });
    expect(world.ledger.recordsOf(second.paymentRequestId)).toContainEqual({ kind: 'security', why: 'mismatch' });
  });
});

describe('a till cancels', () => {
  it('[3b] of nothing: a tombstone, and a pay that comes later sends nothing', async () => {
    const world = openWorld();
    const order = newOrder();
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(S);
    expect(await world.pay(order, 100)).toMatchObject(failedWith('ORDER_IS_CLOSED'));
    expect(await world.state(order.paymentRequestId)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' },
    });
    expect(world.scheme.sent).toEqual([]);
  });

  it('[3b] at the same moment as the pay: one of them makes the row, and both answers say the same end', async () => {
    for (const first of ['pay', 'cancel'] as const) {
      const world = openWorld();
      const order = newOrder();
      const asks = { pay: () => world.pay(order), cancel: () => world.cancel(order.paymentRequestId) };
      const [, cancelled] = await Promise.all(
        first === 'pay' ? [asks.pay(), asks.cancel()] : [asks.cancel(), asks.cancel(), asks.pay()],
      );
      expect(cancelled).toMatchObject(S);
      expect(await world.pay(order, 100)).toMatchObject(failedWith('ORDER_IS_CLOSED'));
      expect(world.scheme.count('pay')).toBe(first === 'pay' ? 1 : 0);
    }
  });

  it('[5.2/17b] of an open payment: at once, S when Alipay+ says S', async () => {
    const world = openWorld();
    const order = newOrder();
    await world.pay(order, 1_000);
    expect(await world.cancel(order.paymentRequestId, 200)).toMatchObject(S);
    expect(world.scheme.count('cancel')).toBe(1);
  });

  it('[3b] of an open payment, while Alipay+ is silent: U within 8 s, and it goes on by itself', async () => {
    const world = openWorld();
    world.scheme.cancelAnswer = silence;
    const order = newOrder();
    await world.pay(order, 1_000);
    const asked = world.desk.cancel({ paymentRequestId: order.paymentRequestId, by: 'stop' }, till);
    expect(await world.soon(asked, 7_000)).toBe('not yet');
    expect(await world.soon(asked, 1_000)).toMatchObject(unknown);
    world.scheme.cancelAnswer = { kind: 'succeeded', proof };
    await world.clock.advance(60_000);
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(S);
  });

  it('[F8] [F9] of a PAID payment: a void, S when Alipay+ has taken it back', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    const order = newOrder();
    await world.pay(order, 100);
    expect(await world.cancel(order.paymentRequestId, 200)).toMatchObject(S);

    const kinds = world.ledger.recordsOf(order.paymentRequestId).map(({ kind }) => kind);
    expect(kinds).toEqual(['pay.intent', 'final', 'void.intent', 'void.final']);
    expect(await world.state(order.paymentRequestId)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' },
    });
  });

  it('[F10] of a PAID payment that Alipay+ refuses for good: its code, and nothing is sent again', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    world.scheme.cancelAnswer = { kind: 'refused', code: 'CANCEL_WINDOW_EXCEED', proof };
    const order = newOrder();
    await world.pay(order, 100);
    expect(await world.cancel(order.paymentRequestId)).toMatchObject(unknown);
    await world.clock.advance(125_000);
    const cancels = world.scheme.count('cancel');

    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(failedWith('CANCEL_WINDOW_EXCEED'));
    expect(world.scheme.count('cancel')).toBe(cancels);
    expect(await world.state(order.paymentRequestId)).toMatchObject({ ...S, paymentResult: { resultStatus: 'S' } });
  });

  it('[F11] of a PAID payment while Alipay+ is silent: U, repeated until it answers, a person is told after 15 min', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    world.scheme.cancelAnswer = silence;
    const order = newOrder();
    await world.pay(order, 100);
    expect(await world.cancel(order.paymentRequestId)).toMatchObject(unknown);
    await world.clock.advance(900_000);
    expect(world.scheme.count('cancel')).toBeGreaterThan(10);
    expect(world.ledger.recordsOf(order.paymentRequestId)).toContainEqual({ kind: 'escalated' });
    world.scheme.cancelAnswer = { kind: 'succeeded', proof };
    await world.clock.advance(300_000);
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(S);
  });

  it('[3b] of a PAID payment more than 15 min after its intent: refused, nothing is sent', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    const order = newOrder();
    await world.pay(order, 100);
    await world.clock.advance(900_000);
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(failedWith('CANCEL_WINDOW_EXCEED'));
    expect(world.scheme.count('cancel')).toBe(0);
  });

  it('[5.2/23] of a payment whose cancel Alipay+ refuses, and which is paid: its code; GET says paid', async () => {
    const world = openWorld();
    world.scheme.cancelAnswer = { kind: 'refused', code: 'PROCESS_FAIL', proof };
    const order = newOrder();
    await world.pay(order, 1_000);
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    expect(await world.cancel(order.paymentRequestId)).toMatchObject(unknown);
    await world.clock.advance(130_000);
    expect(await world.cancel(order.paymentRequestId, 100)).toMatchObject(failedWith('PROCESS_FAIL'));
    expect(await world.state(order.paymentRequestId)).toMatchObject({ ...S, paymentResult: { resultStatus: 'S' } });
  });
});

describe('asking Alipay+', () => {
  it('[V27] at most 17 inquiries in any 60 s by itself, 20 with those that a till asks for, also over a restart', async () => {
    const world = openWorld();
    world.scheme.inquiryAnswer = inProcess;
    world.scheme.cancelAnswer = silence;
    const order = newOrder();
    await world.pay(order, 20_000);
    for (let asked = 0; asked < 30; asked++)
      await world.soon(world.desk.state(order.paymentRequestId, true, till), 200);
    world.desk.close();
    const next = world.open();
    await next.resumeAll();
    for (let asked = 0; asked < 30; asked++) await world.soon(next.state(order.paymentRequestId, true, till), 200);
    await world.clock.advance(300_000);

    const at = world.scheme.sent.filter(({ what }) => what === 'inquire').map((sent) => sent.at);
    const busiest = Math.max(...at.map((start) => at.filter((time) => time >= start && time < start + 60_000).length));
    expect(busiest).toBe(20);
  });

  it('[V27] [V28] also when a record could not be written and the wall clock leapt meanwhile', async () => {
    const world = openWorld();
    world.scheme.inquiryAnswer = inProcess;
    world.scheme.cancelAnswer = silence;
    const order = newOrder();
    await world.pay(order, 20_000);
    for (let asked = 0; asked < 30; asked++)
      await world.soon(world.desk.state(order.paymentRequestId, true, till), 200);
    world.clock.leap(12 * 365 * 86_400_000);
    const append = world.ledger.append.bind(world.ledger);
    world.ledger.append = async () => {
      world.ledger.append = append;
      throw new Error('disk full');
    };
    await world.cancel(order.paymentRequestId, 100);
    for (let asked = 0; asked < 30; asked++)
      await world.soon(world.desk.state(order.paymentRequestId, true, till), 200);

    expect(world.scheme.count('inquire')).toBe(20);
  });

  it('[3b] a fresh GET says what Alipay+ answers, and waits for it 1.5 s at most', async () => {
    const world = openWorld();
    const order = newOrder();
    await world.pay(order, 100);
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    expect(await world.soon(world.desk.state(order.paymentRequestId, true, till), 100)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'S' },
    });

    const slow = openWorld();
    const other = newOrder();
    await slow.pay(other, 100);
    slow.scheme.answerAfterMs = 3_000;
    const asked = slow.desk.state(other.paymentRequestId, true, till);
    expect(await slow.soon(asked, 1_400)).toBe('not yet');
    expect(await slow.soon(asked, 200)).toMatchObject({ ...S, paymentResult: { resultStatus: 'U' } });
  });

  it('[R9] after a restart it asks and never pays, and finishes what was open', async () => {
    const world = openWorld();
    const order = newOrder();
    await world.pay(order, 5_000);
    world.desk.close();
    const next = world.open();
    expect(await next.resumeAll()).toBe(1);
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    await world.clock.advance(2_000);

    expect(world.scheme.count('pay')).toBe(1);
    expect(await world.soon(next.state(order.paymentRequestId, false, till), 100)).toMatchObject({
      ...S,
      paymentResult: { resultStatus: 'S' },
    });
    expect(await world.soon(next.pay(order, JSON.stringify(order), till), 100)).toMatchObject(S);
    expect(world.scheme.count('pay')).toBe(1);
  });
});

describe('when the ledger fails', () => {
  it('[V19] an intent that cannot be written sends nothing and is answered U', async () => {
    const world = openWorld(
      new (class extends MemoryLedger {
        override begin(): Promise<never> {
          return Promise.reject(new Error('disk full'));
        }
      })(),
    );
    expect(await world.pay(newOrder(), 100)).toMatchObject(unknown);
    expect(world.scheme.sent).toEqual([]);
  });

  it('[V19] a final that cannot be written is not told, and is found again by asking', async () => {
    class Failing extends MemoryLedger {
      fails = true;
      override async append(...args: Parameters<MemoryLedger['append']>): Promise<void> {
        if (this.fails) throw new Error('disk full');
        await super.append(...args);
      }
    }
    const ledger = new Failing();
    const world = openWorld(ledger);
    world.scheme.payAnswer = success('P1', world.clock.wallMs());
    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    const order = newOrder();
    expect(await world.pay(order)).toMatchObject(unknown);
    ledger.fails = false;
    await world.clock.advance(10_000);
    expect(await world.state(order.paymentRequestId)).toMatchObject({ ...S, paymentResult: { resultStatus: 'S' } });
    expect(world.scheme.count('pay')).toBe(1);
  });

  it('[3b] a ledger that hangs does not hold an answer beyond 8 s', async () => {
    const world = openWorld(
      new (class extends MemoryLedger {
        override find(): Promise<never> {
          return new Promise(() => {});
        }
      })(),
    );
    const order = newOrder();
    const asked = world.desk.pay(order, JSON.stringify(order), till);
    await settled();
    expect(await world.soon(asked, 8_000)).toMatchObject(unknown);
  });
});
