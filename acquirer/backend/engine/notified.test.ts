import { createHash } from 'node:crypto';

import { describe, expect, it, vi } from 'vitest';

import type { PaymentOrder } from '#contract';
import { backendPolicy, type AttemptRecord, type PaymentRequestId } from '#payment';
import type { Notification } from '#protocol';

import { MemoryLedger } from '../ledger/memory-ledger.ts';
import { inProcess, ModelScheme, proof, silence, success } from '../testing/model-scheme.ts';
import { newOrder, till } from '../testing/orders.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { HintFacts } from './hint-teller.ts';
import { PaymentDesk, type Noticed } from './payment-desk.ts';

const dayMs = 86_400_000;
const closed = { kind: 'closed', proof } as const;

/** A desk in virtual time, a model of Alipay+ behind it, and a till's line of hints before it. */
function openWorld() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 21, 3));
  const scheme = new ModelScheme(clock);
  const ledger = new MemoryLedger();
  const hints: HintFacts[] = [];
  const open = (): PaymentDesk =>
    new PaymentDesk({
      clock,
      policy: backendPolicy,
      ledger,
      scheme,
      keyedHash: (text) => createHash('sha256').update(`key${text}`).digest('hex'),
      tell: (hint) => hints.push(hint),
      log: () => undefined,
    });
  let desk = open();
  const tell = ({ paymentRequestId }: { paymentRequestId: PaymentRequestId }, change: Partial<Notification> = {}) => {
    const amount = { currency: 'EUR', value: '1250' };
    const told: { noticed: Noticed | 'not yet' } = { noticed: 'not yet' };
    void desk
      .notified({ paymentRequestId, says: 'succeeded', amount, ...change })
      .then((noticed) => (told.noticed = noticed));
    return told;
  };
  return {
    tell,
    clock,
    scheme,
    ledger,
    hints,
    begin: async (withinMs = 100, order = newOrder()): Promise<PaymentOrder> => {
      void desk.pay(order, JSON.stringify(order), till);
      await clock.advance(withinMs);
      return order;
    },
    notify: async (...said: Parameters<typeof tell>) => {
      const told = tell(...said);
      await clock.advance(10);
      return told.noticed;
    },
    ask: async ({ paymentRequestId }: PaymentOrder) => {
      void desk.state(paymentRequestId, false, till);
      await clock.advance(10);
    },
    cancel: async ({ paymentRequestId }: PaymentOrder, withinMs = 1_000) => {
      void desk.cancel({ paymentRequestId, by: 'stop' }, till);
      await clock.advance(withinMs);
    },
    restart: async () => {
      desk.close();
      desk = open();
      await desk.resumeAll();
    },
    kinds: ({ paymentRequestId }: PaymentOrder) => ledger.recordsOf(paymentRequestId).map(({ kind }) => kind),
    standing: async ({ paymentRequestId }: PaymentOrder) => {
      const held = await ledger.find(paymentRequestId);
      return held?.is === 'attempt' ? held.facts.standing.at : held?.is;
    },
  };
}

