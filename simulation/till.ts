import type { HostFrame, PaymentRow, Snapshot, TrayCard } from '#contract';
import { AttemptRecord, TerminalId, tillPolicy } from '#payment';

import {
  Host,
  JournalWriteFailed,
  memoryDisk,
  openMemoryJournal,
  receive,
  sampleSettings,
  type Entry,
  type Journal,
  type NewEntry,
  type Settings,
} from '../terminal/index.ts';
import type { DeskBackend } from './desk-backend.ts';
import type { Dice } from './dice.ts';
import { CustomerDisplay } from './customer-display.ts';
import { Disk, DiskRefused } from './disk.ts';
import type { HintClientPorts } from './hint-client.ts';
import { Lifecycle } from './lifecycle.ts';
import { drawClockOff, Machine } from './machine.ts';
import { Network } from './network.ts';
import type { Planted } from './planted.ts';
import type { Process } from './process.ts';
import type { Shoppers } from './shoppers.ts';
import { Tier, type Showing } from './tier.ts';
import { TillClient } from './till-client.ts';
import { tell, type World } from './world.ts';

/** Whoever looks at the till's screen. */
export type Watcher = (frame: HostFrame) => void;

const attemptKinds: ReadonlySet<string> = new Set(AttemptRecord.options.flatMap(({ shape }) => [...shape.kind.values]));

/** The terminal's real host on a memory journal, started again whenever it dies. */
export class Till {
  readonly tier: Tier;
  readonly settings: Settings;
  /** Who sees every frame; nobody at first. */
  watcher: Watcher = () => undefined;
  readonly #world: World;
  readonly #planted: Planted;
  readonly #backend: DeskBackend;
  readonly #dice: Dice;
  readonly #network: Network;
  readonly #disk: Disk;
  readonly #rows = memoryDisk();
  readonly #lifecycle: Lifecycle;
  readonly #display: CustomerDisplay;
  #host: Host | null = null;
  #boots = 0;
  #ids = 0;
  #durableRows = 0;

  constructor(world: World, number: number, backend: DeskBackend, shoppers: Shoppers, planted: Planted) {
    this.#world = world;
    this.#backend = backend;
    this.#planted = planted;
    this.settings = { ...sampleSettings, terminalId: TerminalId.parse(`TILL${number}`) };
    const machine = new Machine(world, `till${number}`, drawClockOff(world.dice.fork(), world.is.wallAtStart));
    this.tier = new Tier(world, machine, tillPolicy);
    this.#network = new Network(world, `${machine.name} backend`);
    this.#dice = world.dice.fork();
    this.#disk = new Disk(world);
    this.#display = new CustomerDisplay(world, this.tier, planted, shoppers);
    this.#lifecycle = new Lifecycle(world, this.tier, machine, this.#disk, (process) => this.#boot(process));
  }

  get slackMs(): number {
    return this.#disk.waitedMs + this.tier.machine.sleptMs;
  }

  /** Switched off in order until then. */
  restUntil(at: number): void {
    this.#host?.end();
    this.#host = null;
    this.#lifecycle.restUntil(at);
  }

  start(): void {
    this.#lifecycle.start();
  }

