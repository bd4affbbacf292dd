import type { Clock, Timer } from '#payment';

import { readScan, scanBytesMax } from '../scan-text.ts';
import type { LostWhy, SayReading } from '../scan.ts';
import type { ReportReading } from './scan-part.ts';

/** So long after a part the next one of the same code must be there. */
export const nextPartWithinMs = 500;
/** A process that was held up runs its timers before it reads what has come meanwhile: so much more, to read that first. */
export const lateReadMs = 25;

type HalfCode = { aim: string | null; parts: Uint8Array[]; bytes: number };

/**
 * Puts the reports of one scanner together to codes. A code that breaks is said once, and what is left of it is dropped
 * until its last part or until there is silence: the end of a long code could pass as a code of its own.
 */
export class ScanAssembler {
  readonly #clock: Clock;
  readonly #say: SayReading;
  #open: HalfCode | null = null;
  #isSkipping = false;
  #silence: Timer | null = null;

  constructor(clock: Clock, say: SayReading) {
    this.#clock = clock;
    this.#say = say;
  }

  take(reading: ReportReading): void {
    if (reading.is === 'other') return;
    if (this.#isSkipping) {
      if (reading.isLast) this.#rest();
      else this.#listen();
    } else if (reading.is === 'garbled') this.#lose('garbled', reading.isLast);
    else this.#add(reading);
  }

  /** The scanner has gone, or is not listened to any more: what is half there stays half. */
  end(): void {
    if (this.#open !== null) this.#lose('half', true);
    this.#rest();
  }

  #add({ aim, data, isLast }: Extract<ReportReading, { is: 'part' }>): void {
    const open = this.#open;
    if (open === null && isLast) return this.#finish([data], aim);
    if (open !== null && open.aim !== aim) return this.#lose('half', isLast);
    const half: HalfCode = open ?? { aim, parts: [], bytes: 0 };
    if (data.byteLength > 0) half.parts.push(data);
    half.bytes += data.byteLength;
    if (half.bytes > scanBytesMax) return this.#lose('too-long', isLast);
    if (isLast) return this.#finish(half.parts, aim);
    this.#open = half;
    this.#listen();
  }

  #finish(parts: readonly Uint8Array[], aim: string | null): void {
    this.#rest();
    const reading = readScan(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts), aim);
    if (reading !== null) this.#say(reading);
  }

  #lose(why: LostWhy, isLast: boolean): void {
    this.#rest();
    this.#say({ is: 'lost', why });
    if (isLast) return;
    this.#isSkipping = true;
    this.#listen();
  }

  #listen(): void {
    this.#silence?.cancel();
    this.#silence = this.#clock.after(nextPartWithinMs, () => {
      this.#silence = this.#clock.after(lateReadMs, () => {
        if (this.#open !== null) this.#say({ is: 'lost', why: 'half' });
        this.#rest();
      });
    });
  }

  #rest(): void {
    this.#silence?.cancel();
    this.#silence = null;
    this.#open = null;
    this.#isSkipping = false;
  }
}
