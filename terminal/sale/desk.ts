import type { Command, NotSelling, Reply, Stage } from '#contract';
import {
  assertNever,
  PaymentRequestId,
  readPaymentCode,
  sameAmount,
  tailOf,
  type Clock,
  type Ids,
  type PayIntent,
  type PaymentCode,
  type SaleId,
} from '#payment';

import type { Books } from '../books.ts';
import type { Acquirer } from '../ports/acquirer.ts';
import type { NewEntry } from '../ports/journal.ts';
import type { Settings } from '../settings/settings.ts';
import type { Attempts } from './attempts.ts';
import type { Connection } from './connection.ts';
import type { SaleView } from './ledger.ts';
import { paymentOrder } from './order.ts';
import { outcomeOf } from './outcome.ts';
import type { SeenCodes } from './seen-codes.ts';

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
  notSelling: () => NotSelling | null;
  stage: () => Stage;
  changed: () => void;
};

/** What the cashier may do, one thing at a time. Everything is safe to repeat (V40). */
export class SaleDesk {
  readonly #ports: DeskPorts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** Takes a command when those before it are done. */
  do(command: Exclude<Command, { do: 'stop' | 'details' }>): Promise<Reply> {
    const reply = this.#turn.then(() => this.#take(command));
    this.#turn = reply.catch(() => undefined);
    return reply;
  }

  #take(command: Exclude<Command, { do: 'stop' | 'details' }>): Promise<Reply> {
    switch (command.do) {
      case 'charge':
        return this.#charge(command);
      case 'back':
        return this.#back(command);
      case 'scan':
        return this.#scan(command);
      case 'acknowledge':
        return this.#acknowledge(command);
      default:
        return assertNever(command);
    }
  }

  async #charge({ saleId, amount }: Asked<'charge'>): Promise<Reply> {
    const { books, settings, notSelling, stage } = this.#ports;
    const known = books.ledger.sale(saleId);
    if (known !== undefined) return sameAmount(known.amount, amount) ? done : refused('not-now');
    if (notSelling() !== null) return refused('not-selling');
    if (amount.currency !== settings.currency) return refused('other-currency');
    if (amount.minor === 0) return refused('amount-zero');
    const { at } = stage();
    if (at === 'outcome') return refused('not-now');
    if (at !== 'idle') return refused('busy');
    return this.#write([
      { sale: saleId, attempt: null, actor: 'cashier', record: { kind: 'sale.opened', saleId, amount } },
    ]);
  }

  async #back({ saleId }: Asked<'back'>): Promise<Reply> {
    const { ledger } = this.#ports.books;
    const sale = ledger.sale(saleId);
    if (sale === undefined) return refused('unknown-sale');
    if (sale.closed) return done;
    if (ledger.saleToScan()?.saleId !== saleId) return refused(ledger.openAttempts().length > 0 ? 'busy' : 'not-now');
    return this.#write([{ ...closing(saleId, 'back'), actor: 'cashier' }]);
  }

  /** Row 1 and its guard; row 1b and row 2 are the refusals. */
  async #scan({ saleId, text }: Asked<'scan'>): Promise<Reply> {
    const read = readPaymentCode(text);
    if (!read.ok) return badScan(read.error);
    const code = read.value;
    const { books, seen, connection, notSelling, stage } = this.#ports;

    const seenAs = seen.attemptOf(code);
    const before = seenAs === null ? undefined : books.ledger.attempt(seenAs);
    if (before !== undefined && !before.acknowledged && before.facts.intent.saleId === saleId) return done;

    if (notSelling() !== null) return badScan('not-selling');
    if (books.ledger.openAttempts().length > 0) return badScan('busy');
    const sale = books.ledger.saleToScan();
    if (sale === undefined || sale.saleId !== saleId || stage().at !== 'scan') return badScan('no-sale');
    if (seenAs !== null) return badScan('seen-before');
    if (!(await connection.isReachable())) return badScan('backend-away');
    // The world may have moved while the backend was asked: another window's conflict, a failed write.
    if (notSelling() !== null) return badScan('not-selling');
    return (await this.#pay(sale, code)) ? done : badScan('not-selling');
  }

  async #pay(sale: SaleView, code: PaymentCode): Promise<boolean> {
    const { settings, ids, clock, acquirer, attempts, seen } = this.#ports;
    const paymentRequestId = PaymentRequestId.parse(settings.terminalId + ids.next());
    const { body, bodyHmac } = acquirer.prepare(paymentOrder(settings, paymentRequestId, sale, code));
    const intent: PayIntent = {
      kind: 'pay.intent',
      paymentRequestId,
      saleId: sale.saleId,
      terminalId: settings.terminalId,
      amount: sale.amount,
      scenario: 'PaymentCode',
      codeTail: tailOf(code),
      bodyHmac,
      wallAt: Math.round(clock.wallMs()),
    };
    const started = await attempts.start(intent, body);
    if (started) seen.add(code, paymentRequestId);
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
    if (again && outcome !== 'declined' && outcome !== 'cancelled') return refused('not-now');
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

const done: Reply = { is: 'ok' };

function refused(why: Extract<Reply, { is: 'refused' }>['why']): Reply {
  return { is: 'refused', why };
}

function badScan(why: Extract<Reply, { is: 'bad-scan' }>['why']): Reply {
  return { is: 'bad-scan', why };
}
