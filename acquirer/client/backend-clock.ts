import type { Clock, EpochMs, MonoMs, PayIntent, PaymentRequestId } from '#payment';

/** Attempts whose beginning is remembered; older ones are left to the backend's own check. */
const attemptsMax = 1_000;

/**
 * When an attempt began, on the backend's clock: its last signed time then and our monotonic time since that (R13).
 * Reckoned once, at the beginning: a machine that sleeps stands still by its monotonic clock, and the backend's clock
 * may be set, so that reckoning back from a later answer would put the beginning after what followed it (V28, V29).
 */
export class BackendClock {
  readonly #clock: Clock;
  readonly #beganAt = new Map<PaymentRequestId, EpochMs | null>();
  #last: { signedAt: EpochMs; mono: MonoMs } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of the first send; later ones change nothing. */
  began({ paymentRequestId }: PayIntent): void {
    if (this.#beganAt.has(paymentRequestId)) return;
    const last = this.#last;
    this.#beganAt.set(paymentRequestId, last === null ? null : last.signedAt + (this.#clock.monoMs() - last.mono));
    const [oldest] = this.#beganAt.keys();
    if (this.#beganAt.size > attemptsMax && oldest !== undefined) this.#beganAt.delete(oldest);
  }

  /** Null where no signed answer came before, and for attempts of an earlier process: the backend alone checks those. */
  intentAt(paymentRequestId: PaymentRequestId): EpochMs | null {
    return this.#beganAt.get(paymentRequestId) ?? null;
  }

  heard(signedAt: EpochMs): void {
    this.#last = { signedAt, mono: this.#clock.monoMs() };
  }
}
