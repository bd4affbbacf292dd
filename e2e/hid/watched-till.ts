import { randomUUID } from 'node:crypto';

import type { Connect } from '../crash/lines.ts';
import type { Seen, TillClient } from '../crash/till-client.ts';
import type { MockDevices } from './mock-devices.ts';

/** What a till says came of one scan. */
export type Scanned = { is: string; why?: string };
type DeviceState = { drivers: string; scanners: { id: string; presence: string }[] };
type Frame = { frame: string; scanned?: Scanned; snapshot?: { devices?: DeviceState } };

const soonMs = 15_000;
const outcomeWithinMs = 60_000;

/** A running till with scanners at it: scans, and hears what its screen is told of them. */
export class WatchedTill {
  /** Oldest first. */
  readonly scanned: Scanned[] = [];
  readonly #till: TillClient;
  readonly #scanners: MockDevices;
  #devices: DeviceState | undefined;
  readonly #waiting = new Set<() => void>();

  /** Before the till's screen is opened. */
  constructor(till: TillClient, scanners: MockDevices) {
    this.#till = till;
    this.#scanners = scanners;
    const open = till.open.bind(till);
    till.open = (connect: Connect) =>
      open((hear) =>
        connect((frame) => {
          this.#note(frame as Frame);
          hear(frame);
        }),
      );
  }

  /** Resolves with what the till says came of it. */
  async scan(scanner: string, text: string, aim?: string): Promise<Scanned> {
    const before = this.scanned.length;
    await this.#scanners.scan(scanner, text, aim);
    return await this.scannedAt(before);
  }

  /** What came of the scan of this number, the first being 0. */
  async scannedAt(number: number): Promise<Scanned> {
    await this.#until('what came of a scan', () => this.scanned.length > number);
    return this.scanned[number] ?? { is: 'nothing' };
  }

  async untilPresence(serial: string, presence: string): Promise<void> {
    const has = (): boolean | undefined =>
      this.#devices?.scanners.some((scanner) => scanner.id.includes(serial) && scanner.presence === presence);
    await this.#until(`scanner ${serial} is ${presence}`, () => has() === true);
  }

  /** As the button on the devices screen does. */
  async lookForDevices(): Promise<void> {
    await this.#till.ask({ do: 'device', device: { to: 'look' } });
  }

  /** A sale that waits for a code from now on, or has one that was held. */
  async charge(minor: number, held?: { withHeld: true }): Promise<void> {
    const saleId = `S${randomUUID().replaceAll('-', '')}`;
    const amount = { currency: 'EUR', minor };
    const reply = await this.#till.ask({ do: 'charge', saleId, amount, ...held });
    if (reply.is !== 'ok') throw new Error(`the amount was not taken: ${JSON.stringify(reply)}`);
  }

  /** Until the wallet asks its owner. */
  async untilAsking(): Promise<string> {
    const { stage } = await this.#till.until('the customer is asked', isAsking, soonMs);
    return stage.paymentRequestId ?? '';
  }

  /** Touches the outcome, so that the till is back at the keypad. */
  async outcome(): Promise<{ outcome: string; paymentRequestId: string }> {
    const { stage } = await this.#till.until('an outcome', ({ stage }) => stage.at === 'outcome', outcomeWithinMs);
    const { outcome = '', paymentRequestId = '' } = stage;
    await this.#till.ask({ do: 'acknowledge', paymentRequestId, again: false });
    await this.#till.until('the keypad', ({ stage }) => stage.at === 'idle', soonMs);
    return { outcome, paymentRequestId };
  }

  /** Gives up the sale that waits for a code. */
  async back(): Promise<void> {
    const saleId = this.#till.seen?.stage.saleId ?? '';
    await this.#till.ask({ do: 'back', saleId });
    await this.#till.until('the keypad', ({ stage }) => stage.at === 'idle', soonMs);
  }

  #note(frame: Frame): void {
    if (frame.frame === 'scanned' && frame.scanned !== undefined) this.scanned.push(frame.scanned);
    if (frame.snapshot?.devices !== undefined) this.#devices = frame.snapshot.devices;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #until(what: string, fits: () => boolean): Promise<void> {
    const endsAt = performance.now() + soonMs;
    while (!fits()) {
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0) throw new Error(`${what}: not within ${soonMs} ms; ${JSON.stringify(this.#devices)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }
}

function isAsking({ stage }: Seen): boolean {
  return stage.at === 'asking' && (stage as { phase?: string }).phase === 'waiting';
}
