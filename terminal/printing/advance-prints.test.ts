import { DeviceId, PrintJobId } from '#contract';
import { describe, expect, it } from 'vitest';

import { factsOf, paidRecord, sampleIntent, samplePaid, samplePending } from '../receipt/testing/sample-payments.ts';
import { advancePrints } from './advance-prints.ts';
import { foldPrints, timesMoved } from './fold-prints.ts';
import type { PrintEffect, PrintEvent, PrintStep } from './print-events.ts';
import { answerWithinMs, kicksMax, lookAgainMs, startWithinMs, waitingMax } from './print-limits.ts';
import { isNotPrinted, jobViews, noPrints, openQueue, type PrintQueue } from './print-queue.ts';
import type { DrawerRecord, PrintRecord, PrintSubject } from './print-records.ts';
import { isSo, paidSubject, pendingSubject } from './print-subjects.ts';

const printer = DeviceId.parse('net 192.0.2.7');
const other = DeviceId.parse('usb 04b8:0202');
const id = (name: string): PrintJobId => PrintJobId.parse(name);
const paid = paidSubject(samplePaid());

/** A queue, all that it has journaled, and what it asked for last. */
class Rig {
  queue: PrintQueue = openQueue(noPrints);
  readonly records: (PrintRecord | DrawerRecord)[] = [];
  effects: readonly PrintEffect[] = [];

  do(event: PrintEvent): PrintStep {
    const step = advancePrints(this.queue, event);
    this.queue = step.queue;
    this.records.push(...step.records);
    this.effects = step.effects;
    expect(foldPrints(this.records)).toEqual(this.queue.facts);
    return step;
  }

  want(job: string, subject: PrintSubject = paid, on = printer): PrintStep {
    const prints = this.records.filter((record): record is PrintRecord => record.kind.startsWith('print.'));
    return this.do({
      type: 'wanted',
      job: id(job),
      printer: on,
      subject,
      cause: 'asked',
      movedBefore: timesMoved(prints, subject.kind),
      wallAt: 5,
    });
  }

  restart(): void {
    this.queue = openQueue(foldPrints(this.records));
    this.do({ type: 'started' });
  }

  state(job: string): string {
    const found = this.queue.facts.jobs.find((one) => one.job === job);
    return found === undefined ? 'gone' : `${found.state}${found.why === null ? '' : ` ${found.why}`}`;
  }

  copy(job: string): number | undefined {
    return this.queue.facts.jobs.find((one) => one.job === job)?.copy;
  }

  asked(): string[] {
    return this.effects.map((effect) => (effect.type === 'wait' ? `wait ${effect.what.for}` : effect.type));
  }
}

const paperOut = { kind: 'failed', trouble: 'paper-out', paperMoved: 'no' } as const;
const paperOutMidway = { kind: 'failed', trouble: 'paper-out', paperMoved: 'maybe' } as const;

/** A job in each state that it can be in, by what leads there. */
const leads: Readonly<Record<string, (rig: Rig) => void>> = {
  queued: (rig) => {
    rig.want('before', pendingSubject(samplePending()));
    rig.want('A');
  },
  sending: (rig) => rig.want('A'),
  confirmed: (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: { kind: 'printed' } });
  },
  sent: (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: { kind: 'sent' } });
  },
  interrupted: (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOutMidway });
  },
  'not-started': (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
  },
  parked: (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
    rig.do({ type: 'waited', what: { for: 'start', job: id('A') } });
  },
  withdrawn: (rig) => {
    rig.want('A');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
    rig.want('A2', paid, other);
  },
  dismissed: (rig) => {
    leads['parked']?.(rig);
    rig.do({ type: 'dismissed', job: id('A') });
  },
};

const voiding = factsOf(sampleIntent(), paidRecord(), { kind: 'void.intent', by: 'stop' });

const events: Readonly<Record<string, (rig: Rig) => void>> = {
  printed: (rig) => void rig.do({ type: 'printed', job: id('A'), outcome: { kind: 'printed' } }),
  'handed over': (rig) => void rig.do({ type: 'printed', job: id('A'), outcome: { kind: 'sent' } }),
  'not begun': (rig) => void rig.do({ type: 'printed', job: id('A'), outcome: paperOut }),
  'broken off': (rig) => void rig.do({ type: 'printed', job: id('A'), outcome: paperOutMidway }),
  '60 s': (rig) => void rig.do({ type: 'waited', what: { for: 'start', job: id('A') } }),
  'no answer': (rig) => void rig.do({ type: 'waited', what: { for: 'answer', job: id('A'), turn: 1 } }),
  'payment voided': (rig) => void rig.do({ type: 'payment-changed', facts: voiding }),
  dismissed: (rig) => void rig.do({ type: 'dismissed', job: id('A') }),
  restart: (rig) => rig.restart(),
};

