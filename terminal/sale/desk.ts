import {
  scanTestText,
  scanTextCharsMax,
  type Command,
  type NotSelling,
  type PrintCommand,
  type ReceiptFound,
  type Reply,
  type Stage,
} from '#contract';
import {
  assertNever,
  isOpen,
  PaymentRequestId,
  readPaymentCode,
  sameAmount,
  tailOf,
  unframed,
  type Clock,
  type Ids,
  type PayIntent,
  type PaymentCode,
  type SaleId,
} from '#payment';

import type { Books } from '../books.ts';
import type { Acquirer } from '../ports/acquirer.ts';
import type { JournalRecord } from '../journal/records.ts';
import type { NewEntry } from '../ports/journal.ts';
import type { Settings } from '../settings/settings.ts';
import { elapsedOf } from '../tray.ts';
import type { Attempts } from './attempts.ts';
import type { Connection } from './connection.ts';
import type { HeldCode } from './held-code.ts';
import type { AttemptView, SaleView } from './ledger.ts';
import { paymentOrder } from './order.ts';
import { outcomeOf, type OutcomeKind } from './outcome.ts';
import { badScan, done, refused } from './reply.ts';
import type { SeenCodes } from './seen-codes.ts';
import type { TrayDesk } from './tray-desk.ts';
import type { WalletGuess } from './wallet-guess.ts';

type Asked<D extends Command['do']> = Extract<Command, { do: D }>;

export type DeskPorts = {
  clock: Clock;
  ids: Ids;
  settings: Settings;
  books: Books;
  attempts: Attempts;
  acquirer: Acquirer;
  connection: Connection;
  seen: SeenCodes;
  guess: WalletGuess;
  held: HeldCode;
  tray: TrayDesk;
  /** What a text leads to that stands on a receipt; null: it has not that form. */
  receiptIn: (text: string) => ReceiptFound | null;
  notSelling: () => NotSelling | null;
  stage: () => Stage;
  /** The outcome on the stage has been there so briefly that nobody can have read it. */
  resultIsNew: () => boolean;
  changed: () => void;
};

export type DeskCommand = Exclude<
  Command,
  PrintCommand | { do: 'stop' | 'details' | 'pair' | 'display-here' | 'device' }
>;

/** What a scanner read that belongs to no screen: it is for whatever is on the stage when its turn comes. */
type DeviceScan = { do: 'device-scan'; text: string };

/** Commands that wait for their turn: more than all screens of ours together send (T30). */
export const commandsWaitingMax = 1_024;

/** What the cashier may do, one thing at a time. Everything is safe to repeat (V40). */
export class SaleDesk {
  readonly #ports: DeskPorts;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** Takes a command when those before it are done; refuses it when there are too many of them. */
  do(command: DeskCommand | DeviceScan): Promise<Reply> {
    if (this.#waiting >= commandsWaitingMax) return Promise.resolve(refused('not-now'));
    this.#waiting += 1;
    const reply = this.#turn.then(() => this.#take(command)).finally(() => (this.#waiting -= 1));
    this.#turn = reply.catch(() => undefined);
    return reply;
  }

  #take(command: DeskCommand | DeviceScan): Promise<Reply> {
    switch (command.do) {
      case 'charge':
        return this.#charge(command);
      case 'show-code':
        return this.#showCode(command.saleId);
      case 'back':
        return this.#back(command);
      case 'scan':
        return this.#scan(command);
      case 'device-scan':
        return this.#scanForStage(command.text);
      case 'acknowledge':
        return this.#acknowledge(command);
      case 'park':
        return this.#ports.tray.park(command);
      case 'take':
        return this.#ports.tray.take(command);
      case 'drop-held':
        return this.#dropHeld();
      default:
        return assertNever(command);
    }
  }

