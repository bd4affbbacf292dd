import { err, ok, type Clock, type Result } from '#payment';

import type { Channel, ChannelEvents, PrinterTransport } from '../transport/printer-transport.ts';
import { CommandCutter } from './command-cutter.ts';

export type FakeFault =
  | 'reset' // the connection breaks, and both sides know
  | 'cable' // nothing comes or goes any more, and nobody says so
  | 'power' // the printer forgets everything, and the connection breaks
  | 'paper' // it runs out
  | 'cover' // somebody opens it
  | 'mute' // it prints on and says nothing
  | 'hang'; // it takes nothing and says nothing

/** A receipt printer that a test breaks at any byte, on a clock of the test's own. One wire; what it prints is `printed`. */
export class FakePrinter implements PrinterTransport {
  readonly canAnswer = true;
  readonly endWithinMs = 1_000;
  readonly #clock: Clock;
  /** Printed this much slower than it is taken. */
  readonly msPerByte: number;
  paper: 'ok' | 'low' | 'out' = 'ok';
  cover: 'closed' | 'open' = 'closed';
  drawer: 'closed' | 'open' = 'closed';
  isMute = false;
  isHung = false;
  isPowered = true;
  isCabled = true;
  /** It does not know these: many no-name printers. */
  readonly lacks: { automatic: boolean; reached: boolean };
  /** The bytes of all commands that it has carried out, without those that only ask. */
  readonly printed: number[] = [];
  pulses = 0;
  /** All bytes that ever reached it. */
  received = 0;
  connections = 0;
  #fault: { at: number; of: 'received' | 'printed'; is: FakeFault; after: () => void } | null = null;
  #open: { events: ChannelEvents; held: (() => void)[] } | null = null;
  #buffer: number[] = [];
  #isWorking = false;
  #automatic = false;
  #arriving = new CommandCutter();
  #printing = new CommandCutter();
  #printedCount = 0;

  constructor(
    clock: Clock,
    { msPerByte = 0, lacks = {} }: { msPerByte?: number; lacks?: Partial<FakePrinter['lacks']> } = {},
  ) {
    this.#clock = clock;
    this.msPerByte = msPerByte;
    this.lacks = { automatic: false, reached: false, ...lacks };
  }

  /** Breaks when so many more bytes were taken, or carried out; that byte itself is not. */
  breakAt(is: FakeFault, bytes: number, of: 'received' | 'printed', after: () => void = () => undefined): void {
    this.#fault = { at: (of === 'received' ? this.received : this.#printedCount) + bytes, of, is, after };
  }

  /** It says something that nobody has asked for. */
  say(bytes: readonly number[]): void {
    this.#say(bytes);
  }

  /** Somebody opens or closes the drawer by its key. */
  moveDrawer(): void {
    this.drawer = this.drawer === 'open' ? 'closed' : 'open';
    this.#tellStatus();
  }

  /** Somebody puts everything right. */
  mend(): void {
    this.#fault = null;
    Object.assign(this, {
      paper: 'ok',
      cover: 'closed',
      isMute: false,
      isHung: false,
      isPowered: true,
      isCabled: true,
    });
    this.#tellStatus();
    this.#open?.held.splice(0).forEach((go) => go());
    this.#work();
  }

  break(is: FakeFault): void {
    if (is === 'paper') this.paper = 'out';
    if (is === 'cover') this.cover = 'open';
    if (is === 'mute') this.isMute = true;
    if (is === 'hang') this.isHung = true;
    if (is === 'cable') this.isCabled = false;
    if (is === 'power') {
      this.isPowered = false;
      this.#forget();
    }
    if (is === 'power' || is === 'reset') this.#lose('ECONNRESET: read ECONNRESET');
    if (is === 'paper' || is === 'cover') this.#tellStatus();
  }

  /** What the one that prints is killed in the middle of: its connection breaks, and nobody reads on. */
  hostDies(): void {
    this.#open = null;
  }

  open(events: ChannelEvents): Promise<Result<Channel, string>> {
    if (!this.isCabled) return new Promise(() => undefined);
    if (!this.isPowered) return Promise.resolve(err('connect EHOSTUNREACH'));
    this.connections += 1;
    const own = { events, held: [] };
    this.#open = own;
    return Promise.resolve(
      ok({
        write: (bytes) => this.#write(own, bytes),
        end: () => (this.#open === own ? this.#ended(own) : Promise.resolve(err('ECONNRESET'))),
        drop: () => void (this.#open === own && (this.#open = null)),
      }),
    );
  }

  #ended(own: { events: ChannelEvents }): Promise<Result<void, string>> {
    if (!this.isCabled) return new Promise(() => undefined);
    return new Promise((resolve) => {
      // What it still has to say arrives before its own end.
      this.#clock.after(2, () => {
        if (this.#open === own) this.#open = null;
        resolve(ok(undefined));
      });
    });
  }

