import type { Hint } from '#contract';
import type { Attempt, Clock, PaymentRequestId, Standing, Timer } from '#payment';

import type { Ledger } from '../ledger/ledger.ts';

/** What a till is to look at. It gets its number and its time where it leaves. */
export type HintFacts = Pick<Hint, 'terminalId' | 'paymentRequestId' | 'amount' | 'says'>;

/** A till that waits for an answer learns it from there; the hint is for an answer that is lost. */
const afterAnswerMs = 1_000;
/** Row 26b: a conflict is told until the till has asked. The gap doubles from the first to the last. */
const conflictAgainMs = 60_000;
const conflictAgainMaxMs = 3_600_000;

export type HintTellerPorts = {
  clock: Clock;
  ledger: Pick<Ledger, 'noteTold'>;
  tell: (hint: HintFacts) => void;
  log: (line: string) => void;
};

/** Decides when a till is hinted at one of its payments. */
export class HintTeller {
  readonly #ports: HintTellerPorts;
  readonly #repeats = new Map<PaymentRequestId, Timer>();
  #closed = false;

  constructor(ports: HintTellerPorts) {
    this.#ports = ports;
  }

  /** A record is durable. `awaited`: a call of the till is waiting for this very change. */
  changed(before: Standing['at'], attempt: Attempt, awaited: boolean): void {
    const { at } = attempt.facts.standing;
    if (at === before) return;
    if (at === 'conflict') return this.tellConflict(attempt);
    const says = wordOf(at);
    if (says === null) return;
    if (awaited) this.#ports.clock.after(afterAnswerMs, () => this.#tell(attempt, says));
    else this.#tell(attempt, says);
  }

  /** Now, and again until `asked`. */
  tellConflict(attempt: Attempt, againAfterMs = conflictAgainMs): void {
    const { paymentRequestId: id } = attempt.facts.intent;
    this.#tell(attempt, 'conflict');
    this.#repeats.get(id)?.cancel();
    const again = (): void => this.tellConflict(attempt, Math.min(againAfterMs * 2, conflictAgainMaxMs));
    this.#repeats.set(id, this.#ports.clock.after(againAfterMs, again));
  }

  /** The till has asked about this payment, and is being answered. */
  asked(attempt: Attempt): void {
    const { paymentRequestId: id } = attempt.facts.intent;
    const timer = this.#repeats.get(id);
    if (timer === undefined) return;
    timer.cancel();
    this.#repeats.delete(id);
    this.#ports.ledger.noteTold(id).catch(() => this.#ports.log(`${id}: the conflict will be told again`));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#repeats.values()) timer.cancel();
    this.#repeats.clear();
  }

  #tell({ facts }: Attempt, says: Hint['says']): void {
    if (this.#closed) return;
    const { terminalId, paymentRequestId, amount } = facts.intent;
    const wireAmount = { currency: amount.currency, value: String(amount.minor) };
    this.#ports.tell({ terminalId, paymentRequestId, amount: wireAmount, says });
  }
}

/** Null for what a till need not look at. */
function wordOf(at: Standing['at']): Hint['says'] | null {
  switch (at) {
    case 'paid':
      return 'succeeded';
    case 'declined':
    case 'cancelled':
      return 'failed';
    case 'voided':
      return 'other';
    default:
      return null;
  }
}
