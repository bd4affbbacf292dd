import { heldForMs, type Snapshot } from '#contract';
import { tailOf, type Clock, type MonoMs, type PaymentCode, type Timer } from '#payment';

/**
 * A code that was scanned before its amount. In memory only, never recorded, and gone after `heldForMs`; it is charged
 * only by the confirmation of an amount (DESIGN 0).
 */
export class HeldCode {
  readonly #clock: Clock;
  readonly #expired: () => void;
  #held: { code: PaymentCode; until: MonoMs; timer: Timer } | null = null;

  constructor(clock: Clock, expired: () => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  /** A code that was held before is forgotten. */
  hold(code: PaymentCode): void {
    this.drop();
    const timer = this.#clock.after(heldForMs, () => {
      this.drop();
      this.#expired();
    });
    this.#held = { code, until: this.#clock.monoMs() + heldForMs, timer };
  }

  drop(): void {
    this.#held?.timer.cancel();
    this.#held = null;
  }

  /** The code, which is not held any more; null when there is none, or its time is over. */
  take(): PaymentCode | null {
    const code = this.view === null ? null : (this.#held?.code ?? null);
    this.drop();
    return code;
  }

  get view(): Snapshot['held'] {
    if (this.#held === null) return null;
    const leftMs = this.#held.until - this.#clock.monoMs();
    return leftMs <= 0 ? null : { codeTail: tailOf(this.#held.code), leftMs };
  }
}
