import {
  DeviceId,
  PrintJobId,
  type DriversFrame,
  type HostFrame,
  type PrintCommand,
  type Printer,
  type PrinterCommand,
  type PrinterOutcome,
  type PrintJobView,
  type Reply,
} from '#contract';
import { PaymentRequestId } from '#payment';

import type { Host } from '../../host.ts';
import { receive } from '../../screen-link.ts';
import { succeeded } from '../../testing/scripted-acquirer.ts';
import { TillWorld } from '../../testing/till-world.ts';
import { settled } from '../../testing/virtual-clock.ts';

/** What the driver process was told; the till does not live to see all of it. */
type Given = Extract<PrinterCommand, { to: 'print' }>;

export const counter = DeviceId.parse('net 192.0.2.7 9100');
export const kitchen = DeviceId.parse('usb 04b8 0202 1');
export const code = '281234567890123456';

/** Answers at once. */
export const printed: PrinterOutcome = { kind: 'printed' };

export function failed(
  trouble: Extract<PrinterOutcome, { kind: 'failed' }>['trouble'],
  paperMoved: 'no' | 'maybe',
): PrinterOutcome {
  return { kind: 'failed', trouble, paperMoved };
}

/** A till with printers: the driver process is the test's, and outlives the host. */
export class PaperTill {
  readonly world = new TillWorld();
  /** All jobs that were handed over, in order. */
  readonly given: Given[] = [];
  readonly kicks: Extract<PrinterCommand, { to: 'kick' }>[] = [];
  readonly others: string[] = [];
  /** What comes of a job; null: nothing does. */
  onPrint: (given: Given) => PrinterOutcome | null = () => printed;
  onKick: () => PrinterOutcome | null = () => printed;
  /** What a printer says when it is asked. */
  trouble: Printer['trouble'] = null;
  #host: Host | null = null;
  #ids = 0;

  constructor() {
    this.world.acquirer.onPay = ({ paymentRequestId }) => succeeded(`P${paymentRequestId}`);
    this.world.onFrame = (frame) => this.#hears(frame);
  }

  async start(printers: readonly Printer[] = [aPrinter()]): Promise<void> {
    this.#host = await this.world.start();
    if (printers.length > 0) await this.printers(...printers);
  }

  async restart(printers: readonly Printer[] = [aPrinter()]): Promise<void> {
    this.world.kill();
    await this.start(printers);
  }

  async says(frame: DriversFrame): Promise<void> {
    if (this.#host !== null) void receive({ fromDrivers: frame }, this.#host, { show: () => undefined });
    await quiet();
  }

  printers(...printers: Printer[]): Promise<void> {
    return this.says({ driver: 'printers', printers, found: [] });
  }

  async do(command: PrintCommand): Promise<Reply> {
    const reply = await this.world.do(command);
    await quiet();
    return reply;
  }

  /** Receipts print by themselves. */
  async automatic(): Promise<void> {
    await this.do({ do: 'set-printing', automatic: true, printer: null });
  }

  /** A payment that is PAID and dismissed. */
  async paid(sale: string): Promise<PaymentRequestId> {
    this.#ids += 1;
    const id = PaymentRequestId.parse(await this.world.pay(sale, `28${String(this.#ids).padStart(16, '0')}`));
    await quiet();
    await this.world.do({ do: 'acknowledge', paymentRequestId: id, again: false });
    await quiet();
    return id;
  }

  print(id: PaymentRequestId, job = `J${(this.#ids += 1)}`, printer?: DeviceId): Promise<Reply> {
    const named = printer === undefined ? {} : { printer };
    return this.do({ do: 'print', job: PrintJobId.parse(job), paymentRequestId: id, ...named });
  }

  get view() {
    if (this.#host === null) throw new Error('no host was started');
    return this.#host.snapshot().printing;
  }

  /** Newest first. */
  get states(): string[] {
    return this.view.jobs.map(({ state }) => state);
  }

  jobsOf(id: PaymentRequestId): PrintJobView[] {
    return this.view.jobs.filter(({ paymentRequestId }) => paymentRequestId === id);
  }

  #hears(frame: HostFrame): void {
    if (frame.frame !== 'to-drivers') return;
    const { device } = frame;
    switch (device.to) {
      case 'print': {
        this.given.push(device);
        return this.#ends(device.job, this.onPrint(device));
      }
      case 'kick':
        this.kicks.push(device);
        return this.#ends(device.kick, this.onKick());
      case 'ask-printer': {
        const says = { trouble: this.trouble, drawerLevel: null };
        void this.says({ driver: 'printer-says', ask: device.ask, says });
        return;
      }
      default:
        this.others.push(device.to);
    }
  }

  #ends(job: PrintJobId, outcome: PrinterOutcome | null): void {
    if (outcome !== null) void this.says({ driver: 'print-ended', job, outcome });
  }
}

export function aPrinter(change: Partial<Printer> = {}): Printer {
  return {
    id: counter,
    via: 'network',
    name: 'A printer',
    profile: { paperMm: 80, columns: 48, fonts: 'ascii', cutter: true, drawerPin: 2, drawerOpenLevel: null },
    presence: 'ready',
    trouble: null,
    paper: 'ok',
    drawer: 'unknown',
    drawerLevel: null,
    answers: true,
    ...change,
  };
}

/** Everything that can go on has gone on, also what is laid out for paper. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await settled();
}
