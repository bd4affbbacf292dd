import type { Clock, InquiryPurpose, Scenario } from '#payment';

/** RELIABILITY 5.1: so many inquiries in any window; more for those that a person or an end waits for (V27). */
type Ceiling = { windowMs: number; routineMax: number; urgentMax: number };

const ceilings: Readonly<Record<Scenario, Ceiling>> = {
  PaymentCode: { windowMs: 60_000, routineMax: 17, urgentMax: 20 },
  OrderCode: { windowMs: 180_000, routineMax: 54, urgentMax: 59 },
};
const urgent: ReadonlySet<InquiryPurpose> = new Set(['fresh', 'ask', 'quiet']);

/** Counts one attempt's inquiries to Alipay+. What does not pass is dropped; its timer goes on. */
export class InquiryGate {
  readonly #clock: Clock;
  readonly #ceiling: Ceiling;
  #passedAt: number[];

  /** `wallAt`: when earlier processes asked. A time that the wall clock has not reached yet counts as now. */
  constructor(clock: Clock, scenario: Scenario, wallAt: readonly number[]) {
    this.#clock = clock;
    this.#ceiling = ceilings[scenario];
    const toMonoMs = clock.monoMs() - clock.wallMs();
    this.#passedAt = wallAt.map((at) => Math.min(at + toMonoMs, clock.monoMs())).sort((a, b) => a - b);
  }

  isOpenFor(purpose: InquiryPurpose): boolean {
    const { windowMs, routineMax, urgentMax } = this.#ceiling;
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
