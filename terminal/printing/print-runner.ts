import { ReceiptDocument, type DeviceId, type PrinterCommand, type PrinterTrouble, type PrintJobId } from '#contract';
import { err, type Clock, type Facts, type Result, type Timer } from '#payment';

import type { Books, Decision } from '../books.ts';
import type { Actor, NewEntry } from '../ports/journal.ts';
import type { PrintOutcome } from '../ports/printer.ts';
import { advancePrints } from './advance-prints.ts';
import { automaticPrint, paymentMadePaid } from './automatic-print.ts';
import type { PrintEffect, PrintEvent, PrintReply, PrintStep } from './print-events.ts';
import { isWaiting, jobOf, openQueue, printerOf, type PrintJob, type PrintQueue } from './print-queue.ts';
import { PrintRecord, type DrawerKick, type DrawerRecord } from './print-records.ts';
import { isSo, paymentOf } from './print-subjects.ts';

export type PrintRunnerPorts = {
  clock: Clock;
  /** The clock runs this much faster than the wall, which printers go by. */
  timeScale: number;
  books: Books;
  /** False: no driver process is there that prints, and nothing was handed over. */
  send: (command: PrinterCommand) => boolean;
  /** Made now, of what the journal says now; the trouble is why there can be none. */
  documentOf: (job: PrintJob) => Promise<Result<ReceiptDocument, PrinterTrouble>>;
  nextId: () => PrintJobId;
  /** Something that screens show has changed, and is durable. */
  changed: () => void;
  log: (line: string) => void;
};

/**
 * Runs `advancePrints`: decides when the journal's turn comes, writes, then acts, one event after the other. The only one that
 * performs its effects. Nothing here throws into a payment, and no payment waits for anything here (V41).
 */
export class PrintRunner {
  readonly #ports: PrintRunnerPorts;
  #queue: PrintQueue;
  /** What the driver process has, and has not answered. */
  readonly #given = new Set<PrintJobId>();
  readonly #timers = new Set<Timer>();
  /** Whose trouble was asked for, by the question's id. */
  readonly #asked = new Map<PrintJobId, DeviceId>();
  #ended = false;

  constructor(ports: PrintRunnerPorts) {
    this.#ports = ports;
    this.#queue = openQueue(ports.books.prints.facts);
  }

  /** Takes an event when its turn comes; null, and nothing happens, where none is made of what is so then, or nothing could be written. */
  async tell(make: () => PrintEvent | null): Promise<PrintReply | null> {
    let reply: PrintReply | null = null;
    try {
      await this.#ports.books.decide(() => {
        const event = this.#ended ? null : make();
        if (event === null) return nothingToDo;
        const step = advancePrints(this.#queue, event);
        const entries = this.#entriesOf(step, actorOf(event));
        return {
          entries,
          done: () => {
            reply = step.reply;
            this.#adopt(step);
            if (step.records.length > 0) this.#ports.changed();
          },
        };
      });
    } catch (error) {
      if (!this.#ports.books.failed) this.#log(error);
    }
    return reply;
  }

