import type { Command, DriversFrame, NotSelling, Reply, Snapshot } from '#contract';
import {
  err,
  isOpen,
  ok,
  tillPolicy,
  type AttemptRunner,
  type Clock,
  type EpochMs,
  type Facts,
  type Ids,
  type PaymentRequestId,
  type Policy,
  type Result,
} from '#payment';

import { Books } from './books.ts';
import { CrashLoop } from './crash-loop.ts';
import { detailsOf } from './details.ts';
import { DeviceDesk } from './devices/device-desk.ts';
import { displayOf } from './display/display-model.ts';
import { DisplayWatch } from './display/display-watch.ts';
import type { Acquirer, BackendView } from './ports/acquirer.ts';
import type { Journal, NewEntry } from './ports/journal.ts';
import type { PrintingStore } from './ports/printing.ts';
import type { Room } from './ports/room.ts';
import type { Screen } from './ports/screen.ts';
import { isPrintCommand, PrintDesk } from './printing/print-desk.ts';
import type { CodeOnScreen } from './printing/print-documents.ts';
import { printingAtFirst } from './printing/printing-settings.ts';
import { resumeFrom } from './resume.ts';
import { Attempts } from './sale/attempts.ts';
import { Connection } from './sale/connection.ts';
import { SaleDesk } from './sale/desk.ts';
import { HeldCode } from './sale/held-code.ts';
import { HintWatch } from './sale/hint-watch.ts';
import { SeenCodes } from './sale/seen-codes.ts';
import { TrayDesk } from './sale/tray-desk.ts';
import { WalletGuess } from './sale/wallet-guess.ts';
import type { Settings } from './settings/settings.ts';
import { snapshotOf } from './snapshot.ts';
import { stageOf } from './stage.ts';
import { supportCode } from './support-code.ts';

/** Everything outside the host. All it does to the world, and all it learns, goes through these. */
export type HostPorts = {
  clock: Clock;
  ids: Ids;
  journal: Journal;
  acquirer: Acquirer;
  screen: Screen;
  /** Without it nobody looks at the disk before it is full. */
  room?: Room;
  /** Without it what is settled about paper, and the check of a receipt, are good for this process alone. */
  printing?: PrintingStore;
  /** The journal could not be written: nothing is sold any more, and a new process is needed. Told once. */
  journalFailed(): void;
  /** For whoever looks after the machine: no secrets, no codes. */
  log(line: string): void;
};

export type HostOptions = {
  settings: Settings;
  settingsFile: string;
  timeScale: number;
  /** Names this process, in the journal and in snapshots. */
  bootId: string;
  /** Keys the memory of codes that were seen; any random bytes. */
  seenKey: Uint8Array;
  /** When the host before this one died, if it was the last of a crash loop (V47). */
  lastDeathAt?: EpochMs;
  policy?: Policy;
};

export type HostProblem = { why: 'journal-damaged' | 'disk'; detail: string };

/** A result must have been shown this long, ms on the wall, before a scan that belongs to no screen begins the next try. */
const resultReadMs = 2_000;

/** Unreadable frames and hints that are recorded in any minute; a flood of them must not fill the disk (T30). */
const securityPerMinuteMax = 10;

/** One till's host. Several can live in one process; each owns its journal. */
export class Host {
  readonly #ports: HostPorts;
  readonly #options: HostOptions;
  readonly #policy: Policy;
  readonly #books: Books;
  readonly #attempts: Attempts;
  readonly #connection: Connection;
  readonly #hints: HintWatch;
  readonly #desk: SaleDesk;
  readonly #tray: TrayDesk;
  readonly #held: HeldCode;
  readonly #display: DisplayWatch;
  readonly #devices: DeviceDesk;
  readonly #prints: PrintDesk;
  readonly #guess = new WalletGuess();
  readonly #securityAt: number[] = [];
  readonly #crashLoop: CrashLoop;
  #unfinished = false;
  #trouble: { why: NotSelling; since: EpochMs } | null = null;
  #revision = 0;
  /** The outcome that the stage shows, and since when. */
  #result: PaymentRequestId | null = null;
  #resultSince = 0;
  #started = false;

