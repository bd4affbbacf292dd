import type { Printer, PrinterOutcome, PrinterProfile, PrinterSays, PrintJobId, ReceiptDocument } from '#contract';
import type { Clock, MonoMs, Timer } from '#payment';

import { deviceName } from '../../scanner/service/device-text.ts';
import { encodeReceipt } from '../encode/encode-receipt.ts';
import { nothingSaid, troubleOf, type Condition } from '../escpos/condition.ts';
import type { Glyphs } from '../glyphs/load-glyphs.ts';
import type { PrinterTransport } from '../transport/printer-transport.ts';
import type { KeptPrinter } from './kept-printers.ts';
import { kickDrawer } from './kick-drawer.ts';
import { hasNo, isUnknown, withoutNo, type Knowledge } from './knowledge.ts';
import { documentBytesMax, kickWithinMs, lookAgainMs, lookEveryMs, startWithinMs, waitingMax } from './limits.ts';
import { lookAtPrinter, type Look } from './look-at-printer.ts';
import { presenceOf } from './presence.ts';
import { printJob, type JobEnd, type JobParts } from './print-job.ts';

export type DeskParts = {
  clock: Clock;
  transport: PrinterTransport;
  glyphs: Glyphs;
  /** What was settled or learned has changed, and has to be kept. */
  keep: () => void;
  /** What a person sees of it may have changed. */
  changed: () => void;
  ended: (job: PrintJobId, outcome: PrinterOutcome) => void;
  log: (words: string) => void;
};

type Task =
  | { is: 'kick'; id: PrintJobId; pin: 2 | 5; notAfter: MonoMs }
  | { is: 'job'; id: PrintJobId; document: ReceiptDocument; notAfter: MonoMs }
  | { is: 'look'; isThorough: boolean; seen: (says: PrinterSays | null) => void };

/** One printer and its queue: one thing at a time, the drawer first, then paper, then looks. */
export class PrinterDesk {
  readonly #parts: DeskParts;
  #kept: KeptPrinter;
  #tasks: Task[] = [];
  #isWorking = false;
  #isStopped = false;
  #isClean = false;
  #presence: Printer['presence'] = 'connecting';
  #trouble: Printer['trouble'] = null;
  #condition: Condition = nothingSaid;
  #relearned = 0;
  #next: Timer | null = null;
  readonly #abandoned = new Set<PrintJobId>();

  constructor(parts: DeskParts, kept: KeptPrinter) {
    this.#parts = parts;
    // What it did not answer once it may answer now: somebody may have mended or replaced it.
    this.#kept = { ...kept, knowledge: withoutNo(kept.knowledge) };
  }

  get kept(): KeptPrinter {
    return this.#kept;
  }

  view(): Printer {
    const { id, name, place, profile, knowledge } = this.#kept;
    const { paper, drawerLevel } = this.#condition;
    const openLevel = profile.drawerOpenLevel;
    const isKnown = openLevel !== null && drawerLevel !== null && profile.drawerPin !== null;
    return {
      id,
      via: place.via,
      name,
      profile,
      presence: this.#presence,
      trouble: this.#trouble,
      paper: paper ?? 'unknown',
      drawer: isKnown ? (drawerLevel === openLevel ? 'open' : 'closed') : 'unknown',
      drawerLevel,
      answers: this.#parts.transport.canAnswer
        ? knowledge.answers === null
          ? null
          : knowledge.answers === 'something'
        : false,
    };
  }

  choose(profile: PrinterProfile): void {
    this.#kept = { ...this.#kept, profile };
    this.#parts.keep();
  }

  print(id: PrintJobId, document: ReceiptDocument): void {
    this.#add({ is: 'job', id, document, notAfter: this.#parts.clock.monoMs() + startWithinMs });
  }

  kick(id: PrintJobId, pin: 2 | 5): void {
    this.#add({ is: 'kick', id, pin, notAfter: this.#parts.clock.monoMs() + kickWithinMs });
  }