  /** The process has begun: what the one before was printing may be on paper, and what waited is not wanted by itself any more. */
  takeUp(): Decision {
    const started = advancePrints(openQueue(this.#ports.books.prints.facts), { type: 'started' });
    const records = [...started.records];
    let { queue } = started;
    for (const facts of this.#paymentsOf(queue)) {
      const step = advancePrints(queue, { type: 'payment-changed', facts });
      records.push(...step.records);
      ({ queue } = step);
    }
    const step = { ...started, records, queue };
    return { entries: this.#entriesOf(step, 'host'), done: () => (this.#queue = queue) };
  }

  /**
   * The wish to print a receipt on this printer, in the one transaction with the record that makes it due: a crash between the two would lose it. It
   * is given to the printer by `wasTold` only, when the cashier has read that it is PAID.
   */
  withAutomatic(entries: readonly NewEntry[], nextSeq: number, printer: DeviceId | null): Decision {
    try {
      const step = printer === null || this.#ended ? null : this.#automatic(entries, nextSeq, printer);
      if (step === null) return { entries, done: nothing };
      const prints = this.#entriesOf(step, 'host').filter(({ record }) => PrintRecord.safeParse(record).success);
      if (prints.length !== step.records.length) throw new Error('a record of printing does not have its form');
      // Screens hear of it with the outcome, which is recorded as shown before they have it (V14).
      return { entries: [...entries, ...prints], done: () => this.#adopt(step) };
    } catch (error) {
      this.#log(error);
      return { entries, done: nothing };
    }
  }

  /** The cashier has been told what became of a payment. */
  wasTold({ intent }: Facts): void {
    const waiting = this.facts.jobs.find(
      (job) => job.cause === 'automatic' && isWaiting(job) && paymentOf(job.subject) === intent.paymentRequestId,
    );
    // Where one comes by itself, a second one would be followed by another for as long as something waits.
    if (waiting === undefined || printerOf(this.#queue, waiting.printer).lookIsDue) return;
    void this.tell(() => ({ type: 'look-due', printer: waiting.printer }));
  }

  /** The journal may know something new of a payment. */
  paymentChanged(facts: Facts): void {
    const id = facts.intent.paymentRequestId;
    if (this.facts.jobs.some((job) => paymentOf(job.subject) === id && !isSo(job.subject, facts)))
      void this.tell(() => ({ type: 'payment-changed', facts: this.#ports.books.factsOf(id) ?? facts }));
  }

  /** What became of a job, or of a pulse; what nobody waits for is ignored. */
  ended(id: PrintJobId, outcome: PrintOutcome): void {
    if (this.#given.delete(id)) void this.tell(() => this.#endOf(id, outcome));
  }

  /** What a printer says of itself, asked or not. */
  seen(printer: DeviceId, trouble: PrinterTrouble | null): void {
    void this.tell(() =>
      printerOf(this.#queue, printer).trouble === trouble ? null : { type: 'seen', printer, trouble },
    );
  }

  /** The answer to a question of ours; null: it cannot say. */
  answered(ask: PrintJobId, trouble: PrinterTrouble | null): void {
    const printer = this.#asked.get(ask);
    this.#asked.delete(ask);
    if (printer !== undefined) void this.tell(() => ({ type: 'seen', printer, trouble }));
  }

  /** The driver process is gone: of what it had, something may be on paper, and nobody will ever say. */
  lostDrivers(printers: readonly DeviceId[]): void {
    for (const id of this.#given) this.ended(id, { kind: 'failed', trouble: 'unresponsive', paperMoved: 'maybe' });
    this.#asked.clear();
    for (const printer of printers) this.seen(printer, 'absent');
  }

  get facts(): PrintQueue['facts'] {
    return this.#queue.facts;
  }

  /** Ends all timers. What waits stays in the journal, for the next process. */
  end(): void {
    this.#ended = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #automatic(entries: readonly NewEntry[], nextSeq: number, printer: DeviceId): PrintStep | null {
    const { books, clock, nextId } = this.#ports;
    const paid = paymentMadePaid(entries, nextSeq, (id) => books.ledger.attempt(id)?.facts);
    if (paid === null) return null;
    return automaticPrint(this.#queue, paid, { job: nextId(), printer, wallAt: Math.round(clock.wallMs()) });
  }

  #adopt(step: PrintStep): void {
    this.#queue = step.queue;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: PrintEffect): void {
    switch (effect.type) {
      case 'send':
        void this.#print(effect.job);
        return;
      case 'kick':
        return this.#kick(effect.kick);
      case 'look': {
        const ask = this.#ports.nextId();
        this.#asked.set(ask, effect.printer);
        if (!this.#ports.send({ to: 'ask-printer', printer: effect.printer, ask })) this.#asked.delete(ask);
        return;
      }
      case 'look-later':
        return this.#after(effect.afterMs, () => ({ type: 'look-due', printer: effect.printer }));
      case 'abandon':
        this.#given.delete(effect.job);
        this.#ports.send({ to: 'abandon', job: effect.job });
        return;
      case 'wait':
        return this.#after(effect.afterMs, () => ({ type: 'waited', what: effect.what }));
    }
  }

  async #print(job: PrintJob): Promise<void> {
    const made = await this.#made(job);
    // It took a moment, in which it may have been given up.
    if (this.#ended || jobOf(this.#queue, job.job)?.state !== 'sending') return;
    const document = made.ok ? ReceiptDocument.safeParse(made.value) : null;
    this.#given.add(job.job);
    if (document === null || !document.success)
      return this.ended(job.job, notBegun(made.ok ? 'unsupported' : made.error));
    if (!this.#ports.send({ to: 'print', printer: job.printer, job: job.job, document: document.data }))
      this.ended(job.job, notBegun('absent'));
  }

  async #made(job: PrintJob): Promise<Result<ReceiptDocument, PrinterTrouble>> {
    try {
      return await this.#ports.documentOf(job);
    } catch (error) {
      this.#log(error);
      return err('unknown');
    }
  }

  #kick({ kick, printer, pin }: DrawerKick): void {
    this.#given.add(kick);
    if (!this.#ports.send({ to: 'kick', printer, kick, pin })) this.ended(kick, notBegun('absent'));
  }

  #endOf(id: PrintJobId, outcome: PrintOutcome): PrintEvent {
    const isKick = this.facts.kicks.some(({ kick }) => kick === id);
    return isKick ? { type: 'kicked', kick: id, outcome } : { type: 'printed', job: id, outcome };
  }

  #after(afterMs: number, make: () => PrintEvent): void {
    const timer = this.#ports.clock.after(afterMs * this.#ports.timeScale, () => {
      this.#timers.delete(timer);
      void this.tell(make);
    });
    this.#timers.add(timer);
  }

  #paymentsOf({ facts }: PrintQueue): Facts[] {
    const ids = new Set(facts.jobs.map((job) => paymentOf(job.subject)).filter((id) => id !== null));
    return [...ids].map((id) => this.#ports.books.factsOf(id)).filter((facts) => facts !== undefined);
  }

  /** Each record stands with its payment in the journal, so that copies are counted from there. */
  #entriesOf(step: PrintStep, actor: Actor): NewEntry[] {
    return step.records.map((record) => {
      const attempt = this.#paymentOf(record, step);
      const sale = attempt === null ? null : (this.#ports.books.factsOf(attempt)?.intent.saleId ?? null);
      return { sale, attempt, actor, record };
    });
  }

  #paymentOf(record: PrintRecord | DrawerRecord, { queue }: PrintStep): NewEntry['attempt'] {
    if (record.kind === 'print.queued') return paymentOf(record.subject);
    if (!('job' in record)) return null;
    const job = jobOf(queue, record.job) ?? jobOf(this.#queue, record.job);
    return job === undefined ? null : paymentOf(job.subject);
  }

  #log(error: unknown): void {
    this.#ports.log(`printing: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const nothingToDo: Decision = { entries: [], done: nothing };

function nothing(): void {}

function notBegun(trouble: PrinterTrouble): PrintOutcome {
  return { kind: 'failed', trouble, paperMoved: 'no' };
}

function actorOf(event: PrintEvent): Actor {
  const isAsked = event.type === 'kick-wanted' || event.type === 'dismissed' || event.type === 'wanted';
  return isAsked ? 'cashier' : 'host';
}
