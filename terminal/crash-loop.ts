import type { Clock, EpochMs, Timer } from '#payment';

/** After a crash loop a host must have run this long before it sells again, ms of machine time (V47). */
export const calmAfterMs = 5 * 60_000;

/** Whether this host was started in a crash loop, and has not yet been calm for long enough. */
export class CrashLoop {
  readonly #clock: Clock;
  readonly #lastDeathAt: EpochMs | null;
  #calm: Timer | null = null;
  #over = false;

  /** `lastDeathAt` is when the host before this one died; null when there was no crash loop. */
  constructor(clock: Clock, lastDeathAt: EpochMs | null) {
    this.#clock = clock;
    this.#lastDeathAt = lastDeathAt;
  }

  /** Calls `over` once, when it has been calm for long enough. */
  watch(over: () => void): void {
    if (this.#lastDeathAt === null) return;
    this.#calm = this.#clock.after(calmAfterMs, () => {
      this.#over = true;
      over();
    });
  }

  /** When the last host died; null when this one may sell. */
  get since(): EpochMs | null {
    return this.#over ? null : this.#lastDeathAt;
  }

  end(): void {
    this.#calm?.cancel();
  }
}
