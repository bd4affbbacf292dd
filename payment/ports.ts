/** Milliseconds since 1970, UTC, as the wall clock claims. Shown and recorded, never used to accept or decline (R11). */
export type EpochMs = number;

/** Milliseconds of a clock that only runs forward; its zero means nothing. */
export type MonoMs = number;

export interface Timer {
  cancel(): void;
}

export interface Clock {
  monoMs(): MonoMs;
  wallMs(): EpochMs;
  /** Calls `run` once, `afterMs` of monotonic time from now, unless cancelled before. */
  after(afterMs: number, run: () => void): Timer;
}

export interface Ids {
  /** Letters and digits only, sortable by time, unique without asking anybody (UUIDv7 without hyphens). */
  next(): string;
}

export interface Random {
  /** At least 0, below 1. */
  next(): number;
}
