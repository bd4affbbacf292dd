import { hintsKeptMs, type Hint } from '#contract';
import type { Clock, TerminalId, Timer } from '#payment';

import type { HintFacts } from '../engine/hint-teller.ts';
import { OneAtATime } from '../engine/one-at-a-time.ts';
import type { HintBook } from './hint-book.ts';

/** A till that opens its line again may not know yet that the old one is dead. */
const linesMax = 2;
const forgetEveryMs = 3_600_000;

/** An open line to a till. Neither throws. */
export interface HintLine {
  send(hint: Hint): void;
  end(): void;
}

/** Numbers the hints and puts them on the lines that tills have opened. */
export class HintBoard {
  readonly #book: HintBook;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #lines = new Map<TerminalId, HintLine[]>();
  readonly #turns = new OneAtATime();
  #forgetting: Timer;

  constructor(book: HintBook, clock: Clock, log: (line: string) => void) {
    this.#book = book;
    this.#clock = clock;
    this.#log = log;
    this.#forgetting = clock.after(0, () => this.#forget());
  }

  /** A hint that cannot be kept is not sent: its number would not be known. The till finds out by asking. */
  tell(facts: HintFacts): void {
    const { terminalId } = facts;
    const told = this.#turns.run(terminalId, async () => {
      const hint = await this.#book.add(facts, this.#clock.wallMs());
      for (const line of this.#lines.get(terminalId) ?? []) line.send(hint);
    });
    told.catch((error: unknown) => this.#log(`a hint for ${terminalId} was not sent: ${wordsOf(error)}`));
  }

  /** Sends what came after that number and what comes from now on. Resolves with what takes the line away again. */
  async open(terminalId: TerminalId, after: number | null, line: HintLine): Promise<() => void> {
    await this.#turns.run(terminalId, async () => {
      for (const hint of await this.#book.missed(terminalId, after)) line.send(hint);
      const lines = [...(this.#lines.get(terminalId) ?? []), line];
      for (const old of lines.splice(0, Math.max(0, lines.length - linesMax))) old.end();
      this.#lines.set(terminalId, lines);
    });
    return () => {
      const left = (this.#lines.get(terminalId) ?? []).filter((other) => other !== line);
      if (left.length > 0) this.#lines.set(terminalId, left);
      else this.#lines.delete(terminalId);
    };
  }

  /** Ends all lines. */
  close(): void {
    this.#forgetting.cancel();
    for (const line of [...this.#lines.values()].flat()) line.end();
    this.#lines.clear();
  }

  #forget(): void {
    this.#book
      .forget(this.#clock.wallMs() - hintsKeptMs)
      .catch((error: unknown) => this.#log(`old hints were not forgotten: ${wordsOf(error)}`));
    this.#forgetting = this.#clock.after(forgetEveryMs, () => this.#forget());
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
