import type { Clock, Timer } from '#payment';

/** Anybody can send what is not signed: a flood of it must not fill the disk. */
export const perMinuteMax = 10;
const minuteMs = 60_000;

/** Lines that strangers cause: so many of a minute as they are, of the others their number. */
export class StrangerLog {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  /** Of the minute that began with its first line. */
  #lines = 0;
  #minute: Timer | null = null;

  constructor(clock: Clock, log: (line: string) => void) {
    this.#clock = clock;
    this.#log = log;
  }

  note(line: string): void {
    this.#minute ??= this.#clock.after(minuteMs, () => this.close());
    this.#lines += 1;
    if (this.#lines <= perMinuteMax) this.#log(line);
  }

  /** Says what is left to say; the next line begins another minute. */
  close(): void {
    this.#minute?.cancel();
    this.#minute = null;
    const more = this.#lines - perMinuteMax;
    this.#lines = 0;
    if (more > 0) this.#log(`and ${more} more like these within a minute`);
  }
}
