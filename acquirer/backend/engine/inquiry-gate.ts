import type { Clock, InquiryPurpose } from '#payment';

const windowMs = 60_000;
/** RELIABILITY 5.1: 17 inquiries in any 60 s; for those that a person or an end waits for, 20 (V27). */
const routineMax = 17;
const urgentMax = 20;
const urgent: ReadonlySet<InquiryPurpose> = new Set(['fresh', 'ask', 'quiet']);

/** Counts one attempt's inquiries to Alipay+. What does not pass is dropped; its timer goes on. */
export class InquiryGate {
  readonly #clock: Clock;
  #passedAt: number[];

  /** `wallAt`: when earlier processes asked. A time that the wall clock has not reached yet counts as now. */
  constructor(clock: Clock, wallAt: readonly number[]) {
    this.#clock = clock;
    const toMonoMs = clock.monoMs() - clock.wallMs();
    this.#passedAt = wallAt.map((at) => Math.min(at + toMonoMs, clock.monoMs())).sort((a, b) => a - b);
  }

  isOpenFor(purpose: InquiryPurpose): boolean {
    this.#passedAt = this.#passedAt.filter((at) => at > this.#clock.monoMs() - windowMs);
    return this.#passedAt.length < (urgent.has(purpose) ? urgentMax : routineMax);
  }

  pass(): void {
    this.#passedAt.push(this.#clock.monoMs());
  }

  /** What the next process needs to know, in wall time. */
  get wallAt(): readonly number[] {
    const toWallMs = this.#clock.wallMs() - this.#clock.monoMs();
    return this.#passedAt.map((at) => Math.round(at + toWallMs));
  }
}
