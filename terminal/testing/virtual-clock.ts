import type { Clock } from '#payment';

/** A clock that stands still until a test moves it. Timers run in order of time, then of arming. */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #wallAheadMs: number;
  #armed = 0;
  readonly #timers = new Map<number, { at: number; run: () => void }>();

  constructor(wallMs = Date.UTC(2026, 5, 1, 9, 0, 0)) {
    this.#wallAheadMs = wallMs;
  }

  monoMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs + this.#wallAheadMs;
  }

  after(afterMs: number, run: () => void): { cancel(): void } {
    const id = this.#armed++;
    this.#timers.set(id, { at: this.#nowMs + Math.max(0, afterMs), run });
    return { cancel: () => void this.#timers.delete(id) };
  }

  /** Somebody sets the wall clock. */
  setWall(wallMs: number): void {
    this.#wallAheadMs = wallMs - this.#nowMs;
  }

  /** The machine sleeps: what falls due meanwhile does so when it wakes, once. */
  sleep(forMs: number): void {
    this.#nowMs += forMs;
  }

  /** Runs everything that falls due, letting each timer's consequences settle before the next. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settled();
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      const [id, timer] = next;
      this.#timers.delete(id);
      this.#nowMs = Math.max(this.#nowMs, timer.at);
      timer.run();
      await settled();
    }
    this.#nowMs = untilMs;
  }

  /** The process dies: nothing that it had planned happens. */
  forgetTimers(): void {
    this.#timers.clear();
  }

  #next(untilMs: number): [number, { at: number; run: () => void }] | undefined {
    return [...this.#timers]
      .filter(([, { at }]) => at <= untilMs)
      .sort(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
  }
}

/** All promises that can go on have gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
