import type { Clock, EpochMs, MonoMs, Timer } from '#payment';

/** A clock that stands until it is moved. Promises settle between two timers, as they do in real time. */
export class VirtualClock implements Clock {
  #startedAt: EpochMs;
  readonly #timers = new Set<{ at: MonoMs; run: () => void }>();
  #now: MonoMs = 0;

  constructor(startedAt: EpochMs) {
    this.#startedAt = startedAt;
  }

  monoMs(): MonoMs {
    return this.#now;
  }

  wallMs(): EpochMs {
    return this.#startedAt + this.#now;
  }

  /** Somebody sets the wall clock; the monotonic one goes on. */
  leap(ms: number): void {
    this.#startedAt += ms;
  }

  after(afterMs: number, run: () => void): Timer {
    const timer = { at: this.#now + Math.max(0, afterMs), run };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const next = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
    await settled();
  }
}

/** Everything that needs no timer has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
