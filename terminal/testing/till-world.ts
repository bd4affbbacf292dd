import type { Command, HostFrame, Reply, Snapshot } from '#contract';
import { Amount, type Ids, SaleId } from '#payment';

import { Host } from '../host.ts';
import { memoryDisk, openMemoryJournal } from '../journal/memory-journal.ts';
import { JournalWriteFailed, type Journal, type NewEntry } from '../ports/journal.ts';
import { printingAtFirst, type PrintingSettings } from '../printing/printing-settings.ts';
import { sampleSettings, type Settings } from '../settings/settings.ts';
import { ScriptedAcquirer } from './scripted-acquirer.ts';
import { settled, VirtualClock } from './virtual-clock.ts';

/** One till with everything around it in memory. `kill` takes the process away between two steps; the disk stays. */
export class TillWorld {
  readonly clock = new VirtualClock();
  readonly acquirer = new ScriptedAcquirer();
  readonly disk = memoryDisk();
  readonly frames: HostFrame[] = [];
  /** What happened outside the host, in order: `durable KIND`, `call WHAT`, `show STAGE`. */
  readonly trace: string[] = [];
  failWrite: (entries: readonly NewEntry[]) => boolean = () => false;
  beforeWrite: () => void = () => undefined;
  afterWrite: () => void = () => undefined;
  journalFailures = 0;
  /** The next host is started in a crash loop. */
  lastDeathAt: number | null = null;
  readonly room = {
    isShort: false,
    look: () => undefined,
    watch: (changed: () => void) => (this.roomChanged = changed),
    end: () => undefined,
  };
  roomChanged: () => void = () => undefined;
  readonly logged: string[] = [];
  /** What the till's folder keeps for its paper. */
  readonly printing = {
    settings: printingAtFirst,
    read: () => this.printing.settings,
    write: (settings: PrintingSettings) => {
      this.printing.settings = settings;
      return true;
    },
    receiptKey: () => new Uint8Array(32).fill(7),
  };
  settings: Settings = sampleSettings;
  /** Sees each frame when it leaves the host that runs. */
  onFrame: (frame: HostFrame) => void = () => undefined;
  #boots = 0;
  #life = { alive: false };
  #host: Host | null = null;

  constructor() {
    this.acquirer.onCall = ({ what }) => this.trace.push(`call ${what}`);
  }

  async start(): Promise<Host> {
    const started = await this.tryStart();
    if (!started.ok) throw new Error(started.error.detail);
    return started.value;
  }

  async tryStart(): ReturnType<typeof Host.start> {
    const life = { alive: true };
    this.#life = life;
    this.#boots += 1;
    const bootId = `boot${this.#boots}`;
    const stamp = { environment: this.settings.environment, bootId, clock: this.clock };
    const started = await Host.start(
      {
        clock: this.clock,
        ids: countingIds(bootId),
        journal: this.#watched(openMemoryJournal(this.disk, sampleSettings.terminalId, stamp), life),
        acquirer: mortal(this.acquirer, life),
        screen: { show: (frame) => this.#show(frame, life) },
        room: this.room,
        printing: this.printing,
        journalFailed: () => (this.journalFailures += 1),
        log: (line) => this.logged.push(line),
      },
      {
        settings: this.settings,
        settingsFile: 'settings.json',
        timeScale: 1,
        bootId,
        seenKey: new Uint8Array(32),
        ...(this.lastDeathAt === null ? {} : { lastDeathAt: this.lastDeathAt }),
      },
    );
    await settled();
    if (started.ok) this.#host = started.value;
    return started;
  }

  /** `kill -9`. */
  kill(): void {
    this.#life.alive = false;
    this.clock.forgetTimers();
    this.#host = null;
  }

  async do(command: Command): Promise<Reply> {
    if (this.#host === null) throw new Error('no host is running');
    const reply = await this.#host.handle(command);
    await settled();
    return reply;
  }

  charge(sale: string, minor = 1_250): Promise<Reply> {
    return this.do({ do: 'charge', saleId: SaleId.parse(sale), amount: euros(minor) });
  }

  scan(sale: string | null, text: string): Promise<Reply> {
    return this.do({ do: 'scan', saleId: sale === null ? null : SaleId.parse(sale), text, source: 'wedge' });
  }

  /** A confirmed amount and a scanned code: pay is on its way. Gives the attempt's id. */
  async pay(sale: string, code: string): Promise<string> {
    await this.charge(sale);
    const reply = await this.scan(sale, code);
    if (reply.is !== 'ok') throw new Error(`not taken: ${JSON.stringify(reply)}`);
    const id = this.acquirer.orders.at(-1)?.paymentRequestId;
    if (id === undefined) throw new Error('nothing was ordered');
    return id;
  }

  get snapshot(): Snapshot {
    const snapshots = this.frames.flatMap((frame) => (frame.frame === 'snapshot' ? [frame.snapshot] : []));
    const last = snapshots.at(-1);
    if (last === undefined) throw new Error('nothing was shown');
    return last;
  }

  /** Record kinds in order. */
  get kinds(): string[] {
    return this.disk.rows.map(({ kind }) => kind);
  }

  bodies(kind: string): unknown[] {
    return this.disk.rows.filter((row) => row.kind === kind).map(({ body }): unknown => JSON.parse(body));
  }

  #show(frame: HostFrame, life: { alive: boolean }): void {
    this.frames.push(frame);
    if (life.alive) this.onFrame(frame);
    if (frame.frame !== 'snapshot') return;
    const { stage } = frame.snapshot;
    this.trace.push(`show ${stage.at === 'outcome' ? stage.outcome : stage.at}`);
  }

  #watched(journal: Journal, life: { alive: boolean }): Journal {
    return {
      append: async (entries) => {
        if (!life.alive) return forever();
        if (this.failWrite(entries)) throw new JournalWriteFailed('the disk is full');
        this.beforeWrite();
        if (!life.alive) return forever();
        const written = await journal.append(entries);
        this.trace.push(...written.map(({ kind }) => `durable ${kind}`));
        this.afterWrite();
        if (!life.alive) return forever();
        return written;
      },
      readAll: () => journal.readAll(),
      of: (attempt) => journal.of(attempt),
      at: (seq) => journal.at(seq),
      head: () => journal.head(),
    };
  }
}

export function euros(minor: number): Amount {
  return Amount.parse({ currency: 'EUR', minor });
}

function countingIds(bootId: string): Ids {
  let count = 0;
  return { next: () => `${bootId}N${++count}` };
}

/** A dead process hears no answer and sends nothing. */
function mortal(acquirer: ScriptedAcquirer, life: { alive: boolean }): ScriptedAcquirer {
  return new Proxy(acquirer, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (!life.alive) return forever();
        const answer: unknown = Reflect.apply(member, target, args);
        if (!(answer instanceof Promise)) return answer;
        return answer.then((value: unknown) => (life.alive ? value : forever()));
      };
    },
  });
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}
