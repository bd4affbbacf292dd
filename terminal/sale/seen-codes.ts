import { createHmac } from 'node:crypto';

import type { Clock, PaymentCode, PaymentRequestId } from '#payment';

/** How long a charged code is known again: a wallet's code lives about a minute, a screenshot of it longer (T10). */
const seenForMs = 600_000;

/** More codes than a till can charge in that time. */
const seenMax = 1_000;

/** The codes that were charged lately, as keyed hashes, in memory only (V37). */
export class SeenCodes {
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  readonly #seen = new Map<string, { at: number; attempt: PaymentRequestId }>();

  constructor(key: Uint8Array, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  add(code: PaymentCode, attempt: PaymentRequestId): void {
    this.#forgetOld();
    this.#seen.set(this.#nameOf(code), { at: this.#clock.monoMs(), attempt });
  }

  /** The attempt that this code was charged with; null when it was not, or too long ago. */
  attemptOf(code: PaymentCode): PaymentRequestId | null {
    this.#forgetOld();
    return this.#seen.get(this.#nameOf(code))?.attempt ?? null;
  }

  #forgetOld(): void {
    const now = this.#clock.monoMs();
    for (const [name, { at }] of this.#seen) {
      if (now - at <= seenForMs && this.#seen.size <= seenMax) return;
      this.#seen.delete(name);
    }
  }

  #nameOf(code: PaymentCode): string {
    return createHmac('sha256', this.#key).update(code).digest('base64');
  }
}