  async #write(own: { events: ChannelEvents; held: (() => void)[] }, bytes: Uint8Array): Promise<Result<void, string>> {
    for (const byte of bytes) {
      if (this.isHung) await new Promise<void>((go) => own.held.push(go));
      if (this.#open !== own) return err('write EPIPE');
      // The system takes what goes nowhere.
      if (this.isCabled) this.#take(byte);
    }
    return ok(undefined);
  }

  #take(byte: number): void {
    if (this.#isDue('received', this.received)) {
      this.#strike();
      if (!this.isPowered || !this.isCabled || this.isHung || this.#open === null) return;
    }
    this.received += 1;
    const command = this.#arriving.take(byte);
    // Real-time commands are answered on arrival, but not in another one's data.
    if (command !== null && command[0] === 0x10) this.#atOnce(command);
    this.#buffer.push(byte);
    this.#work();
  }

  #work(): void {
    if (this.#isWorking) return;
    if (this.msPerByte === 0) {
      while (this.#canPrint()) this.#printOne();
      return;
    }
    if (!this.#canPrint()) return;
    this.#isWorking = true;
    this.#clock.after(this.msPerByte, () => {
      this.#isWorking = false;
      if (this.#canPrint()) this.#printOne();
      this.#work();
    });
  }

  #canPrint(): boolean {
    return this.#buffer.length > 0 && this.isPowered && !this.isHung && !this.#isOffline;
  }

  get #isOffline(): boolean {
    return this.paper === 'out' || this.cover === 'open';
  }

  #printOne(): void {
    if (this.#isDue('printed', this.#printedCount)) {
      this.#strike();
      if (!this.#canPrint()) return;
    }
    const byte = this.#buffer.shift();
    if (byte === undefined) return;
    this.#printedCount += 1;
    const command = this.#printing.take(byte);
    if (command !== null) this.#carryOut(command);
  }

  #carryOut(command: readonly number[]): void {
    const [first, second, third] = command;
    if (first === 0x10 || first === 0x00) return;
    if (first === 0x1d && second === 0x61) {
      this.#automatic = third !== 0 && !this.lacks.automatic;
      return this.#tellStatus();
    }
    if (first === 0x1d && second === 0x72)
      return this.lacks.reached ? undefined : this.#say([this.paper === 'low' ? 3 : 0]);
    if (first === 0x1d && second === 0x49) return this.#say([...Buffer.from(`_${third === 66 ? 'FAKE' : 'F-1'}\0`)]);
    if (first === 0x1b && second === 0x40) {
      this.#automatic = false;
      return undefined;
    }
    if (first === 0x1b && second === 0x70) return this.#pulse();
    this.printed.push(...command);
  }

  #atOnce([, kind, n]: readonly number[]): void {
    if (kind === 0x14) return this.#pulse();
    const drawer = this.drawer === 'open' ? 0 : 0x04;
    if (n === 1) this.#say([0x12 | drawer | (this.#isOffline ? 0x08 : 0)]);
    if (n === 2) this.#say([0x12 | (this.cover === 'open' ? 0x04 : 0) | (this.paper === 'out' ? 0x20 : 0)]);
    if (n === 3) this.#say([0x12]);
    if (n === 4) this.#say([0x12 | (this.paper === 'ok' ? 0 : 0x0c) | (this.paper === 'out' ? 0x60 : 0)]);
  }

  #pulse(): void {
    this.pulses += 1;
    this.drawer = 'open';
    this.#tellStatus();
  }

  #tellStatus(): void {
    if (!this.#automatic) return;
    const first =
      0x10 | (this.drawer === 'open' ? 0 : 4) | (this.#isOffline ? 8 : 0) | (this.cover === 'open' ? 0x20 : 0);
    this.#say([first, 0, (this.paper === 'ok' ? 0 : 3) | (this.paper === 'out' ? 0x0c : 0), 0]);
  }

  #say(bytes: readonly number[]): void {
    if (this.isMute || !this.isCabled || !this.isPowered || this.isHung) return;
    this.#clock.after(1, () => {
      if (this.isCabled) this.#open?.events.take(Uint8Array.from(bytes));
    });
  }

  #isDue(of: 'received' | 'printed', count: number): boolean {
    return this.#fault?.of === of && count >= this.#fault.at;
  }

  #strike(): void {
    const fault = this.#fault;
    this.#fault = null;
    if (fault === null) return;
    this.break(fault.is);
    fault.after();
  }

  #lose(detail: string): void {
    const lost = this.#open;
    this.#open = null;
    lost?.held.splice(0).forEach((go) => go());
    lost?.events.gone(detail);
  }

  #forget(): void {
    this.#buffer = [];
    this.#automatic = false;
    this.#arriving = new CommandCutter();
    this.#printing = new CommandCutter();
  }
}
