import { receiptTextCharsMax, type ReceiptFound, type ReceiptProblem } from '#contract';
import { fold, unframed, type PaymentRequestId } from '#payment';

import type { Books } from '../books.ts';
import { isAttemptRecord } from '../journal/records.ts';
import type { Settings } from '../settings/settings.ts';
import { isPaid, type PaidPayment } from './paid-payment.ts';
import { isReceiptCheck, readReceiptCode, receiptCheck, type ReceiptCode, type ReceiptKey } from './receipt-code.ts';

export type ReceiptFinderPorts = {
  books: Books;
  settings: Pick<Settings, 'terminalId' | 'environment'>;
  /** Null where it can be neither read nor made: then no receipt is known again. */
  receiptKey: () => ReceiptKey | null;
};

/** Finds the payment of a receipt by the code on it. Nothing is believed of it but what the journal says. */
export class ReceiptFinder {
  readonly #ports: ReceiptFinderPorts;

  constructor(ports: ReceiptFinderPorts) {
    this.#ports = ports;
  }

  /** Null: what was scanned has not the form of a receipt's code. */
  scanned(text: string): ReceiptFound | null {
    const code = text.length <= receiptTextCharsMax ? readReceiptCode(unframed(text)) : null;
    return code?.ok === true ? this.#find(code.value) : null;
  }

  /** As a person types it, who minds neither blanks nor capitals. */
  typed(text: string): ReceiptFound {
    return this.scanned(unframed(text).replace(/^cp/, 'CP')) ?? notFound('not-a-receipt-code');
  }

  #find({ number, check, terminal }: ReceiptCode): ReceiptFound {
    const { settings } = this.#ports;
    if (terminal !== null && terminal !== settings.terminalId) return notFound('other-till');
    const key = this.#ports.receiptKey();
    const paid = this.#receiptOf(number);
    if (key === null) return notFound('unknown');
    if (paid !== null && isReceiptCheck(check, receiptCheck(key, paid, settings.environment)))
      return { is: 'receipt', paymentRequestId: paid.facts.intent.paymentRequestId };
    return notFound(terminal === null ? 'unknown' : 'forged');
  }

  /** The payment as it was when it became PAID, which is what its receipt speaks of, whatever came after. */
  #receiptOf(number: number): PaidPayment | null {
    const final = this.#ports.books.at(number);
    if (final?.record?.kind !== 'final' || final.attempt === null) return null;
    const facts = fold(this.#recordsUntil(final.attempt, number));
    return facts !== null && isPaid(facts) ? { facts, number } : null;
  }

  #recordsUntil(attempt: PaymentRequestId, seq: number) {
    const story = this.#ports.books.story(attempt).filter((entry) => entry.seq <= seq);
    return story.flatMap(({ record }) => (record !== null && isAttemptRecord(record) ? [record] : []));
  }
}

function notFound(why: ReceiptProblem): ReceiptFound {
  return { is: 'no-receipt', why };
}
