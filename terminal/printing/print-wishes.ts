import {
  ReceiptPreview,
  type DeviceId,
  type PrintCommand,
  type PrintJobId,
  type PrintProblem,
  type Reply,
} from '#contract';
import { err, ok, type EpochMs, type PaymentRequestId, type Result } from '#payment';

import type { Books } from '../books.ts';
import { isPaid, isPending } from '../receipt/paid-payment.ts';
import { done, notPrinted, refused } from '../sale/reply.ts';
import type { Settings } from '../settings/settings.ts';
import { timesMoved } from './fold-prints.ts';
import type { KnownPrinters } from './known-printers.ts';
import type { PrintDocuments } from './print-documents.ts';
import type { PrintReply } from './print-events.ts';
import { isPrintRecord, type PrintRecord, type PrintSubject } from './print-records.ts';
import type { PrintRunner } from './print-runner.ts';
import { orderCodeSubject, paidSubject, paymentOf, pendingSubject } from './print-subjects.ts';
import type { ReceiptPrinter } from './receipt-printer.ts';

type Asked<D extends PrintCommand['do']> = Extract<PrintCommand, { do: D }>;

/** A job that a screen has named, and the printer if it has. */
type Wanted = { job: PrintJobId; printer?: DeviceId | undefined };

export type PrintWishesPorts = {
  books: Books;
  runner: PrintRunner;
  documents: PrintDocuments;
  printers: KnownPrinters;
  receiptPrinter: ReceiptPrinter;
  environment: Settings['environment'];
  wallMs: () => EpochMs;
};

/** What a screen may want printed, or opened: judged by what is so when the journal's turn comes, and safe to repeat (V40). */
export class PrintWishes {
  readonly #ports: PrintWishesPorts;

  constructor(ports: PrintWishesPorts) {
    this.#ports = ports;
  }

