import type { Clock, Timer } from '#payment';

/** A clock on which nothing passes until all of it does: what is armed runs, and what that arms. */
export class StillClock implements Clock {
  readonly #armed = new Set<() => void>();

  monoMs(): number {
    return 0;
  }

  wallMs(): number {
    return 0;
  }

  after(_afterMs: number, run: () => void): Timer {
    const once = (): void => run(); // a function of its own for each timer
    this.#armed.add(once);
    return { cancel: () => void this.#armed.delete(once) };
  }

  /** A long silence. */
  pass(): void {
    for (const run of this.#armed) {
      this.#armed.delete(run);
      run();
    }
  }
}
