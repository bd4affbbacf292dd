import { DeviceId, PrintJobId } from '#contract';
import type { Facts } from '#payment';

import type { PrintOutcome } from '../../ports/printer.ts';
import { isPaid, isPending } from '../../receipt/paid-payment.ts';
import { factsOf, paidRecord, sampleIntent } from '../../receipt/testing/sample-payments.ts';
import { advancePrints } from '../advance-prints.ts';
import { foldPrints, timesMoved } from '../fold-prints.ts';
import type { PrintEffect, PrintEvent, Wait } from '../print-events.ts';
import { startWithinMs } from '../print-limits.ts';
import { isNotPrinted, isWaiting, noPrints, openQueue, type PrintQueue } from '../print-queue.ts';
import type { DrawerRecord, PrintRecord } from '../print-records.ts';
import { isSo, keyOf, paidSubject, pendingSubject, paymentOf } from '../print-subjects.ts';

type PrintsOnly = Extract<PrintRecord, { kind: `print.${string}` }>;

/** What came out of a printer: ink at all, and all of it. */
type Sheet = { key: string; copy: number; job: PrintJobId; ink: boolean; whole: boolean };

/** A job that a printer has: nothing, some or all of it is on paper. */
type Going = { job: PrintJobId; printer: DeviceId; sheet: Sheet };

type Due = { at: number; wait: Wait | { for: 'look'; printer: DeviceId } };

const printers = ['net 192.0.2.7', 'usb 04b8:0202'].map((name) => DeviceId.parse(name));

/**
 * A till's printing with real paper around it. Everything that happens is chosen by numbers from outside, and what must never happen
 * is looked for after each of it: `faults`.
 */
export class PrintWorld {
  readonly faults: string[] = [];
  readonly journal: (PrintRecord | DrawerRecord)[] = [];
  readonly sheets: Sheet[] = [];
  readonly #payments: Facts[] = [0, 1, 2].map((i) => factsOf(sampleIntent({ paymentRequestId: `TILL1x${i}` })));
  readonly #wantedAt = new Map<PrintJobId, number>();
  #queue: PrintQueue = openQueue(noPrints);
  #going: Going[] = [];
  #due: Due[] = [];
  #nowMs = 0;
  #ids = 0;

  /** One thing happens. `what` says which, `how` the rest; both are any whole number from 0. */
  happen(what: number, how: number, crash: 'no' | 'before' | 'after'): void {
    const printer = printers[how % 2] ?? printers[0];
    const payment = this.#payments[how % 3];
    const going = this.#going[how % Math.max(1, this.#going.length)];
    const job = this.#queue.facts.jobs[how % Math.max(1, this.#queue.facts.jobs.length)];
    if (printer === undefined || payment === undefined) return;
    switch (what % 9) {
      case 0:
      case 1:
        return this.#want(payment, printer, crash);
      case 2:
        return this.#ink(going, how);
      case 3:
        return going === undefined ? undefined : this.#answer(going, how, crash);
      case 4:
        return this.#pass(how % 4 === 0 ? 70_000 : how % 3_000);
      case 5:
        return this.#tell({ type: 'seen', printer, trouble: how % 3 === 0 ? 'paper-out' : null }, crash);
      case 6:
        return this.#changePayment(how % 3, how);
      case 7:
        return job === undefined ? undefined : this.#tell({ type: 'dismissed', job: job.job }, crash);
      case 8:
        return this.#crash(how);
    }
  }

  #want(payment: Facts, printer: DeviceId, crash: 'no' | 'before' | 'after'): void {
    const subject = isPaid(payment)
      ? paidSubject({ facts: payment, number: 7 })
      : isPending(payment)
        ? pendingSubject(payment)
        : null;
    if (subject === null) return;
    const job = PrintJobId.parse(`J${this.#ids++}`);
    this.#wantedAt.set(job, this.#nowMs);
    const movedBefore = timesMoved(this.#recordsOf(payment), subject.kind);
    const event = { type: 'wanted', job, printer, subject, cause: 'asked', movedBefore, wallAt: 0 } as const;
    this.#tell(event, crash);
  }

