import { parkAfterMs, type Command, type Reply, type Stage } from '#contract';
import { isOpen, sameAmount, type Amount, type PaymentRequestId } from '#payment';

import type { Books } from '../books.ts';
import type { NewEntry } from '../ports/journal.ts';
import { cardsOf, isCard, trayMax } from '../tray.ts';
import type { Attempts } from './attempts.ts';
import type { AttemptView } from './ledger.ts';
import { done, refused } from './reply.ts';

export type TrayDeskPorts = {
  books: Books;
  attempts: Attempts;
  stage: () => Stage;
  changed: () => void;
};

/** What the cashier may do with the tray. Called one at a time; each is safe to repeat (V40). */
export class TrayDesk {
  readonly #ports: TrayDeskPorts;

  constructor(ports: TrayDeskPorts) {
    this.#ports = ports;
  }

  /** The open payment of the work pane goes into the tray; the till goes on asking. */
  async park({ paymentRequestId }: Extract<Command, { do: 'park' }>): Promise<Reply> {
    const { books, attempts, stage } = this.#ports;
    const attempt = books.ledger.attempt(paymentRequestId);
    if (attempt === undefined) return this.#notAtHand(paymentRequestId);
    if (isCard(attempt)) return done;
    const elapsedMs = attempts.runner(paymentRequestId)?.elapsedMs ?? 0;
    const now = stage();
    const isEarly = elapsedMs < parkAfterMs || mayBeShown(now, attempt);
    if (!isOpen(attempt.facts) || isEarly || !isOn(now, paymentRequestId)) return refused('not-now');
    if (cardsOf(books.ledger).length >= trayMax) return refused('tray-full');
    return this.#write(attempt, 'sale.parked');
  }

  /** A card comes back to the work pane, as what it is by now. A sale that waits for a code waits below it. */
  async take({ paymentRequestId }: Extract<Command, { do: 'take' }>): Promise<Reply> {
    const { books, stage } = this.#ports;
    const attempt = books.ledger.attempt(paymentRequestId);
    if (attempt === undefined) return this.#notAtHand(paymentRequestId);
    const now = stage();
    if (isOn(now, paymentRequestId)) return done;
    if (!isCard(attempt)) return refused('not-now');
    if (now.at === 'asking' || now.at === 'cancelling') return refused('busy');
    if (now.at === 'outcome') return refused('not-now');
    return this.#write(attempt, 'sale.taken');
  }

  /** The oldest card that says: this amount may already be paid. */
  ofAmount(amount: Amount): AttemptView | undefined {
    return cardsOf(this.#ports.books.ledger).find(
      ({ facts }) => sameAmount(facts.intent.amount, amount) && (isOpen(facts) || facts.standing.at === 'conflict'),
    );
  }

  async #write({ facts }: AttemptView, kind: 'sale.parked' | 'sale.taken'): Promise<Reply> {
    const { saleId, paymentRequestId } = facts.intent;
    const entry: NewEntry = { sale: saleId, attempt: paymentRequestId, actor: 'cashier', record: { kind } };
    const written = await this.#ports.books.note([entry]);
    this.#ports.changed();
    return written ? done : refused('not-selling');
  }

  /** So old that only the journal knows it, or not ours. */
  #notAtHand(id: PaymentRequestId): Reply {
    return refused(this.#ports.books.story(id).length > 0 ? 'not-now' : 'unknown-payment');
  }
}

/**
 * There is one customer display: an order whose code is on it, or may still come, stays where it can be closed. After a
 * restart, and once it is off, no code comes any more.
 */
function mayBeShown(stage: Stage, { facts }: AttemptView): boolean {
  return stage.at === 'asking' && stage.scenario === 'OrderCode' && !stage.recovered && !facts.codeOff;
}

function isOn(stage: Stage, id: PaymentRequestId): boolean {
  return 'paymentRequestId' in stage && stage.paymentRequestId === id;
}
