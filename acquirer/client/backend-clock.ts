import type { Clock, EpochMs, MonoMs, PayIntent, PaymentRequestId } from '#payment';

/** Attempts whose beginning is remembered; older ones are left to the backend's own check. */
const attemptsMax = 1_000;

/**
 * When an attempt began, on the backend's clock: its last signed time and our monotonic time since (R13). Only for
 * attempts that began in this process, where no wall clock is needed.
 */
export class BackendClock {
  readonly #clock: Clock;
  readonly #beganMono = new Map<PaymentRequestId, MonoMs>();
  #last: { signedAt: EpochMs; mono: MonoMs } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of the first send; later ones change nothing. */
  began(intent: PayIntent): void {
    if (this.#beganMono.has(intent.paymentRequestId)) return;
    this.#beganMono.set(intent.paymentRequestId, this.#clock.monoMs());
    const [oldest] = this.#beganMono.keys();
    if (this.#beganMono.size > attemptsMax && oldest !== undefined) this.#beganMono.delete(oldest);
  }

  /** Null before the first signed answer, and for attempts of an earlier process: the backend alone checks those. */
  intentAt(paymentRequestId: PaymentRequestId): EpochMs | null {
    const began = this.#beganMono.get(paymentRequestId);
    return began === undefined || this.#last === null ? null : this.#last.signedAt + (began - this.#last.mono);
  }

  heard(signedAt: EpochMs): void {
    this.#last = { signedAt, mono: this.#clock.monoMs() };
  }
}
