import type { DeviceId } from '#contract';
import type { EpochMs } from '#payment';

/** What may be kept of a report: never its bytes. */
export type ReportFact = {
  scanner: DeviceId;
  /** Its first byte where reports are numbered; null for serial bytes. */
  reportId: number | null;
  bytes: number;
  aim: string | null;
  at: EpochMs;
};

const factsMax = 50;

/** The last reports, in memory only, for whoever looks into a scanner's trouble. */
export class ReportFacts {
  readonly #facts: ReportFact[] = [];

  add(fact: ReportFact): void {
    this.#facts.push(fact);
    if (this.#facts.length > factsMax) this.#facts.shift();
  }

  /** Oldest first. */
  all(): readonly ReportFact[] {
    return [...this.#facts];
  }
}