  /** A frame from a screen; lost when no host is there to read it. */
  send(frame: unknown): void {
    const { process } = this.#lifecycle;
    const host = this.#host;
    if (host === null || !process.machine.isAwake || !process.step('a command comes')) return;
    tell(this.#world, `screen: ${JSON.stringify(frame)}`);
    receive(frame, host, { show: (shown) => this.#show(process, shown) }).catch((error: unknown) => this.#threw(error));
  }

  #boot(process: Process): void {
    this.#host = null;
    this.#boots += 1;
    const bootId = `boot${this.#boots}`;
    const clock = this.#planted.clock(process.clock);
    const ports = {
      clock,
      // The form of a UUIDv7, which the backend looks at (R15).
      ids: { next: () => `${(this.#ids += 1).toString(16).padStart(12, '0')}7000a000000000000000` },
      journal: this.#journal(process, { environment: 'sandbox', bootId, clock }),
      acquirer: this.#planted.acquirer(
        new TillClient({
          clock,
          network: this.#network,
          serve: this.#backend.serve,
          checks: this.#planted.checks,
          hints: this.#hintPorts(process),
          beganAt: (...known) => this.#planted.beganAt(...known),
        }),
      ),
      screen: { show: (frame: HostFrame) => this.#show(process, frame) },
      journalFailed: () => process.die('the journal failed'),
      log: () => undefined,
    };
    Host.start(ports, {
      settings: this.settings,
      settingsFile: '',
      timeScale: 1,
      bootId,
      seenKey: new Uint8Array(32),
      policy: this.#planted.policy(tillPolicy),
    }).then(
      (started) => {
        if (!process.alive) return;
        if (started.ok) this.#host = started.value;
        else if (started.error.why === 'disk') process.die('the start could not be written');
        else this.#threw(new Error(started.error.detail));
      },
      (error: unknown) => this.#threw(error),
    );
  }

  #hintPorts(process: Process): HintClientPorts {
    const backend = this.#backend;
    return {
      process,
      dice: this.#dice.fork(),
      tier: this.tier,
      terminal: this.settings.terminalId,
      lines: backend.lines,
      isUp: () => backend.isUp,
      checks: this.#planted.hintChecks,
    };
  }

  /** The terminal's own journal in memory; when what is appended becomes durable is the disk's affair. */
  #journal(process: Process, stamp: Parameters<typeof openMemoryJournal>[2]): Journal {
    if (this.#planted.commitsLater) this.#rows.rows.length = this.#durableRows;
    const journal = openMemoryJournal(this.#rows, this.settings.terminalId, stamp);
    this.#durableRows = this.#rows.rows.length;
    return {
      append: (entries) => (this.#planted.commitsLater ? this.#appendLater : this.#append)(process, journal, entries),
      readAll: () => this.#readable(journal),
      of: (attempt) => journal.of(attempt),
      at: (seq) => journal.at(seq),
      head: () => journal.head(),
    };
  }

  readonly #append = async (process: Process, journal: Journal, entries: readonly NewEntry[]) => {
    let written: Promise<readonly Entry[]> = Promise.resolve([]);
    const commit = this.#disk.commit(process, () => {
      written = journal.append(entries);
      this.#noteDurable(entries);
    });
    try {
      await commit;
    } catch (error) {
      if (error instanceof DiskRefused) throw new JournalWriteFailed(error.message, { cause: error });
      throw error;
    }
    return written;
  };

  /** A bug: what is only on its way to the disk is called durable, and lost when the process dies. */
  readonly #appendLater = (process: Process, journal: Journal, entries: readonly NewEntry[]) => {
    const written = journal.append(entries);
    const rows = this.#rows.rows.length;
    const commit = this.#disk.commit(process, () => {
      this.#durableRows = rows;
      this.#noteDurable(entries);
    });
    commit.catch(() => undefined);
    return written;
  };

  #noteDurable(entries: readonly NewEntry[]): void {
    for (const { attempt, record } of entries) {
      if (record.kind === 'sale.parked') this.#world.tally.parks += 1;
      if (attempt !== null && isOfAttempt(record)) this.tier.wrote(attempt, record);
    }
  }

  #readable(journal: Journal): Iterable<Entry> {
    const entries = journal.readAll();
    return this.#planted.resumes ? entries : [...entries].filter(({ attempt }) => attempt === null);
  }

  #show(process: Process, frame: HostFrame): void {
    if (!process.step('before a screen is told')) return;
    if (frame.frame === 'display') this.#display.show(frame.display, process);
    if (frame.frame === 'snapshot') this.#read(frame.snapshot);
    if (frame.frame === 'reply') tell(this.#world, `reply ${JSON.stringify(frame)}`);
    this.watcher(frame);
  }

  #read({ stage, recent, tray, notSelling }: Snapshot): void {
    for (const card of tray) this.tier.shows(card.paymentRequestId, showingOf(card.state));
    for (const row of recent) this.tier.shows(row.paymentRequestId, showingOf(row.state));
    if (stage.at === 'asking' || stage.at === 'cancelling') this.tier.shows(stage.paymentRequestId, 'open');
    if (stage.at === 'outcome')
      this.tier.shows(stage.paymentRequestId, stage.outcome === 'paid-unwanted' ? 'paid' : stage.outcome);
    const { outcome } = this.#display;
    if (outcome !== null && outcome !== outcomeOf(stage))
      this.tier.contradicts(`its customer reads ${outcome} while the cashier reads ${JSON.stringify(stage)}`);
    if (stage.at === 'scan' && notSelling === null) this.tier.invites(stage.saleId);
    tell(this.#world, `screen shows ${stage.at}`);
  }

  #threw(error: unknown): void {
    this.#world.thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function isOfAttempt(record: NewEntry['record']): record is AttemptRecord {
  return attemptKinds.has(record.kind);
}

/** How the payment ended that a cashier reads of, in the customer's two words. */
function outcomeOf(stage: Snapshot['stage']): 'paid' | 'not-paid' | null {
  if (stage.at !== 'outcome' || stage.outcome === 'conflict') return null;
  return stage.outcome === 'paid' || stage.outcome === 'paid-unwanted' ? 'paid' : 'not-paid';
}

function showingOf(state: PaymentRow['state'] | TrayCard['state']): Showing {
  switch (state) {
    case 'sent':
    case 'waiting':
    case 'shown':
    case 'unsure':
    case 'cancelling':
      return 'open';
    case 'paid-unwanted':
      return 'paid';
    default:
      return state;
  }
}
