import type { ReceiptDocument } from '#contract';
import { err, ok, type EpochMs, type PaymentRequestId, type Result } from '#payment';

import type { Books } from '../books.ts';
import { languageOfWallet } from '../display/wallet-language.ts';
import { isPaid, isPending } from '../receipt/paid-payment.ts';
import type { Paper, PaperShop } from '../receipt/paper.ts';
import type { ReceiptKey } from '../receipt/receipt-code.ts';
import type { Settings } from '../settings/settings.ts';
import { walletOf } from '../stage.ts';
import type { PrintSubject } from './print-records.ts';

/** An order's code as it stands on the customer's screen. `leftMs`: until it is taken off. */
export type CodeOnScreen = { value: string; leftMs: number };

export type PrintDocumentsPorts = {
  books: Books;
  settings: Settings;
  wallMs: () => EpochMs;
  /** Null where it can be neither read nor made. */
  receiptKey: () => ReceiptKey | null;
  /** Null: it is off, or was never on. */
  codeOf: (id: PaymentRequestId) => CodeOnScreen | null;
};

/** `no-longer-so`: the payment became something that this paper does not say. */
export type NoDocument = 'no-longer-so' | 'no-code' | 'no-room' | 'no-key';

/** Lays out what is to be printed, by what the journal says at this moment. */
export class PrintDocuments {
  readonly #ports: PrintDocumentsPorts;
  readonly #shop: PaperShop;

  constructor(ports: PrintDocumentsPorts) {
    this.#ports = ports;
    this.#shop = { ...ports.settings, paper: ports.settings.paper ?? {} };
  }

  async of(
    subject: PrintSubject,
    { columns, copy }: Pick<Paper, 'columns' | 'copy'>,
  ): Promise<Result<ReceiptDocument, NoDocument>> {
    // No start of a till waits for it.
    const make = await import('../receipt/index.ts');
    const { books, receiptKey } = this.#ports;
    const facts = 'paymentRequestId' in subject ? books.factsOf(subject.paymentRequestId) : undefined;
    const customerLanguage = facts === undefined ? null : languageOfWallet(walletOf(facts));
    const paper: Paper = { shop: this.#shop, columns, copy, customerLanguage, printedAt: this.#ports.wallMs() };
    switch (subject.kind) {
      case 'paid': {
        if (facts === undefined || !isPaid(facts)) return err('no-longer-so');
        const key = receiptKey();
        return key === null ? err('no-key') : ok(make.paidReceipt({ facts, number: subject.number }, paper, key));
      }
      case 'pending':
        return facts !== undefined && isPending(facts) ? ok(make.pendingSlip(facts, paper)) : err('no-longer-so');
      case 'order-code': {
        if (facts === undefined || !isPending(facts)) return err('no-longer-so');
        const code = this.#ports.codeOf(subject.paymentRequestId);
        if (code === null) return err('no-code');
        const made = make.orderCodeSlip({ facts, code: code.value, endsAt: paper.printedAt + code.leftMs }, paper);
        return made.ok ? made : err('no-room');
      }
      case 'opening-check':
        return ok(make.openingCheckLine(paper));
      case 'printer-test':
        return ok(make.printerTestPage(paper));
    }
  }
}