/** RELIABILITY 5.7: what becomes of a job in each state at each event; nothing where nothing is said. */
const table: Readonly<Record<string, Partial<Record<keyof typeof events, string>>>> = {
  queued: { '60 s': 'parked waited', 'payment voided': 'withdrawn no-longer-so', restart: 'parked restart' },
  sending: {
    printed: 'confirmed',
    'handed over': 'sent',
    'not begun': 'not-started paper-out',
    'broken off': 'interrupted paper-out',
    'no answer': 'interrupted no-answer',
    restart: 'interrupted restart',
  },
  confirmed: {},
  sent: {},
  interrupted: { dismissed: 'dismissed' },
  'not-started': {
    '60 s': 'parked paper-out',
    'payment voided': 'withdrawn no-longer-so',
    restart: 'parked restart',
  },
  parked: { dismissed: 'dismissed', 'payment voided': 'withdrawn no-longer-so' },
  withdrawn: {},
  dismissed: {},
};

describe('a print job', () => {
  const cases = Object.keys(leads).flatMap((state) => Object.keys(events).map((event) => [state, event] as const));

  it.each(cases)('[5.7] that is %s, at "%s", becomes what the table says', (state, event) => {
    const rig = new Rig();
    leads[state]?.(rig);
    const before = rig.state('A');
    expect(before.split(' ')[0]).toBe(state);
    const written = rig.records.length;

    events[event]?.(rig);

    const expected = table[state]?.[event] ?? before;
    expect(rig.state('A')).toBe(expected);
    if (table[state]?.[event] === undefined && event !== 'restart') expect(rig.records).toHaveLength(written);
  });

  it('[V41] is on record as being sent before a byte leaves', () => {
    const step = new Rig().want('A');
    expect(step.records.map(({ kind }) => kind)).toEqual(['print.queued', 'print.sending']);
    expect(step.effects.map(({ type }) => type)).toEqual(['wait', 'send', 'wait']);
  });

  it('[V41] is whole, of the same number, and marked as a copy when paper may have moved for it', () => {
    const rig = new Rig();
    leads['interrupted']?.(rig);
    rig.do({ type: 'seen', printer, trouble: null });
    rig.want('B');
    // It had just not printed: the printer is left alone until the look is due.
    expect(rig.state('B')).toBe('queued');
    rig.do({ type: 'look-due', printer });
    expect([rig.copy('B'), rig.state('B'), rig.state('A')]).toEqual([1, 'sending', 'gone']);
    rig.do({ type: 'printed', job: id('B'), outcome: { kind: 'printed' } });
    rig.want('C');
    expect(rig.copy('C')).toBe(2);
    expect(jobViews(rig.queue.facts).map(({ number }) => number)).toEqual([1_234, 1_234]);
  });

  it('[V41] is not marked when not one byte of it had left', () => {
    const rig = new Rig();
    leads['parked']?.(rig);
    rig.want('B');
    expect(rig.copy('B')).toBe(0);
  });

  it('[5.7] prints by itself when the printer is back in time', () => {
    const rig = new Rig();
    leads['not-started']?.(rig);
    rig.do({ type: 'look-due', printer });
    expect(rig.asked()).toEqual(['look', 'look-later']);
    rig.do({ type: 'seen', printer, trouble: 'paper-out' });
    expect(rig.asked()).toEqual([]);
    rig.do({ type: 'look-due', printer });
    rig.do({ type: 'seen', printer, trouble: null });
    expect(rig.asked()).toEqual(['send', 'wait answer']);
    expect(rig.copy('A')).toBe(0);
  });

  it('is not tried again and again while its printer says that it is ready and does not begin', () => {
    const rig = new Rig();
    leads['not-started']?.(rig);
    for (let i = 0; i < 20; i++) rig.do({ type: 'seen', printer, trouble: null });
    expect(rig.records.filter(({ kind }) => kind === 'print.sending')).toHaveLength(1);
    expect(lookAgainMs).toBe(2_000);
  });

  it('prints at once, without a look, when its printer says that it runs low on paper', () => {
    const rig = new Rig();
    rig.do({ type: 'seen', printer, trouble: 'paper-low' });
    rig.want('A');
    expect(rig.state('A')).toBe('sending');
  });

  it('[5.7] whose 60 s end while it is tried does not wait again', () => {
    const rig = new Rig();
    rig.want('A');
    rig.do({ type: 'waited', what: { for: 'start', job: id('A') } });
    expect(rig.state('A')).toBe('sending');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
    expect(rig.state('A')).toBe('parked paper-out');
    expect(startWithinMs).toBe(60_000);
  });

  it('is not ended by the time limit of a try before', () => {
    const rig = new Rig();
    leads['not-started']?.(rig);
    rig.do({ type: 'look-due', printer });
    rig.do({ type: 'seen', printer, trouble: null });
    rig.do({ type: 'waited', what: { for: 'answer', job: id('A'), turn: 1 } });
    expect(rig.state('A')).toBe('sending');
    rig.do({ type: 'waited', what: { for: 'answer', job: id('A'), turn: 2 } });
    expect(rig.state('A')).toBe('interrupted no-answer');
    expect(rig.asked()).toContain('abandon');
    expect(answerWithinMs).toBeGreaterThanOrEqual(20_000 + (256 / 4) * 1_000);
  });

  it('is asked for twice and printed once, also by a screen that repeats itself later', () => {
    const rig = new Rig();
    rig.want('A');
    expect(rig.want('B').reply).toBe('already');
    rig.do({ type: 'printed', job: id('A'), outcome: { kind: 'printed' } });
    expect(rig.want('A').reply).toBe('already');
    expect(rig.queue.facts.jobs).toHaveLength(1);
  });

  it('goes to another printer when it waits, and not when it is being sent', () => {
    const rig = new Rig();
    leads['not-started']?.(rig);
    expect(rig.want('B', paid, other).reply).toBe('ok');
    expect([rig.state('A'), rig.state('B'), rig.copy('B')]).toEqual(['withdrawn other-printer', 'sending', 0]);
    expect(rig.want('C').reply).toBe('already');
  });

  it('waits for its turn; each printer has one of its own', () => {
    const rig = new Rig();
    leads['queued']?.(rig);
    rig.want('X', { kind: 'printer-test' }, other);
    expect([rig.state('before'), rig.state('A'), rig.state('X')]).toEqual(['sending', 'queued', 'sending']);
    rig.do({ type: 'printed', job: id('before'), outcome: { kind: 'printed' } });
    expect(rig.state('A')).toBe('sending');
  });

  it('beyond what may wait is parked where a person sees it', () => {
    const rig = new Rig();
    for (let i = 0; i <= waitingMax; i++) rig.want(`J${i}`, { kind: 'pending', paymentRequestId: `P${i}` as never });
    expect(rig.state(`J${waitingMax - 1}`)).toBe('queued');
    expect(rig.state(`J${waitingMax}`)).toBe('parked queue-full');
  });

  it('that nobody misses is not on the list: it is asked for again', () => {
    const rig = new Rig();
    rig.want('A', { kind: 'printer-test' });
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
    rig.do({ type: 'waited', what: { for: 'start', job: id('A') } });
    rig.do({ type: 'look-due', printer });
    rig.do({ type: 'seen', printer, trouble: null });
    rig.want('B', { kind: 'opening-check' });
    rig.restart();
    expect([rig.state('A'), rig.state('B')]).toEqual(['withdrawn paper-out', 'interrupted restart']);
    expect(rig.queue.facts.jobs.filter(isNotPrinted)).toEqual([]);
  });

  it('[V42] of a payment that turned out paid is not printed as pending any more', () => {
    const rig = new Rig();
    rig.want('test', { kind: 'printer-test' });
    rig.want('A', pendingSubject(samplePending()));
    rig.do({ type: 'payment-changed', facts: samplePaid().facts });
    expect(rig.state('A')).toBe('withdrawn no-longer-so');
  });

  it('[V42] that was being sent when the payment turned out paid is not tried again', () => {
    const rig = new Rig();
    rig.want('A', pendingSubject(samplePending()));
    rig.do({ type: 'payment-changed', facts: samplePaid().facts });
    rig.do({ type: 'waited', what: { for: 'start', job: id('A') } });
    expect(rig.state('A')).toBe('sending');
    rig.do({ type: 'printed', job: id('A'), outcome: paperOut });
    expect(rig.state('A')).toBe('withdrawn no-longer-so');
  });

  it('[V42] is so only while the payment is: paid, pending, or with its code on', () => {
    const code = { sha256: '0'.repeat(64), value: null, expiresAfterMs: 1 };
    const order = { kind: 'order-code', paymentRequestId: samplePending().intent.paymentRequestId } as const;
    const pending = samplePending();
    expect([isSo(paid, pending), isSo(paid, samplePaid().facts), isSo(paid, voiding)]).toEqual([false, true, false]);
    expect(isSo(order, pending)).toBe(false);
    expect(isSo(order, { ...pending, orderCode: code })).toBe(true);
    expect(isSo(order, { ...pending, orderCode: code, codeOff: true })).toBe(false);
  });
});