describe('a notification while the payment is open', () => {
  it('[5.2/16] [V32] causes an inquiry at once and is no evidence: only the answer makes it PAID', async () => {
    const world = openWorld();
    const order = await world.begin();
    expect(await world.notify(order)).toBe('taken');
    expect(world.scheme.count('inquire')).toBe(1);
    await world.clock.advance(60);
    expect(await world.standing(order)).toBe('asking'); // Alipay+ says that it is in process

    world.scheme.inquiryAnswer = success('P1', world.clock.wallMs());
    await world.clock.advance(61_000);
    await world.notify(order);
    await world.clock.advance(100);
    expect(await world.standing(order)).toBe('paid');
  });

  it('[V30] doubled eight times has the effect of one', async () => {
    const world = openWorld();
    const order = await world.begin();
    for (let copy = 0; copy < 8; copy++) expect(await world.notify(order)).toBe('taken');
    expect(world.scheme.count('inquire')).toBe(1);
    expect(world.kinds(order).filter((kind) => kind === 'hint')).toHaveLength(1);
  });

  it('[V19] [V30] doubled is acknowledged no sooner than the first is on record, and not when it could not be written', async () => {
    const world = openWorld();
    const order = await world.begin();
    const { promise: disk, reject } = Promise.withResolvers<void>();
    world.ledger.append = () => disk;
    const first = world.tell(order);
    const copy = world.tell(order);
    await world.clock.advance(5_000);
    expect([first.noticed, copy.noticed]).toEqual(['not yet', 'not yet']);

    reject(new Error('the disk is full'));
    await world.clock.advance(10);
    expect([first.noticed, copy.noticed]).toEqual(['not-now', 'not-now']);
  });

  it('[V30] that overtakes the answer to pay is asked about; the payment is paid once', async () => {
    const world = openWorld();
    world.scheme.answerAfterMs = 1_000;
    world.scheme.payAnswer = success('P2', world.clock.wallMs());
    world.scheme.inquiryAnswer = success('P2', world.clock.wallMs());
    const order = await world.begin(10);
    expect(await world.notify(order)).toBe('taken');
    await world.clock.advance(3_000);
    expect(world.kinds(order).filter((kind) => kind === 'final')).toHaveLength(1);
    expect(world.scheme.count('pay')).toBe(1);
  });

  it('[V31] of another amount or currency has no effect but a security record, and is not acknowledged', async () => {
    const world = openWorld();
    const order = await world.begin();
    const before = world.kinds(order).length;
    for (const amount of [
      { currency: 'EUR', value: '1251' },
      { currency: 'JPY', value: '1250' },
    ])
      expect(await world.notify(order, { amount })).toBe('mismatch');
    expect(world.scheme.count('inquire')).toBe(0);
    expect(world.kinds(order).slice(before)).toEqual(['security']); // rate-limited
  });

  it('[V31] of an unknown payment is not acknowledged, and makes nothing', async () => {
    const world = openWorld();
    const order = newOrder();
    expect(await world.notify(order)).toBe('unknown-payment');
    expect(await world.ledger.find(order.paymentRequestId)).toBe(null);
  });

  it('[V27] a flood of them stays within the ceiling of inquiries', async () => {
    const world = openWorld();
    const order = await world.begin();
    for (let second = 0; second < 60; second++) {
      await world.notify(order, { says: second % 2 === 0 ? 'succeeded' : 'failed' });
      await world.clock.advance(990);
    }
    expect(world.scheme.count('inquire')).toBeLessThanOrEqual(20);
  });
});

describe('a notification after the end', () => {
  it('[5.2/26] [V32] of success after CANCELLED causes one inquiry 30 s later, and changes nothing by itself', async () => {
    const world = openWorld();
    const order = await cancelled(world);
    const asked = world.scheme.count('inquire');
    for (let copy = 0; copy < 8; copy++) expect(await world.notify(order)).toBe('taken');
    await world.clock.advance(29_000);
    expect(world.scheme.count('inquire')).toBe(asked);
    await world.clock.advance(120_000);
    expect(world.scheme.count('inquire')).toBe(asked + 1);
    expect(await world.standing(order)).toBe('cancelled');
  });

  it('[V30] [V32] 24 hours late, with the attempt long out of memory, still does; once more does not', async () => {
    const world = openWorld();
    const order = await cancelled(world);
    await world.clock.advance(dayMs + 22 * 60_000);
    const asked = world.scheme.count('inquire');
    expect(await world.notify(order)).toBe('taken');
    await world.clock.advance(31_000);
    expect(world.scheme.count('inquire')).toBe(asked + 1);
    await world.clock.advance(3_600_000);
    expect(await world.notify(order)).toBe('taken');
    await world.clock.advance(300_000);
    expect(world.scheme.count('inquire')).toBe(asked + 1);
  });

  it('[V32] is asked about once, also when the order could not be recorded at first', async () => {
    const world = openWorld();
    const order = newOrder();
    const refusing = vi.spyOn(world.ledger, 'begin').mockRejectedValue(new Error('the disk is full'));
    await world.begin(100, order);
    refusing.mockRestore();
    await cancelled(world, order);
    await world.notify(order);
    await world.clock.advance(dayMs / 2);
    const asked = world.scheme.count('inquire');
    await world.notify(order);
    await world.clock.advance(dayMs / 2);
    expect(world.scheme.count('inquire')).toBe(asked);
  });

  it('[5.2/26] the late inquiry that a crash interrupted is taken up again', async () => {
    const world = openWorld();
    const order = await cancelled(world);
    await world.notify(order);
    await world.clock.advance(10_000);
    const asked = world.scheme.count('inquire');
    await world.restart();
    world.scheme.inquiryAnswer = success('P3', world.clock.wallMs());
    await world.clock.advance(31_000);
    expect(world.scheme.count('inquire')).toBe(asked + 1);
    expect(await world.standing(order)).toBe('conflict');
  });

  it('[V30] a copy that comes after the end has no effect when the first came before it', async () => {
    const world = openWorld();
    const order = await world.begin();
    expect(await world.notify(order)).toBe('taken');
    world.scheme.inquiryAnswer = closed;
    await world.cancel(order);
    expect(await world.standing(order)).toBe('cancelled');
    const before = world.kinds(order);
    const asked = world.scheme.count('inquire');
    expect(await world.notify(order)).toBe('taken');
    await world.clock.advance(300_000);
    expect(world.kinds(order)).toEqual(before);
    expect(world.scheme.count('inquire')).toBe(asked);
  });

  it('[5.2/26] [V19] is asked about although nobody could tell whether its record was written', async () => {
    const world = openWorld();
    const order = await cancelled(world);
    const append = world.ledger.append.bind(world.ledger);
    world.ledger.append = async (...written) => {
      world.ledger.append = append;
      await append(...written);
      throw new Error('the disk says nothing');
    };
    expect(await world.notify(order)).toBe('not-now');
    expect(await world.notify(order)).toBe('taken');
    const asked = world.scheme.count('inquire');
    await world.clock.advance(40_000);
    expect(world.scheme.count('inquire')).toBe(asked + 1);
  });

  it('[5.2/26] an inquiry without an answer is not given up when the attempt would leave memory', async () => {
    const world = openWorld();
    const order = await cancelled(world);
    world.scheme.inquiryAnswer = silence;
    await world.clock.advance(880_000);
    await world.notify(order);
    const asked = world.scheme.count('inquire');
    await world.clock.advance(300_000);
    expect(world.scheme.count('inquire')).toBe(asked + 8);
  });

  it('[5.2/30] of what is PAID is acknowledged, and nothing is asked or recorded', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P4', world.clock.wallMs());
    const order = await world.begin();
    const before = world.kinds(order);
    expect(await world.notify(order)).toBe('taken');
    expect(world.kinds(order)).toEqual(before);
    expect(world.scheme.count('inquire')).toBe(0);
  });
});

