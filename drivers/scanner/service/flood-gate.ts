import type { Clock } from '#payment';

/** A code of the greatest length comes in 74 reports, and a full-speed scanner sends one each millisecond at most. */
export const reportsPerSecondMax = 250;
/** So long without a report, and the flood is over. */
export const quietMs = 1_000;

/**
 * Ignores a scanner that sends without pause. It goes on being read: what nobody reads the kernel keeps, and gives all of it
 * later. An ignored report costs a comparison.
 */
export class FloodGate {
  readonly #clock: Clock;
  readonly #quiet: () => void;
  #secondBeganAt = Number.NEGATIVE_INFINITY;
  #count = 0;
  #lastAt = 0;
  #isShut = false;

  constructor(clock: Clock, quiet: () => void) {
    this.#clock = clock;
    this.#quiet = quiet;
  }

  /** `pass` for a report, or so many of them, that is read; `shut` for the one that begins a flood, `drop` for the others. */
  report(count = 1): 'pass' | 'shut' | 'drop' {
    const now = this.#clock.monoMs();
    this.#lastAt = now;
    if (this.#isShut) return 'drop';
    if (now - this.#secondBeganAt >= 1_000) {
      this.#secondBeganAt = now;
      this.#count = 0;
    }
    this.#count += count;
    if (this.#count <= reportsPerSecondMax) return 'pass';
    this.#isShut = true;
    this.#lookLater();
    return 'shut';
  }

  /** The scanner is another one, or was opened anew. */
  open(): void {
    this.#isShut = false;
    this.#count = 0;
    this.#secondBeganAt = Number.NEGATIVE_INFINITY;
  }

  #lookLater(): void {
    this.#clock.after(quietMs, () => {
      if (!this.#isShut) return;
      if (this.#clock.monoMs() - this.#lastAt < quietMs) return this.#lookLater();
      this.open();
      this.#quiet();
    });
  }
}