  private constructor(ports: HostPorts, options: HostOptions) {
    const { clock, ids, journal, acquirer } = ports;
    const changed = (): void => this.#publish();
    this.#ports = ports;
    this.#options = options;
    this.#policy = options.policy ?? tillPolicy;
    this.#books = new Books(journal, () => this.#journalFailed());
    const books = this.#books;
    this.#connection = new Connection({
      clock,
      probe: () => acquirer.probe(books.head),
      isIdle: () => books.ledger.openOnPane().length === 0,
      backend: () => this.#backend,
      isIntroduced: () => acquirer.backendView === undefined || this.#backend.health !== null,
      changed,
    });
    const connection = this.#connection;
    this.#attempts = new Attempts({
      clock,
      policy: this.#policy,
      acquirer,
      books,
      heard: () => connection.heard(),
      missed: () => connection.missed(),
      decided: (facts) => this.#learn(facts),
      beside: (entries, nextSeq) => this.#prints.withAutomatic(entries, nextSeq),
      moved: (facts) => this.#prints.paymentChanged(facts),
      told: (facts) => this.#prints.wasTold(facts),
      changed,
      log: (line) => ports.log(line),
    });
    this.#hints = new HintWatch({
      clock,
      acquirer,
      journalHead: () => books.head,
      factsOf: (id) => books.factsOf(id),
      runnerOf: (id) => this.#attempts.runner(id) ?? this.#watchAgain(id),
      refused: (why) => this.#noteSecurity(why),
    });
    this.#crashLoop = new CrashLoop(clock, options.lastDeathAt ?? null);
    this.#held = new HeldCode(clock, changed);
    this.#display = new DisplayWatch(clock, options.timeScale, changed);
    this.#tray = new TrayDesk({ books, attempts: this.#attempts, stage: () => stageOf(this.#sources), changed });
    this.#desk = new SaleDesk({
      clock,
      ids,
      settings: options.settings,
      books,
      attempts: this.#attempts,
      acquirer,
      connection,
      seen: new SeenCodes(options.seenKey, clock),
      guess: this.#guess,
      held: this.#held,
      tray: this.#tray,
      receiptIn: (text) => this.#prints.scanned(text),
      notSelling: () => {
        ports.room?.look();
        return this.notSelling;
      },
      stage: () => stageOf(this.#sources),
      resultIsNew: () => clock.monoMs() - this.#resultSince < resultReadMs * options.timeScale,
      changed,
    });
    this.#devices = new DeviceDesk({
      clock,
      timeScale: options.timeScale,
      scan: (text) => this.#desk.do({ do: 'device-scan', text }),
      show: (frame) => ports.screen.show(frame),
      changed,
    });
    this.#prints = new PrintDesk({
      clock,
      timeScale: options.timeScale,
      ids,
      books,
      settings: options.settings,
      store: ports.printing ?? forgetful(options.seenKey),
      codeOf: (id) => codeOn(stageOf(this.#sources), id),
      tellDrivers: (device) => ports.screen.show({ frame: 'to-drivers', device }),
      changed,
      log: (line) => ports.log(line),
    });
  }

  /** RELIABILITY 5.4: reads the journal, records the start, takes up what was open, and shows the first snapshot. */
  static async start(ports: HostPorts, options: HostOptions): Promise<Result<Host, HostProblem>> {
    let host: Host;
    try {
      host = new Host(ports, options);
    } catch (error) {
      return err({ why: 'journal-damaged', detail: error instanceof Error ? error.message : String(error) });
    }
    const plan = resumeFrom(host.#books.ledger, options.bootId, ports.clock.wallMs());
    if (!(await host.#writeStart(plan.records)))
      return err({ why: 'disk', detail: 'The start could not be written to the journal.' });
    host.#unfinished = plan.unfinished;
    host.#started = true;
    for (const { intent } of plan.attempts) host.#takeUp(intent.paymentRequestId);
    for (const id of plan.late) void host.#attempts.runner(id)?.hint('succeeded');
    for (const id of plan.toTell) host.#attempts.tellAgain(id);
    host.#publish();
    host.#devices.ask();
    host.#prints.ask();
    host.#connection.watch();
    ports.room?.watch(() => host.#publish());
    host.#crashLoop.watch(() => host.#publish());
    return ok(host);
  }

  /** Takes one command. A repeat of what is done is answered `ok`. */
  async handle(command: Command): Promise<Reply> {
    switch (command.do) {
      case 'stop':
        return this.#stop(command);
      case 'details': {
        const details = detailsOf(this.#books.story(command.paymentRequestId), this.#sources);
        return details === null ? { is: 'refused', why: 'unknown-payment' } : { is: 'details', details };
      }
      case 'display-here':
        this.#display.heard();
        return { is: 'ok' };
      case 'device':
        return this.#devices.do(command.device);
      case 'pair':
        return { is: 'refused', why: 'not-now' };
      default:
        return isPrintCommand(command) ? this.#prints.do(command) : this.#desk.do(command);
    }
  }

  /** From the driver process: what it has, what was scanned, what became of a print. Never rejects. */
  async hearDrivers(frame: DriversFrame): Promise<void> {
    if (!this.#started) return;
    switch (frame.driver) {
      case 'printers':
      case 'print-ended':
      case 'printer-says':
        return this.#prints.hear(frame);
      case 'starting':
      case 'away':
        this.#prints.lostDrivers();
        return await this.#devices.hear(frame);
      default:
        return await this.#devices.hear(frame);
    }
  }

  /** Somebody sent what no screen of ours sends (V39). */
  noteUnreadable(): void {
    this.#noteSecurity('unreadable-command');
  }

  get notSelling(): NotSelling | null {
    if (this.#books.failed) return 'journal-write-failed';
    if (this.#unfinished) return 'journal-unfinished';
    if (this.#ports.room?.isShort === true) return 'disk-full';
    if (this.#crashLoop.since !== null) return 'crash-loop';
    const { health } = this.#backend;
    if (health?.till === 'revoked') return 'revoked';
    return health === null || health.environment === this.#options.settings.environment ? null : 'other-environment';
  }

  /** What a screen that has just come sees. */
  snapshot(): Snapshot {
    this.#revision += 1;
    const { settings, settingsFile, timeScale } = this.#options;
    return snapshotOf({
      ...this.#sources,
      settings,
      settingsFile,
      timeScale,
      connection: this.#connection.state,
      backend: this.#backend,
      held: this.#held.view,
      customerScreen: this.#display.state,
      devices: this.#devices.view,
      printing: this.#prints.view,
      wallMs: this.#ports.clock.wallMs(),
      notSelling: this.notSelling,
      supportCode: this.#supportCode(),
      revision: this.#revision,
    });
  }

  /** Ends all timers. What is open stays open in the journal, for the next process. */
  end(): void {
    this.#started = false;
    this.#connection.end();
    this.#hints.end();
    this.#ports.room?.end();
    this.#crashLoop.end();
    this.#attempts.end();
    this.#held.drop();
    this.#display.end();
    this.#prints.end();
  }

  /** The start, and what it makes of what was being printed. False when nothing was written. */
  async #writeStart(records: readonly NewEntry[]): Promise<boolean> {
    try {
      await this.#books.decide(() => {
        const { entries, done } = this.#prints.takeUp();
        return { entries: [...records, ...entries], done };
      });
      return true;
    } catch {
      return false;
    }
  }

  #supportCode(): string | null {
    const why = this.notSelling;
    if (why === null) this.#trouble = null;
    else if (this.#trouble?.why !== why) {
      const since = why === 'crash-loop' ? this.#crashLoop.since : null;
      this.#trouble = { why, since: since ?? this.#ports.clock.wallMs() };
    }
    if (this.#trouble === null) return null;
    return supportCode(this.#options.settings.terminalId, this.#trouble.why, this.#trouble.since);
  }

  get #backend(): BackendView {
    return this.#ports.acquirer.backendView?.() ?? { linkTrouble: null, clockOffMs: null, health: null };
  }

  get #sources() {
    return {
      ledger: this.#books.ledger,
      policy: this.#policy,
      bootId: this.#options.bootId,
      failed: this.#books.failed,
      walletGuess: (id: PaymentRequestId) => this.#guess.of(id),
      runner: (id: PaymentRequestId) => this.#attempts.runner(id),
    };
  }

  #noteSecurity(why: string): void {
    const now = this.#ports.clock.monoMs();
    while (this.#securityAt[0] !== undefined && now - this.#securityAt[0] > 60_000) this.#securityAt.shift();
    if (this.#securityAt.length >= securityPerMinuteMax) return;
    this.#securityAt.push(now);
    void this.#books.note([{ sale: null, attempt: null, actor: 'host', record: { kind: 'security', why } }]);
  }

  #learn({ intent, standing }: Facts): void {
    if (standing.at === 'paid') this.#guess.paid(intent.paymentRequestId, standing.success.wallet);
  }

  #takeUp(id: PaymentRequestId): void {
    const facts = this.#books.ledger.attempt(id)?.facts;
    if (facts !== undefined) this.#attempts.resume(facts);
  }

  /** A late hint about a payment that was decided long ago, for which no runner is kept (row 26). */
  #watchAgain(id: PaymentRequestId): AttemptRunner | undefined {
    const facts = this.#books.ledger.attempt(id)?.facts;
    if (facts === undefined || isOpen(facts) || this.#books.failed) return undefined;
    this.#attempts.resume(facts);
    return this.#attempts.runner(id);
  }

  #stop({ paymentRequestId }: Extract<Command, { do: 'stop' }>): Reply {
    const attempt = this.#books.ledger.attempt(paymentRequestId);
    if (attempt === undefined) {
      const ours = this.#books.story(paymentRequestId).length > 0;
      return ours ? { is: 'ok' } : { is: 'refused', why: 'unknown-payment' };
    }
    if (!isOpen(attempt.facts)) return { is: 'ok' };
    if (this.#books.failed) return { is: 'refused', why: 'not-selling' };
    this.#attempts.runner(paymentRequestId)?.stop();
    return { is: 'ok' };
  }

  #journalFailed(): void {
    this.#attempts.end();
    if (!this.#started) return;
    this.#publish();
    this.#ports.journalFailed();
  }

  #publish(): void {
    if (!this.#started || (this.#attempts.isStarting && !this.#books.failed)) return;
    // The code was held for the sale that would come next; what came is something else.
    if (stageOf(this.#sources).at !== 'idle') this.#held.drop();
    this.#hints.listen(this.notSelling !== 'revoked');
    const snapshot = this.snapshot();
    const { stage } = snapshot;
    const result = stage.at === 'outcome' ? stage.paymentRequestId : null;
    if (result !== this.#result) this.#resultSince = this.#ports.clock.monoMs();
    this.#result = result;
    const wallet = 'paymentRequestId' in stage ? this.#walletOf(stage) : null;
    const display = displayOf(snapshot, { wallet, wallMs: this.#ports.clock.wallMs() });
    // The customer's code goes before the cashier's words about it.
    this.#ports.screen.show({ frame: 'display', display });
    this.#ports.screen.show({ frame: 'snapshot', snapshot });
  }

  #walletOf(stage: Extract<Snapshot['stage'], { paymentRequestId: PaymentRequestId }>): string | null {
    return (stage.at === 'outcome' ? stage.wallet : null) ?? this.#guess.of(stage.paymentRequestId);
  }
}

/** The order's code, where it stands on the customer's screen. */
function codeOn(stage: Snapshot['stage'], id: PaymentRequestId): CodeOnScreen | null {
  const isIts = stage.at === 'asking' && stage.paymentRequestId === id;
  return isIts && stage.orderCode?.isOn === true ? stage.orderCode : null;
}

function forgetful(receiptKey: Uint8Array): PrintingStore {
  return { read: () => printingAtFirst, write: () => true, receiptKey: () => receiptKey };
}