  async print(asked: Asked<'print'>): Promise<Reply> {
    const { paymentRequestId: id } = asked;
    if (this.#ports.books.factsOf(id) === undefined) return refused('unknown-payment');
    return this.#want(asked, () => this.#paperOf(id));
  }

  async printOrderCode(asked: Asked<'print-order-code'>): Promise<Reply> {
    const { paymentRequestId: id } = asked;
    const { books, documents, printers, receiptPrinter } = this.#ports;
    const facts = books.factsOf(id);
    if (facts === undefined) return refused('unknown-payment');
    if (this.#isKnown(asked.job, id)) return done;
    if (!isPending(facts)) return notPrinted('nothing-to-print');
    const subject = orderCodeSubject(facts);
    // Found out now: what no paper has room for would be tried in vain.
    const columns = printers.columnsOf(receiptPrinter.or(asked.printer));
    const made = await documents.of(subject, { columns, copy: 0 });
    if (!made.ok) return notPrinted(made.error === 'no-room' ? 'no-room' : 'no-code');
    return this.#want(asked, () => ok(subject));
  }

  printPage(asked: Wanted, kind: 'printer-test' | 'opening-check'): Promise<Reply> {
    return this.#want(asked, () => ok({ kind }));
  }

  async dismiss({ job }: Asked<'dismiss-print'>): Promise<Reply> {
    return this.#answer(await this.#ports.runner.tell(() => ({ type: 'dismissed', job })));
  }

  async kick({ kick, printer: named, reason, note }: Asked<'kick-drawer'>): Promise<Reply> {
    const { books, runner, environment } = this.#ports;
    // T5: a sale in play money that opened a drawer would look like a real one to whoever stands before it.
    if (environment === 'sandbox' && reason !== 'test' && reason !== 'opening-check') return notPrinted('sandbox');
    if (books.prints.knows(kick)) return done;
    const drawer = this.#drawerOf(named);
    if (typeof drawer === 'string') return notPrinted(drawer);
    const reply = await runner.tell(() =>
      books.prints.knows(kick) ? null : { type: 'kick-wanted', kick, ...drawer, reason, note },
    );
    return this.#answer(reply);
  }

  async preview({ paymentRequestId: id }: Asked<'preview'>): Promise<Reply> {
    const { books, documents, printers, receiptPrinter } = this.#ports;
    if (books.factsOf(id) === undefined) return refused('unknown-payment');
    const paper = this.#paperOf(id);
    if (!paper.ok) return notPrinted(paper.error);
    const made = await documents.of(paper.value, { columns: printers.columnsOf(receiptPrinter.id), copy: 0 });
    if (!made.ok) return notPrinted('nothing-to-print');
    const { previewOf } = await import('../receipt/picture.ts');
    // A shop that says very much on its paper: no screen would be sent such a frame.
    const preview = ReceiptPreview.safeParse(previewOf(made.value));
    return preview.success ? { is: 'preview', preview: preview.data } : notPrinted('too-long');
  }

  /** What paper may say of a payment at this moment (V42). */
  #paperOf(id: PaymentRequestId): Result<PrintSubject, PrintProblem> {
    const { books } = this.#ports;
    const facts = books.factsOf(id);
    const number = books.ledger.attempt(id)?.finalSeq ?? null;
    if (facts !== undefined && isPaid(facts) && number !== null) return ok(paidSubject({ facts, number }));
    return facts !== undefined && isPending(facts) ? ok(pendingSubject(facts)) : err('nothing-to-print');
  }

  async #want({ job, printer: named }: Wanted, subjectNow: () => Result<PrintSubject, PrintProblem>): Promise<Reply> {
    const { runner, receiptPrinter, wallMs } = this.#ports;
    let problem: PrintProblem | null = null;
    const reply = await runner.tell(() => {
      const subject = subjectNow();
      const printer = receiptPrinter.or(named);
      const id = subject.ok ? paymentOf(subject.value) : null;
      if (this.#isKnown(job, id)) return null;
      problem = subject.ok ? (printer === null ? 'no-printer' : null) : subject.error;
      if (!subject.ok || printer === null) return null;
      const movedBefore = id === null ? 0 : timesMoved(this.#printsOf(id), subject.value.kind);
      const wallAt = Math.round(wallMs());
      return { type: 'wanted', job, printer, subject: subject.value, cause: 'asked', movedBefore, wallAt };
    });
    return problem === null ? this.#answer(reply) : notPrinted(problem);
  }

  #drawerOf(named: DeviceId | undefined): { printer: DeviceId; pin: 2 | 5 } | 'no-printer' | 'no-drawer' {
    const { printers, receiptPrinter } = this.#ports;
    const withOne = printers.all.filter(({ profile }) => profile.drawerPin !== null);
    const usual = withOne.find(({ id }) => id === receiptPrinter.id) ?? withOne[0];
    const known = named === undefined ? usual : printers.of(named);
    if (named !== undefined && known === undefined) return 'no-printer';
    const pin = known?.profile.drawerPin ?? null;
    return known === undefined || pin === null ? 'no-drawer' : { printer: known.id, pin };
  }

  /** A job that a screen asks for again is on its way, or was printed, or dismissed: it is in the journal. */
  #isKnown(job: PrintJobId, payment: PaymentRequestId | null): boolean {
    if (this.#ports.books.prints.knows(job)) return true;
    if (payment === null) return false;
    return this.#printsOf(payment).some((record) => record.kind === 'print.queued' && record.job === job);
  }

  #printsOf(id: PaymentRequestId): PrintRecord[] {
    const story = this.#ports.books.story(id);
    return story.flatMap(({ record }) => (record !== null && isPrintRecord(record) ? [record] : []));
  }

  #answer(reply: PrintReply | null): Reply {
    if (this.#ports.books.failed) return refused('not-selling');
    if (reply === 'unknown') return notPrinted('unknown-job');
    return reply === 'too-many' ? notPrinted('too-many') : done;
  }
}
