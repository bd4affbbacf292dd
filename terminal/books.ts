import type { Facts, PaymentRequestId } from '#payment';

import { PrintBook } from './printing/print-book.ts';
import { Ledger } from './sale/ledger.ts';
import { headText, type Entry, type Journal, type NewEntry } from './ports/journal.ts';

/** What is written together, and what follows at once when it is durable, before anything else is decided. */
export type Decision = { entries: readonly NewEntry[]; done: () => void };

/** The journal and what it says. Everything that is written passes here, one write after the other. */
export class Books {
  readonly ledger = new Ledger();
  readonly prints = new PrintBook();
  readonly #journal: Journal;
  readonly #onFailed: () => void;
  #failed = false;
  #last: Promise<unknown> = Promise.resolve();

  /** Reads the whole journal. Throws when its records contradict each other. */
  constructor(journal: Journal, onFailed: () => void) {
    this.#journal = journal;
    this.#onFailed = onFailed;
    for (const entry of journal.readAll()) this.#follow(entry);
  }

  /** A write failed: nothing is written any more, so nothing may be begun (V19). */
  get failed(): boolean {
    return this.#failed;
  }

  get head(): string {
    return headText(this.#journal.head());
  }

  /** Resolves when the entries are durable and the ledger knows them; rejects when nothing was written. */
  write(entries: readonly NewEntry[]): Promise<void> {
    return this.decide(() => ({ entries, done: nothing }));
  }

  /**
   * As `write`, of what is decided when its turn comes: nothing is written between the two. `nextSeq`: the number that the
   * first entry gets. What `decide` throws rejects this write and no other; `done` must not throw.
   */
  decide(decide: (nextSeq: number) => Decision): Promise<void> {
    const written = this.#last.then(() => this.#append(decide));
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** As `write`, for what nobody waits for: false when nothing was written. */
  async note(entries: readonly NewEntry[]): Promise<boolean> {
    try {
      await this.write(entries);
      return true;
    } catch {
      return false; // `onFailed` has been told
    }
  }

  /** Also when it was dismissed so long ago that it is not at hand any more; undefined when this till never had it. */
  factsOf(attempt: PaymentRequestId): Facts | undefined {
    if (this.ledger.attempt(attempt) === undefined) this.ledger.recall(this.story(attempt));
    return this.ledger.attempt(attempt)?.facts;
  }

  story(attempt: Parameters<Journal['of']>[0]): ReturnType<Journal['of']> {
    return this.#journal.of(attempt);
  }

  /** The record of this number. */
  at(seq: number): Entry | undefined {
    return this.#journal.at(seq);
  }

  async #append(decide: (nextSeq: number) => Decision): Promise<void> {
    if (this.#failed) throw new Error('the journal failed before');
    const { entries, done } = decide(this.#journal.head().seq + 1);
    try {
      if (entries.length > 0) for (const entry of await this.#journal.append(entries)) this.#follow(entry);
    } catch (error) {
      this.#failed = true;
      this.#onFailed();
      throw error;
    }
    done();
  }

  #follow(entry: Entry): void {
    this.ledger.apply(entry);
    this.prints.apply(entry.record);
  }
}

function nothing(): void {}
