import { createHash, type Hash } from 'node:crypto';

/** What is counted over all worlds. */
export type Tally = {
  sales: number;
  attempts: number;
  faults: number;
  crashes: number;
  stops: number;
  /** Payments that were put into the tray, and amounts that were asked about because of it. */
  parks: number;
  sameAmounts: number;
  events: number;
};

export function emptyTally(): Tally {
  return { sales: 0, attempts: 0, faults: 0, crashes: 0, stops: 0, parks: 0, sameAmounts: 0, events: 0 };
}

/**
 * All that happened in one world, in words, as a digest or, when traced, as lines too.
 * Two runs of one seed must have equal digests (V48).
 */
export class History {
  readonly #hash: Hash = createHash('sha256');
  readonly #lines: string[] | null;
  #pending = '';

  constructor(traced: boolean) {
    this.#lines = traced ? [] : null;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  add(atMs: number, line: string): void {
    const full = `${(atMs / 1000).toFixed(3).padStart(9)} ${line}`;
    this.#lines?.push(full);
    this.#pending += full;
    if (this.#pending.length < 8_192) return;
    this.#hash.update(this.#pending);
    this.#pending = '';
  }

  digest(): string {
    return this.#hash.update(this.#pending).digest('hex');
  }
}
