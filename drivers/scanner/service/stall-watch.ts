import type { Clock, MonoMs, Timer } from '#payment';

/** How often the process looks whether it is on time. */
const lookMs = 100;
/** Held up for longer, what is read may have been scanned long ago: for a sale that is over by now. */
export const stalledMs = 1_000;
/** What waited meanwhile is read within this time after the process goes on. */
const arrearsMs = 300;

/**
 * Notices that this process did not run for a while: stopped, swapped out, or hanging in a library. The kernel keeps what is
 * scanned meanwhile and delivers it all at once, when the cashier may be at the next customer's sale.
 */
export class StallWatch {
  readonly #clock: Clock;
  #lookedAt: MonoMs;
  #arrearsUntil: MonoMs = -Infinity;
  #timer: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lookedAt = clock.monoMs();
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Whether what is read now may be late. */
  get isLate(): boolean {
    this.#note();
    return this.#clock.monoMs() < this.#arrearsUntil;
  }

  #look(): void {
    this.#note();
    this.#timer = this.#clock.after(lookMs, () => this.#look());
  }

  #note(): void {
    const now = this.#clock.monoMs();
    // Before `start` nobody looks, and nothing is read.
    if (this.#timer !== null && now - this.#lookedAt > stalledMs) this.#arrearsUntil = now + arrearsMs;
    this.#lookedAt = now;
  }
}