  abandon(id: PrintJobId): void {
    if (this.#tasks.some((task) => task.is !== 'look' && task.id === id)) this.#abandoned.add(id);
  }

  /** What it says of itself now; null: it cannot say. */
  look(isThorough: boolean): Promise<PrinterSays | null> {
    if (isThorough) this.#relearned = 0;
    return new Promise((seen) => this.#add({ is: 'look', isThorough, seen }));
  }

  /** What waits is not printed; what is being printed has its limits. */
  stop(): void {
    this.#isStopped = true;
    this.#next?.cancel();
    const left = this.#tasks.splice(0);
    for (const task of left) {
      if (task.is === 'look') task.seen(null);
      else this.#parts.ended(task.id, { kind: 'failed', trouble: 'absent', paperMoved: 'no' });
    }
  }

  #add(task: Task): void {
    const waiting = this.#tasks.filter(({ is }) => is === task.is).length;
    if (this.#isStopped || waiting >= waitingMax) {
      if (task.is === 'look') return task.seen(null);
      return this.#parts.ended(task.id, { kind: 'failed', trouble: 'in-use', paperMoved: 'no' });
    }
    this.#tasks.push(task);
    this.#next?.cancel();
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let task = this.#take(); task !== undefined; task = this.#take()) {
      if (task.is === 'look') {
        task.seen(await this.#look(task.isThorough));
      } else {
        const outcome = await this.#carryOut(task);
        this.#abandoned.delete(task.id);
        this.#parts.ended(task.id, outcome);
      }
      this.#parts.changed();
    }
    this.#isWorking = false;
    if (!this.#isStopped) this.#lookLater();
  }

  #take(): Task | undefined {
    const order = ['kick', 'job', 'look'] as const;
    const is = order.find((kind) => this.#tasks.some((task) => task.is === kind));
    const at = this.#tasks.findIndex((task) => task.is === is);
    return at < 0 ? undefined : this.#tasks.splice(at, 1)[0];
  }

  async #carryOut(task: Exclude<Task, { is: 'look' }>): Promise<PrinterOutcome> {
    const { clock, transport } = this.#parts;
    const isLate = (): boolean => clock.monoMs() >= task.notAfter || this.#abandoned.has(task.id);
    const tooLate = { kind: 'failed', trouble: this.#trouble ?? 'unresponsive', paperMoved: 'no' } as const;
    if (isLate()) return tooLate;
    const { knowledge, profile } = this.#kept;
    if (task.is === 'job' && transport.canAnswer && isUnknown(knowledge)) await this.#look(true);
    if (isLate()) return tooLate;
    const parts: JobParts = {
      clock,
      transport,
      knowledge: this.#kept.knowledge,
      isClean: this.#isClean,
      isAbandoned: () => this.#abandoned.has(task.id),
    };
    const end =
      task.is === 'kick'
        ? await kickDrawer(parts, task.pin, profile.drawerOpenLevel)
        : await this.#printOn(parts, task.document);
    if (end === null) return { kind: 'failed', trouble: 'unsupported', paperMoved: 'no' };
    this.#learn(end);
    return end.outcome;
  }

  /** Null for what is no receipt: longer than any, or more than a code can hold. */
  async #printOn(parts: JobParts, document: ReceiptDocument): Promise<JobEnd | null> {
    const { glyphs, log } = this.#parts;
    try {
      const bytes = encodeReceipt(document, { profile: this.#kept.profile, glyphs });
      if (bytes.length <= documentBytesMax) return await printJob(parts, bytes);
      log(`${this.#kept.id}: a document of ${bytes.length} bytes is not printed`);
    } catch (error) {
      log(`${this.#kept.id}: a document could not be written: ${error instanceof Error ? error.name : 'unknown'}`);
    }
    return null;
  }

  async #look(isThorough: boolean): Promise<PrinterSays | null> {
    const { clock, transport } = this.#parts;
    const { knowledge } = this.#kept;
    const known = isThorough ? withoutNo(knowledge) : knowledge;
    const look = await lookAtPrinter(
      { clock, transport, knowledge: known, isClean: this.#isClean },
      isThorough || isUnknown(known),
    );
    this.#isClean = look.isClean;
    this.#see(look.trouble, look);
    this.#know(look.knowledge, look.name);
    if (!look.isReached) return { trouble: look.trouble, drawerLevel: null };
    if (look.trouble === null && look.knowledge.answers !== 'something') return null;
    return { trouble: this.#trouble, drawerLevel: look.condition.drawerLevel };
  }

  #learn(end: JobEnd): void {
    this.#isClean = end.isClean;
    this.#know(end.knowledge, null);
    const { outcome, condition, detail } = end;
    const isReached = outcome.kind !== 'failed' || condition !== nothingSaid;
    this.#see(outcome.kind === 'failed' ? outcome.trouble : null, { isReached, condition, detail });
  }

  #know(knowledge: Knowledge, name: string | null): void {
    const before = JSON.stringify([this.#kept.knowledge, this.#kept.name]);
    this.#kept = { ...this.#kept, knowledge, name: name === null ? this.#kept.name : this.#named(name) };
    if (JSON.stringify([knowledge, this.#kept.name]) !== before) this.#parts.keep();
  }

  /** What it calls itself, and where: a shop may have two alike. */
  #named(name: string): string {
    const { place } = this.#kept;
    return deviceName(place.via === 'network' ? `${name} (${place.host})` : name, this.#kept.name);
  }

  #see(
    trouble: Printer['trouble'],
    { isReached, condition, detail }: Pick<Look, 'isReached' | 'condition' | 'detail'>,
  ): void {
    this.#condition = condition;
    this.#trouble = trouble ?? troubleOf(condition);
    this.#presence = presenceOf(this.#trouble, isReached);
    if (detail !== null) this.#parts.log(`${this.#kept.id}: ${detail}`);
  }

  /** While nothing is wanted of it, it is asked now and then: no printer says by itself what happens between two connections. */
  #lookLater(): void {
    const { clock, transport } = this.#parts;
    if (!transport.canAnswer) return;
    const afterMs = this.#trouble === null || this.#trouble === 'paper-low' ? lookEveryMs : lookAgainMs;
    this.#next = clock.after(afterMs, () => {
      const { knowledge } = this.#kept;
      // What was learned while something was wrong with it is learned anew, a few times.
      const isThorough = hasNo(knowledge) && this.#relearned < relearnMax;
      if (isThorough) this.#relearned += 1;
      this.#add({ is: 'look', isThorough, seen: () => undefined });
    });
  }
}

const relearnMax = 2;