  /** As the journal gives them: all jobs of one payment, whatever they print. */
  #recordsOf(payment: Facts): PrintRecord[] {
    const prints = this.journal.filter((record): record is PrintsOnly => record.kind.startsWith('print.'));
    const its = new Set(
      prints.flatMap((record) =>
        record.kind === 'print.queued' && paymentOf(record.subject) === payment.intent.paymentRequestId
          ? [record.job]
          : [],
      ),
    );
    return prints.filter(({ job }) => its.has(job));
  }

  #ink(going: Going | undefined, how: number): void {
    if (going === undefined) return;
    if (how % 2 === 1 && going.sheet.ink) going.sheet.whole = true;
    going.sheet.ink = true;
    this.#look();
  }

  /** Only what can be true: nothing that has ink "has not moved", nothing that is not whole is "printed". */
  #answer(going: Going, how: number, crash: 'no' | 'before' | 'after'): void {
    this.#going = this.#going.filter((other) => other !== going);
    const maybe: PrintOutcome = { kind: 'failed', trouble: 'cover-open', paperMoved: 'maybe' };
    const no: PrintOutcome = { kind: 'failed', trouble: 'paper-out', paperMoved: 'no' };
    const well: PrintOutcome = { kind: how % 3 === 0 ? 'sent' : 'printed' };
    const outcome = going.sheet.whole ? (how % 5 === 0 ? maybe : well) : going.sheet.ink || how % 2 === 0 ? maybe : no;
    this.#tell({ type: 'printed', job: going.job, outcome }, crash);
  }

  #pass(byMs: number): void {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= untilMs).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#nowMs = next.at;
      const { wait } = next;
      this.#tell(
        wait.for === 'look' ? { type: 'look-due', printer: wait.printer } : { type: 'waited', what: wait },
        'no',
      );
    }
    this.#nowMs = untilMs;
  }

  #changePayment(index: number, how: number): void {
    const before = this.#payments[index];
    if (before === undefined) return;
    const { intent } = before;
    const final = how % 2 === 0 ? paidRecord() : ({ ...paidRecord(), outcome: 'declined', success: null } as never);
    const after =
      before.standing.at === 'asking'
        ? factsOf(intent, final)
        : isPaid(before)
          ? factsOf(intent, paidRecord(), { kind: 'void.intent', by: 'stop' })
          : before;
    this.#payments[index] = after;
    this.#tell({ type: 'payment-changed', facts: after }, 'no');
  }

  /** The host is killed. What the printer has goes on, or does not: nobody hears of it. */
  #crash(how: number): void {
    for (const { sheet } of this.#going) {
      if (how % 3 > 0) sheet.ink = true;
      if (how % 3 > 1) sheet.whole = true;
    }
    this.#going = [];
    this.#due = [];
    this.#queue = openQueue(foldPrints(this.journal));
    this.#tell({ type: 'started' }, 'no');
    // As a start does: what changed while it was away.
    for (const facts of this.#payments) this.#tell({ type: 'payment-changed', facts }, 'no');
  }

  #tell(event: PrintEvent, crash: 'no' | 'before' | 'after'): void {
    const step = advancePrints(this.#queue, event);
    if (crash === 'before') return this.#crash(0);
    this.journal.push(...step.records);
    if (crash === 'after') return this.#crash(0);
    this.#queue = step.queue;
    for (const effect of step.effects) this.#perform(effect);
    this.#look();
  }

  #perform(effect: PrintEffect): void {
    switch (effect.type) {
      case 'send': {
        const { job, printer, subject, copy } = effect.job;
        const payment = this.#payments.find(({ intent }) => intent.paymentRequestId === paymentOf(subject));
        if (payment === undefined || !isSo(subject, payment)) this.faults.push(`${job} prints what is not so`);
        if (this.#nowMs - (this.#wantedAt.get(job) ?? 0) > startWithinMs) this.faults.push(`${job} is a surprise`);
        if (this.#going.some((other) => other.printer === printer)) this.faults.push(`${job} is sent beside another`);
        const last = this.journal.findLast((record) => 'job' in record && record.job === job);
        if (last?.kind !== 'print.sending') this.faults.push(`${job} is sent before it is on record`);
        const sheet = { key: keyOf(subject) ?? '', copy, job, ink: false, whole: false };
        this.sheets.push(sheet);
        this.#going.push({ job, printer, sheet });
        return;
      }
      case 'wait':
        this.#due.push({ at: this.#nowMs + effect.afterMs, wait: effect.what });
        return;
      case 'look-later':
        this.#due.push({ at: this.#nowMs + effect.afterMs, wait: { for: 'look', printer: effect.printer } });
        return;
      case 'abandon':
        this.#going = this.#going.filter(({ job }) => job !== effect.job);
        return;
      case 'look':
      case 'kick':
        return;
    }
  }

  #look(): void {
    const folded = JSON.stringify(foldPrints(this.journal));
    if (folded !== JSON.stringify(this.#queue.facts)) this.faults.push('the journal says something else');
    const marks = new Set<string>();
    for (const { key, copy, ink } of this.sheets) {
      const mark = `${key} ${copy}`;
      if (ink && marks.has(mark)) this.faults.push(`two sheets of ${mark}`);
      if (ink) marks.add(mark);
    }
    for (const lost of this.#lost()) this.faults.push(`${lost} is lost`);
  }

  /** Receipts that somebody wanted, and that are neither printed, nor on their way, nor on the list, nor taken back. */
  #lost(): string[] {
    const newest = new Map<string, PrintJobId>();
    for (const record of this.journal)
      if (record.kind === 'print.queued' && record.subject.kind === 'paid')
        newest.set(keyOf(record.subject) ?? '', record.job);
    return [...newest].flatMap(([key, id]) => {
      const job = this.#queue.facts.jobs.find(({ job }) => job === id);
      if (job !== undefined && (isWaiting(job) || job.state === 'sending' || isNotPrinted(job))) return [];
      const end = this.journal.findLast((record) => 'job' in record && record.job === id);
      if (end?.kind === 'print.dismissed') return [];
      if (end?.kind === 'print.ended' && (end.why === 'no-longer-so' || end.outcome === 'sent')) return [];
      const whole = this.sheets.some((sheet) => sheet.job === id && sheet.whole);
      return end?.kind === 'print.ended' && end.outcome === 'confirmed' && whole ? [] : [key];
    });
  }
}