const kick = (name: string): PrintEvent => ({
  type: 'kick-wanted',
  kick: id(name),
  printer,
  pin: 2,
  reason: 'change',
  note: null,
});

describe('the drawer', () => {
  it('opens before any paper, and after what is on its way', () => {
    const rig = new Rig();
    leads['queued']?.(rig);
    rig.do(kick('K'));
    expect(rig.asked()).toEqual(['wait kick-start']);
    rig.do({ type: 'printed', job: id('before'), outcome: { kind: 'printed' } });
    expect(rig.asked()).toEqual(['kick', 'wait kick-answer']);
    rig.do({ type: 'kicked', kick: id('K'), outcome: { kind: 'printed' } });
    expect(rig.records.at(-2)).toEqual({ kind: 'drawer.ended', kick: 'K', outcome: 'confirmed', why: null });
    expect(rig.state('A')).toBe('sending');
  });

  it('opens while there is no paper', () => {
    const rig = new Rig();
    leads['not-started']?.(rig);
    rig.do(kick('K'));
    expect(rig.asked()).toContain('kick');
  });

  it('is on record with its reason before the pulse', () => {
    expect(new Rig().do(kick('K')).records).toEqual([
      { kind: 'drawer.kick', kick: 'K', printer, pin: 2, reason: 'change', note: null },
    ]);
  });

  it('never opens later as a surprise: not after 10 s, not after a restart', () => {
    const rig = new Rig();
    rig.want('A');
    rig.do(kick('K'));
    rig.do({ type: 'waited', what: { for: 'kick-start', kick: id('K') } });
    expect(rig.records.at(-1)).toMatchObject({ kind: 'drawer.ended', outcome: 'not-opened', why: 'waited' });
    rig.do(kick('L'));
    rig.restart();
    expect(rig.records.at(-1)).toMatchObject({ kind: 'drawer.ended', kick: 'L', outcome: 'unknown' });
    expect(rig.queue.facts.kicks).toEqual([]);
  });

  it('that gives no answer lets the paper pass', () => {
    const rig = new Rig();
    rig.do(kick('K'));
    rig.want('A');
    rig.do({ type: 'waited', what: { for: 'kick-answer', kick: id('K') } });
    expect(rig.state('A')).toBe('sending');
    rig.do({ type: 'kicked', kick: id('K'), outcome: { kind: 'printed' } });
    expect(rig.state('A')).toBe('sending');
  });

  it('that did not open says so; one that may have, says that', () => {
    const rig = new Rig();
    rig.do(kick('K'));
    rig.do({ type: 'kicked', kick: id('K'), outcome: { kind: 'failed', trouble: 'absent', paperMoved: 'no' } });
    expect(rig.records.at(-1)).toMatchObject({ outcome: 'not-opened', why: 'absent' });
    rig.do(kick('L'));
    rig.do({ type: 'kicked', kick: id('L'), outcome: { kind: 'failed', trouble: 'unplugged', paperMoved: 'maybe' } });
    expect(rig.records.at(-1)).toMatchObject({ outcome: 'unknown', why: 'unplugged' });
  });

  it('is not kicked more often than somebody can mean', () => {
    const rig = new Rig();
    rig.want('A');
    for (let i = 0; i < kicksMax; i++) expect(rig.do(kick(`K${i}`)).reply).toBe('ok');
    expect(rig.do(kick('K0')).reply).toBe('already');
    expect(rig.do(kick('more')).reply).toBe('too-many');
  });
});
