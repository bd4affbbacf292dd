import {
  PrintCommand,
  PrintJobId,
  type Command,
  type DriversCommand,
  type PrinterFrame,
  type PrinterWish,
  type Printing,
  type ReceiptFound,
  type Reply,
} from '#contract';
import { assertNever, err, type Clock, type Facts, type Ids, type PaymentRequestId } from '#payment';

import type { Books, Decision } from '../books.ts';
import type { NewEntry } from '../ports/journal.ts';
import type { PrintingStore } from '../ports/printing.ts';
import type { ReceiptKey } from '../receipt/receipt-code.ts';
import { ReceiptFinder } from '../receipt/receipt-finder.ts';
import { done, notPrinted, refused } from '../sale/reply.ts';
import type { Settings } from '../settings/settings.ts';
import { DrawerWatch } from './drawer-watch.ts';
import { KnownPrinters } from './known-printers.ts';
import { PrintDocuments, type CodeOnScreen } from './print-documents.ts';
import type { PrintJob } from './print-queue.ts';
import { PrintRunner } from './print-runner.ts';
import { PrintWishes } from './print-wishes.ts';
import { printingView } from './printing-view.ts';
import { ReceiptPrinter } from './receipt-printer.ts';

export type PrintDeskPorts = {
  clock: Clock;
  timeScale: number;
  ids: Ids;
  books: Books;
  settings: Settings;
  store: PrintingStore;
  codeOf: (id: PaymentRequestId) => CodeOnScreen | null;
  /** For the driver process, whether it is there or not. */
  tellDrivers: (command: DriversCommand) => void;
  /** Something that screens show has changed. */
  changed: () => void;
  log: (line: string) => void;
};

const commands: ReadonlySet<string> = new Set(PrintCommand.options.flatMap(({ shape }) => [...shape.do.values]));

/** Whether a command is one of those that this desk takes. */
export function isPrintCommand(command: Command): command is PrintCommand {
  return commands.has(command.do);
}

/** This till's paper and its drawer: what screens may ask of them, what printers say, and what payments make due. */
export class PrintDesk {
  readonly #ports: PrintDeskPorts;
  readonly #printers = new KnownPrinters();
  readonly #receiptPrinter: ReceiptPrinter;
  readonly #documents: PrintDocuments;
  readonly #finder: ReceiptFinder;
  readonly #drawers: DrawerWatch;
  readonly #runner: PrintRunner;
  readonly #wishes: PrintWishes;
  #key: ReceiptKey | null = null;

  constructor(ports: PrintDeskPorts) {
    const { clock, timeScale, ids, books, settings, store, codeOf, changed, log } = ports;
    const wallMs = (): number => clock.wallMs();
    const receiptKey = (): ReceiptKey | null => this.#receiptKey();
    this.#ports = ports;
    this.#receiptPrinter = new ReceiptPrinter(store, this.#printers);
    this.#documents = new PrintDocuments({ books, settings, wallMs, receiptKey, codeOf });
    this.#finder = new ReceiptFinder({ books, settings, receiptKey });
    this.#drawers = new DrawerWatch({ clock, timeScale, books });
    this.#runner = new PrintRunner({
      clock,
      timeScale,
      books,
      send: (command) => this.#send(command),
      documentOf: (job) => this.#documentOf(job),
      nextId: () => PrintJobId.parse(ids.next()),
      changed,
      log,
    });
    this.#wishes = new PrintWishes({
      books,
      runner: this.#runner,
      documents: this.#documents,
      printers: this.#printers,
      receiptPrinter: this.#receiptPrinter,
      environment: settings.environment,
      wallMs,
    });
  }

  /** Written with the start of this process. */
  takeUp(): Decision {
    return this.#runner.takeUp();
  }

  /** A driver process that runs already says what it has: the host before this one was told. */
  ask(): void {
    this.#ports.tellDrivers({ to: 'look-for-printers' });
  }

  hear(frame: PrinterFrame): void {
    switch (frame.driver) {
      case 'printers':
        this.#printers.hear(frame);
        this.#receiptPrinter.heard();
        this.#drawers.look(frame.printers);
        for (const { id, trouble } of frame.printers) this.#runner.seen(id, trouble);
        return this.#ports.changed();
      case 'print-ended':
        return this.#runner.ended(frame.job, frame.outcome);
      case 'printer-says':
        return this.#runner.answered(frame.ask, frame.says?.trouble ?? null);
    }
  }

  /** The driver process ended, or begins anew. */
  lostDrivers(): void {
    this.#printers.lost();
    this.#drawers.forget();
    this.#runner.lostDrivers(this.#printers.all.map(({ id }) => id));
  }

  do(command: PrintCommand): Promise<Reply> {
    switch (command.do) {
      case 'print':
        return this.#wishes.print(command);
      case 'print-order-code':
        return this.#wishes.printOrderCode(command);
      case 'print-test-page':
        return this.#wishes.printPage(command, 'printer-test');
      case 'print-check-line':
        return this.#wishes.printPage(command, 'opening-check');
      case 'dismiss-print':
        return this.#wishes.dismiss(command);
      case 'kick-drawer':
        return this.#wishes.kick(command);
      case 'preview':
        return this.#wishes.preview(command);
      case 'printer':
        return Promise.resolve(this.#handOn(command.wish));
      case 'set-printing':
        return Promise.resolve(this.#settle(command));
      case 'find-receipt':
        return Promise.resolve(this.#finder.typed(command.text));
      default:
        return assertNever(command);
    }
  }

  /** What a scanned text leads to, where it stands on a receipt; null: it has not that form. */
  scanned(text: string): ReceiptFound | null {
    return this.#finder.scanned(text);
  }

  /** What is written with a payment's records: the wish for its receipt, where it has just become PAID. */
  withAutomatic(entries: readonly NewEntry[], nextSeq: number): Decision {
    const { automatic, id } = this.#receiptPrinter;
    return this.#runner.withAutomatic(entries, nextSeq, automatic ? id : null);
  }

  /** The cashier has been told what became of a payment. */
  wasTold(facts: Facts): void {
    this.#runner.wasTold(facts);
  }

  /** The journal may know something new of a payment. */
  paymentChanged(facts: Facts): void {
    this.#runner.paymentChanged(facts);
  }

  get view(): Printing {
    return printingView(this.#runner.facts, this.#printers, this.#receiptPrinter);
  }

  end(): void {
    this.#runner.end();
  }

  #send(command: DriversCommand): boolean {
    if (this.#printers.areHere) this.#ports.tellDrivers(command);
    return this.#printers.areHere;
  }

  #handOn(wish: PrinterWish): Reply {
    if (!this.#send(wish)) return refused('not-now');
    if (wish.to === 'forget-printer') this.#receiptPrinter.forget(wish.printer);
    return done;
  }

  #settle({ automatic, printer }: Extract<PrintCommand, { do: 'set-printing' }>): Reply {
    const settled = this.#receiptPrinter.settle({ automatic, printer });
    this.#ports.changed();
    return settled === 'ok' ? done : notPrinted(settled);
  }

  async #documentOf(job: PrintJob): ReturnType<ConstructorParameters<typeof PrintRunner>[0]['documentOf']> {
    const columns = this.#printers.columnsOf(job.printer);
    const made = await this.#documents.of(job.subject, { columns, copy: job.copy });
    return made.ok ? made : err('unsupported');
  }

  #receiptKey(): ReceiptKey | null {
    try {
      this.#key ??= this.#ports.store.receiptKey();
    } catch (error) {
      this.#ports.log(`the key of receipts: ${error instanceof Error ? error.message : String(error)}`);
    }
    return this.#key;
  }
}
