import type { Kysely } from 'kysely';

import type { Clock, MonoMs } from '#payment';

import type { Tables } from '../ledger/tables.ts';

/** A flood of forged messages must not fill the disk (row 28). */
const perMinuteMax = 10;
const aboutCharsMax = 64;

/** Records of messages from outside that were not believed. */
export class SecurityLog {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #notedAt: MonoMs[] = [];

  constructor(db: Kysely<Tables>, clock: Clock, log: (line: string) => void) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
  }

  /** `about`: what it named, which nobody has vouched for. */
  note(why: string, about: string): void {
    const now = this.#clock.monoMs();
    this.#notedAt = this.#notedAt.filter((at) => now - at < 60_000);
    if (this.#notedAt.length >= perMinuteMax) return;
    this.#notedAt.push(now);
    this.#log(`security: ${why}`);
    this.#db
      .insertInto('security')
      .values({ at: String(this.#clock.wallMs()), why, about: about.slice(0, aboutCharsMax) })
      .execute()
      .catch((error: unknown) =>
        this.#log(`could not be recorded: ${error instanceof Error ? error.message : String(error)}`),
      );
  }
}
