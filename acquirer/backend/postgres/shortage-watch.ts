import type { Clock } from '#payment';

const onceInMs = 60_000;

/**
 * Says that PostgreSQL has run out of what it needs. Nothing is lost by it: what cannot be written was not done (V19), and
 * a payment whose intent cannot be written is not sent. But no payment begins any more until somebody makes room.
 */
export class ShortageWatch {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #saidAt: number | null = null;

  constructor(clock: Clock, log: (line: string) => void) {
    this.#clock = clock;
    this.#log = log;
  }

  /** What PostgreSQL answered to a statement. At most one line a minute. */
  failed(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // postgresql.org/docs/current/errcodes-appendix.html: class 53, insufficient resources
    if (!/^53[0-9A-Z]{3}$/.test(code)) return;
    const now = this.#clock.monoMs();
    if (this.#saidAt !== null && now - this.#saidAt < onceInMs) return;
    this.#saidAt = now;
    const what =
      code === '53100'
        ? 'The disk of the PostgreSQL of this backend is full: make room on it.'
        : `The PostgreSQL of this backend lacks memory, connections or another resource (SQLSTATE ${code}): its log says which.`;
    this.#log(
      `${what} Until then new payments are not begun and nothing of them is sent; what is open goes on by itself afterwards.`,
    );
  }
}
