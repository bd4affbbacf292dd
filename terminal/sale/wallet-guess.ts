import type { PaymentCode, PaymentRequestId } from '#payment';

/** Wallets are told apart by how their codes begin; this many digits of a code are compared. */
const startDigits = 6;

const startsMax = 1_000;
const attemptsMax = 1_000;

/** Which wallet a code probably is of, learned from payments of this process. In memory only, and only a code's start. */
export class WalletGuess {
  readonly #startOf = new Map<PaymentRequestId, string>();
  readonly #walletOf = new Map<string, string>();

  charged(attempt: PaymentRequestId, code: PaymentCode): void {
    keep(this.#startOf, attempt, code.slice(0, startDigits), attemptsMax);
  }

  paid(attempt: PaymentRequestId, wallet: string | null): void {
    const start = this.#startOf.get(attempt);
    if (start !== undefined && wallet !== null) keep(this.#walletOf, start, wallet, startsMax);
  }

  /** Null when nothing was learned of such a code. */
  of(attempt: PaymentRequestId): string | null {
    const start = this.#startOf.get(attempt);
    return start === undefined ? null : (this.#walletOf.get(start) ?? null);
  }
}

/** Sets `key`, and forgets the oldest beyond `max`. */
function keep<K, V>(map: Map<K, V>, key: K, value: V, max: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}