  async #charge({ saleId, amount, withHeld, showCode, anotherCustomer }: Asked<'charge'>): Promise<Reply> {
    const { books, settings, notSelling, stage, held, tray } = this.#ports;
    const known = books.ledger.sale(saleId);
    if (known !== undefined) {
      // The host that opened it died before it could say so: `ok` would promise a sale that is over.
      if (known.closedByStart && known.attempts.length === 0) return refused('unknown-sale');
      if (!sameAmount(known.amount, amount)) return refused('not-now');
      return showCode === true ? this.#showCode(saleId) : done;
    }
    if (notSelling() !== null) return refused('not-selling');
    if (amount.currency !== settings.currency) return refused('other-currency');
    if (amount.minor === 0) return refused('amount-zero');
    const { at } = stage();
    if (at === 'outcome') return refused('not-now');
    if (at !== 'idle') return refused('busy');
    if (withHeld === true && (showCode === true || held.view === null)) return refused('nothing-held');
    const same = tray.ofAmount(amount);
    if (same !== undefined && anotherCustomer !== true) return this.#sameAmount(same);
    const despite = same?.facts.intent.paymentRequestId ?? null;
    // Nobody takes it from here on, and without the cashier's wish it ends with the idle pane.
    const code = withHeld === true ? held.take() : null;
    const opened: JournalRecord = { kind: 'sale.opened', saleId, amount, despite };
    const reply = await this.#write([{ sale: saleId, attempt: null, actor: 'cashier', record: opened }]);
    if (reply.is !== 'ok') return reply;
    if (showCode === true) return this.#showCode(saleId);
    return code === null ? reply : this.#chargeCode(saleId, code);
  }

  #sameAmount(same: AttemptView): Reply {
    const { attempts, clock } = this.#ports;
    const { paymentRequestId } = same.facts.intent;
    const sources = { runner: (id: PaymentRequestId) => attempts.runner(id), wallMs: clock.wallMs() };
    return { is: 'same-amount', paymentRequestId, elapsedMs: elapsedOf(same, sources) };
  }

  async #dropHeld(): Promise<Reply> {
    this.#ports.held.drop();
    this.#ports.changed();
    return done;
  }

  async #back({ saleId }: Asked<'back'>): Promise<Reply> {
    const { ledger } = this.#ports.books;
    const sale = ledger.sale(saleId);
    if (sale === undefined) return refused('unknown-sale');
    if (sale.closed) return done;
    if (ledger.saleToScan()?.saleId !== saleId) return refused(ledger.openAttempts().length > 0 ? 'busy' : 'not-now');
    return this.#write([{ ...closing(saleId, 'back'), actor: 'cashier' }]);
  }

  /**
   * "Ask the customer to refresh the code", and the cashier scans it at once (DESIGN 0): the same sale, a new try. Not in the
   * moment in which the result came: what is scanned then was meant for the payment before.
   */
  async #scanForStage(text: string): Promise<Reply> {
    const { stage, resultIsNew } = this.#ports;
    const shown = stage();
    if (shown.at === 'outcome' && shown.outcome === 'declined' && readPaymentCode(text).ok) {
      if (resultIsNew()) return badScan('busy');
      const { paymentRequestId } = shown;
      const left = await this.#acknowledge({ do: 'acknowledge', paymentRequestId, again: true });
      if (left.is !== 'ok') return left;
    }
    const now = stage();
    return this.#scan({ saleId: now.at === 'idle' ? null : now.saleId, text });
  }

  /** Row 1 and its guard; row 1b and row 2 are the refusals. */
  async #scan({ saleId, text }: Pick<Asked<'scan'>, 'saleId' | 'text'>): Promise<Reply> {
    if (text.length <= scanTextCharsMax && unframed(text) === scanTestText) return { is: 'test-code' };
    // Letters begin it, so it is never a payment code.
    const receipt = this.#ports.receiptIn(text);
    if (receipt !== null) return receipt;
    const read = readPaymentCode(text);
    if (!read.ok) return badScan(read.error);
    return saleId === null && this.#ports.stage().at === 'idle'
      ? this.#hold(read.value)
      : this.#chargeCode(saleId, read.value);
  }

  /** Scan first, amount later: kept in memory for the amount that will be confirmed. */
  async #hold(code: PaymentCode): Promise<Reply> {
    const { held, seen, notSelling, changed } = this.#ports;
    if (notSelling() !== null) return badScan('not-selling');
    if (seen.attemptOf(code) !== null) return badScan('seen-before');
    held.hold(code);
    changed();
    return done;
  }

  async #chargeCode(saleId: SaleId | null, code: PaymentCode): Promise<Reply> {
    const { books, seen } = this.#ports;
    const seenAs = seen.attemptOf(code);
    const before = seenAs === null ? undefined : books.ledger.attempt(seenAs);
    if (before !== undefined && !before.acknowledged && before.facts.intent.saleId === saleId) return done;

    const sale = this.#saleForCode(saleId);
    if (typeof sale === 'string') return badScan(sale);
    if (seenAs !== null) return badScan('seen-before');
    return this.#payFor(sale, code);
  }

  /** Row M1: a code is asked for that the customer scans. */
  async #showCode(saleId: SaleId): Promise<Reply> {
    const { ledger } = this.#ports.books;
    const known = ledger.sale(saleId)?.attempts.map((id) => ledger.attempt(id)?.facts);
    if (known?.some((facts) => facts !== undefined && isOpen(facts) && facts.intent.scenario === 'OrderCode') === true)
      return done;
    const sale = this.#saleForCode(saleId);
    return typeof sale === 'string' ? badScan(sale) : this.#payFor(sale, null);
  }

  /** The sale that may begin a payment now, or why none may. */
  #saleForCode(saleId: SaleId | null): SaleView | 'not-selling' | 'busy' | 'no-sale' {
    const { books, notSelling, stage } = this.#ports;
    if (notSelling() !== null) return 'not-selling';
    if (books.ledger.openOnPane().length > 0) return 'busy';
    const sale = books.ledger.saleToScan();
    return sale === undefined || sale.saleId !== saleId || stage().at !== 'scan' ? 'no-sale' : sale;
  }

  /** `code` null: an order's code is wanted. */
  async #payFor(sale: SaleView, code: PaymentCode | null): Promise<Reply> {
    const { connection, notSelling } = this.#ports;
    if (!(await connection.isReachable())) return badScan('backend-away');
    // The world may have moved while the backend was asked: another window's conflict, a failed write.
    if (notSelling() !== null) return badScan('not-selling');
    return (await this.#pay(sale, code)) ? done : badScan('not-selling');
  }

  async #pay(sale: SaleView, code: PaymentCode | null): Promise<boolean> {
    const { settings, ids, clock, acquirer, attempts, seen, guess } = this.#ports;
    const paymentRequestId = PaymentRequestId.parse(settings.terminalId + ids.next());
    const { body, bodyHmac } = acquirer.prepare(paymentOrder(settings, paymentRequestId, sale, code));
    const intent: PayIntent = {
      kind: 'pay.intent',
      paymentRequestId,
      saleId: sale.saleId,
      terminalId: settings.terminalId,
      amount: sale.amount,
      scenario: code === null ? 'OrderCode' : 'PaymentCode',
      codeTail: code === null ? null : tailOf(code),
      bodyHmac,
      wallAt: Math.round(clock.wallMs()),
    };
    if (code !== null) guess.charged(paymentRequestId, code);
    const started = await attempts.start(intent, body);
    if (started && code !== null) seen.add(code, paymentRequestId);
    return started;
  }

  async #acknowledge({ paymentRequestId, again }: Asked<'acknowledge'>): Promise<Reply> {
    const { ledger } = this.#ports.books;
    const attempt = ledger.attempt(paymentRequestId);
    if (attempt === undefined)
      return this.#ports.books.story(paymentRequestId).length > 0 ? done : refused('unknown-payment');
    if (attempt.acknowledged) return done;
    const outcome = outcomeOf(attempt.facts);
    if (outcome === null) return refused('not-now');
    if (again && !this.#mayGoOn(attempt, outcome)) return refused('not-now');
    const { saleId } = attempt.facts.intent;
    const seenIt: NewEntry = {
      sale: saleId,
      attempt: paymentRequestId,
      actor: 'cashier',
      record: { kind: 'acknowledged', again },
    };
    const ends = !again && ledger.sale(saleId)?.closed === false;
    return this.#write(ends ? [seenIt, closing(saleId, 'done')] : [seenIt]);
  }

  /** The sale may wait for another code: nothing was taken, and no other sale waits for one. */
  #mayGoOn({ parked }: AttemptView, outcome: OutcomeKind): boolean {
    const { books, stage } = this.#ports;
    if (outcome !== 'declined' && outcome !== 'cancelled') return false;
    return parked ? stage().at === 'idle' : books.ledger.saleToScan() === undefined;
  }

  async #write(entries: readonly NewEntry[]): Promise<Reply> {
    const written = await this.#ports.books.note(entries);
    this.#ports.changed();
    return written ? done : refused('not-selling');
  }
}

/** The record that a sale is over. */
export function closing(sale: SaleId, why: 'back' | 'done' | 'restart'): NewEntry {
  return { sale, attempt: null, actor: 'host', record: { kind: 'sale.closed', why } };
}
