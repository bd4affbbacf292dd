import type { Clock, Timer } from '#payment';

import { readScan, scanBytesMax } from '../scan-text.ts';
import type { Reading, SayReading } from '../scan.ts';

/**
 * A scanner without an ending pauses this long after a code. Until one was seen to send endings nobody knows which it is, and
 * a line that was held up must not make two codes of one: the first half of a payment code can pass as a whole one.
 */
export const silenceMs = 300;
/** A code that its ending did not follow so long is half a code, from a scanner that is known to send endings. */
export const endingWithinMs = 500;
/** A process that was held up runs its timers before it reads what has come meanwhile: so much more, to read that first. */
export const lateReadMs = 25;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * Cuts what comes from a serial scanner into codes: at CR or LF, or at silence when the scanner sends neither. Once it has
 * ended a code by one, silence ends none any more: it would make two codes of one that the line held up.
 */
export class CodeFramer {
  readonly #clock: Clock;
  readonly #say: SayReading;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isSkipping = false;
  #sendsEndings: boolean;
  #silence: Timer | null = null;

  /** `sendsEndings`: it was seen to do so at an earlier opening. */
  constructor(clock: Clock, say: SayReading, sendsEndings = false) {
    this.#sendsEndings = sendsEndings;
    this.#clock = clock;
    this.#say = say;
  }

  get sendsEndings(): boolean {
    return this.#sendsEndings;
  }

  take(chunk: Uint8Array): void {
    let from = 0;
    for (const [at, byte] of chunk.entries()) {
      if (byte !== carriageReturn && byte !== lineFeed) continue;
      this.#sendsEndings = true;
      this.#hold(chunk.subarray(from, at));
      this.#finish();
      from = at + 1;
    }
    this.#hold(chunk.subarray(from));
    this.#listen();
  }

  /** The port is closed: what is half there stays half. */
  end(): void {
    if (this.#bytes > 0 && !this.#isSkipping) this.#say({ is: 'lost', why: 'half' });
    this.#rest();
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.byteLength === 0 || this.#isSkipping) return;
    this.#chunks.push(bytes.slice());
    this.#bytes += bytes.byteLength;
    if (this.#bytes <= scanBytesMax) return;
    this.#rest();
    this.#isSkipping = true; // until it ends: what is left of it could pass as a code
    this.#say({ is: 'lost', why: 'too-long' });
  }

  #finish(): void {
    const bytes = Buffer.concat(this.#chunks);
    this.#rest();
    const reading = readFrame(bytes);
    if (reading !== null) this.#say(reading);
  }

  #listen(): void {
    this.#silence?.cancel();
    this.#silence = null;
    if (this.#bytes === 0 && !this.#isSkipping) return;
    const afterMs = this.#sendsEndings ? endingWithinMs : silenceMs;
    this.#silence = this.#clock.after(afterMs, () => {
      this.#silence = this.#clock.after(lateReadMs, () => {
        if (this.#sendsEndings) this.end();
        else this.#finish();
      });
    });
  }

  #rest(): void {
    this.#silence?.cancel();
    this.#silence = null;
    this.#chunks = [];
    this.#bytes = 0;
    this.#isSkipping = false;
  }
}

/** A wrong speed, a plug put in: bytes that no code has. Tab and what GS1 and ISO/IEC 15434 use (EOT, FS to US) may be in one. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const noCode = /[\0-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x7f]/;

function readFrame(bytes: Uint8Array): Reading | null {
  const reading = readScan(bytes, null);
  return reading?.is === 'scan' && noCode.test(reading.text) ? { is: 'lost', why: 'garbled' } : reading;
}
