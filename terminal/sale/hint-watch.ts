import {
  isOpen,
  sameAmount,
  type AttemptRunner,
  type Clock,
  type Facts,
  type HintWord,
  type PaymentRequestId,
  type Timer,
} from '#payment';

import type { Acquirer, Hint } from '../ports/acquirer.ts';

/** One attempt is asked about by hints at most this often; what comes meanwhile waits, and becomes one (V27, V30). */
const oneEveryMs = 1_000;

export type HintWatchPorts = {
  clock: Clock;
  acquirer: Acquirer;
  journalHead: () => string;
  factsOf: (id: PaymentRequestId) => Facts | undefined;
  /** Takes a final attempt up again when no runner is there for it. */
  runnerOf: (id: PaymentRequestId) => AttemptRunner | undefined;
  /** A message on the line is not believed (row 28). */
  refused: (why: string) => void;
};

/** Listens on the backend's line of hints; each hint about a payment of this till causes one inquiry, and nothing else (rows 16, 26). */
export class HintWatch {
  readonly #ports: HintWatchPorts;
  readonly #resting = new Map<PaymentRequestId, { timer: Timer; next: HintWord | null }>();
  #close: (() => void) | null = null;

  constructor(ports: HintWatchPorts) {
    this.#ports = ports;
  }

  /** Opens the line where it is wanted, and closes it where not. */
  listen(wanted: boolean): void {
    if (wanted === (this.#close !== null)) return;
    if (!wanted) return this.end();
    const { acquirer, journalHead, refused } = this.#ports;
    this.#close = acquirer.hints?.({ hint: (hint) => this.#take(hint), refused }, journalHead) ?? null;
  }

  /** Closes the line; hints that wait are dropped. */
  end(): void {
    this.#close?.();
    this.#close = null;
    for (const { timer } of this.#resting.values()) timer.cancel();
    this.#resting.clear();
  }

  #take({ paymentRequestId: id, amount, says }: Hint): void {
    const facts = this.#ports.factsOf(id);
    if (facts === undefined) return this.#ports.refused('hint-unknown-payment');
    if (!sameAmount(facts.intent.amount, amount)) return this.#ports.refused('hint-mismatch');
    if (!isOpen(facts) && !isLateNews(facts, says)) return;
    const resting = this.#resting.get(id);
    if (resting !== undefined) resting.next = weightier(resting.next, says);
    else this.#give(id, says);
  }

  #give(id: PaymentRequestId, says: HintWord): void {
    void this.#ports.runnerOf(id)?.hint(says);
    const timer = this.#ports.clock.after(oneEveryMs, () => {
      const next = this.#resting.get(id)?.next ?? null;
      this.#resting.delete(id);
      if (next !== null) this.#give(id, next);
    });
    this.#resting.set(id, { timer, next: null });
  }
}

/** Row 26: what was believed not paid may be paid. Anything else about a final attempt is known already (row 30). */
function isLateNews({ standing }: Facts, says: HintWord): boolean {
  const saidNo = standing.at === 'declined' || standing.at === 'cancelled';
  return saidNo && (says === 'succeeded' || says === 'conflict');
}

/** Of two hints that wait, the one that means more to an attempt that is final (row 26). */
function weightier(one: HintWord | null, other: HintWord): HintWord {
  const order: readonly (HintWord | null)[] = [null, 'other', 'failed', 'succeeded', 'conflict'];
  return order.indexOf(one) > order.indexOf(other) && one !== null ? one : other;
}
