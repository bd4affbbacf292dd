import type { Clock, EpochMs, MonoMs, Timer } from '#payment';

type Waiting = { dueAt: MonoMs; order: number; run: () => void };

/** A clock that stands still until it is told to run. Timers fire in order of their time, then of their arming. */
export class VirtualClock implements Clock {
  #nowMs: MonoMs;
  #wallAheadMs: number;
  #armed = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(wallMs: EpochMs, monoMs: MonoMs = 1_000) {
    this.#nowMs = monoMs;
    this.#wallAheadMs = wallMs - monoMs;
  }

  monoMs(): MonoMs {
    return this.#nowMs;
  }

  wallMs(): EpochMs {
    return this.#nowMs + this.#wallAheadMs;
  }

  after(afterMs: number, run: () => void): Timer {
    const waiting = { dueAt: this.#nowMs + Math.max(0, afterMs), order: this.#armed++, run };
    this.#waiting.add(waiting);
    return { cancel: () => void this.#waiting.delete(waiting) };
  }

  /** How many timers are armed. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** Somebody sets the wall clock; the monotonic one does not notice. */
  jumpWall(byMs: number): void {
    this.#wallAheadMs += byMs;
  }

  /** Resolves after `delayMs` of this clock's time. */
  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.after(delayMs, resolve));
  }

  /** Lets `forMs` pass, with everything that is due and everything that follows from it. */
  async run(forMs: number): Promise<void> {
    const endAt = this.#nowMs + forMs;
    await settled();
    for (let next = this.#next(endAt); next !== undefined; next = this.#next(endAt)) {
      this.#waiting.delete(next);
      this.#nowMs = next.dueAt;
      next.run();
      await settled();
    }
    this.#nowMs = endAt;
  }

  #next(endAt: MonoMs): Waiting | undefined {
    const due = [...this.#waiting].filter(({ dueAt }) => dueAt <= endAt);
    return due.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)[0];
  }
}

/** Chains of promises longer than this are not followed within one instant. */
const promiseStepsMax = 40;

async function settled(): Promise<void> {
  for (let step = 0; step < promiseStepsMax; step++) await Promise.resolve();
}
