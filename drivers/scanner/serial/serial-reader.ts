import type { Clock } from '#payment';

import type { ScannerReader } from '../scanner-reader.ts';
import type { SayReading } from '../scan.ts';
import { CodeFramer } from './code-framer.ts';

/** Reads the bytes of one open serial scanner. */
export class SerialReader implements ScannerReader {
  readonly layout = null;
  readonly #framer: CodeFramer;
  #aim: string | null = null;

  constructor(clock: Clock, say: SayReading, sendsEndings = false) {
    const hear: SayReading = (reading) => {
      this.#aim = reading.is === 'scan' ? reading.aim : null;
      say(reading);
    };
    this.#framer = new CodeFramer(clock, hear, sendsEndings);
  }

  /** Whether it was seen to end its codes by CR or LF. */
  get sendsEndings(): boolean {
    return this.#framer.sendsEndings;
  }

  take(bytes: Uint8Array): { aim: string | null; reportId: null } {
    this.#aim = null;
    this.#framer.take(bytes);
    return { aim: this.#aim, reportId: null };
  }

  choose(): void {
    // There is nothing to choose.
  }

  end(): void {
    this.#framer.end();
  }
}