describe('hints to the till', () => {
  it('[5.2/16] leave when the attempt leaves OPEN', async () => {
    const world = openWorld();
    const order = await world.begin();
    world.scheme.inquiryAnswer = success('P5', world.clock.wallMs());
    await world.notify(order);
    await world.clock.advance(100);
    const { paymentRequestId } = order;
    const amount = { currency: 'EUR', value: '1250' };
    expect(world.hints).toEqual([{ terminalId: till, paymentRequestId, amount, says: 'succeeded' }]);
  });

  it('come after the answer that the till waits for, so that they cost nothing', async () => {
    const world = openWorld();
    world.scheme.payAnswer = success('P6', world.clock.wallMs());
    await world.begin(500);
    expect(world.hints).toEqual([]);
    await world.clock.advance(1_000);
    expect(world.hints.map(({ says }) => says)).toEqual(['succeeded']);
  });

  it('[5.2/26b] of a CONFLICT are told again until the till has asked, over a restart too', async () => {
    const world = openWorld();
    const order = await world.begin();
    await world.cancel(order);
    world.scheme.inquiryAnswer = success('P7', world.clock.wallMs());
    await world.notify(order);
    await world.clock.advance(31_000);
    const conflicts = (): number => world.hints.filter(({ says }) => says === 'conflict').length;
    expect(conflicts()).toBe(1);
    await world.clock.advance(60_000);
    expect(conflicts()).toBe(2);
    await world.restart();
    await world.clock.advance(10);
    expect(conflicts()).toBe(3);
    await world.ask(order);
    await world.clock.advance(7_200_000);
    expect(conflicts()).toBe(3);
    await world.restart();
    await world.clock.advance(7_200_000);
    expect(conflicts()).toBe(3);
  });
});

/** A payment that was cancelled, and of which Alipay+ says so. */
async function cancelled(world: ReturnType<typeof openWorld>, order = newOrder()): Promise<PaymentOrder> {
  await world.begin(100, order);
  await world.cancel(order);
  expect(await world.standing(order)).toBe('cancelled');
  world.scheme.inquiryAnswer = closed;
  return order;
}

it('[5.2/26] a late success that is only evidence on record is asked about after a start', async () => {
  const world = openWorld();
  const order = await world.begin();
  await world.cancel(order);
  const { paymentRequestId: id } = order;
  const late: AttemptRecord = {
    kind: 'evidence',
    from: 'pay',
    says: 'succeeded',
    code: null,
    success: success('P8', world.clock.wallMs()).success,
    proof,
  };
  await world.ledger.append(id, [late]);
  world.scheme.inquiryAnswer = inProcess;
  const asked = world.scheme.count('inquire');
  await world.restart();
  await world.clock.advance(31_000);
  expect(world.scheme.count('inquire')).toBe(asked + 1);
});
