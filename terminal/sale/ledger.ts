import {
  applyRecord,
  isOpen,
  sameAmount,
  type Amount,
  type AttemptRecord,
  type Facts,
  type PaymentRequestId,
  type SaleId,
} from '#payment';

import { isAttemptRecord } from '../journal/records.ts';
import type { Entry } from '../ports/journal.ts';
import { Durations } from './usual.ts';

/** How many decided and dismissed attempts are kept at hand; older ones are read from the journal when asked for. */
const attemptsKept = 200;

export type SaleView = {
  saleId: SaleId;
  amount: Amount;
  closed: boolean;
  /** A start closed it, because it waited for a code. */
  closedByStart: boolean;
  attempts: readonly PaymentRequestId[];
};

export type AttemptView = {
  facts: Facts;
  /** The process that began it. */
  bootId: string;
  finalAt: number | null;
  /** Where its final stands in the journal: the number of its receipt. */
  finalSeq: number | null;
  /** From its intent to its final: monotonic where one process saw both, else by the wall clock (R11). */
  tookMs: number | null;
  /** It waits in the tray, not on the work pane. */
  parked: boolean;
  /** The cashier has dismissed what it became. */
  acknowledged: boolean;
  /** A success came after the final that said no, and nothing has been made of it yet (row 26). */
  lateSuccess: boolean;
};

/** When something was recorded, by both clocks. */
type Moment = Pick<Entry, 'bootId' | 'monoMs' | 'wallAt'>;

/**
 * What the journal says, in memory: the same function reads it at the start and follows it while it grows, so that a
 * restart can see nothing else than what the process before it saw.
 */
export class Ledger {
  /** How long this till's payments took. */
  readonly durations = new Durations();
  readonly #sales = new Map<SaleId, SaleView>();
  readonly #attempts = new Map<PaymentRequestId, AttemptView>();
  readonly #owners = new Map<string, PaymentRequestId>();
  readonly #dropped = new Set<PaymentRequestId>();
  readonly #unknownKinds = new Set<string>();
  readonly #beganAt = new Map<PaymentRequestId, Moment>();
  /** What is read now was counted before. */
  #recalling = false;

  apply(entry: Entry): void {
    const { record } = entry;
    if (record === null) this.#unknownKinds.add(entry.kind);
    else if (isAttemptRecord(record)) this.#applyToAttempt(entry, record);
    else if (record.kind === 'sale.opened') this.#openSale(record.saleId, record.amount);
    else if (record.kind === 'sale.closed') this.#closeSale(entry.sale, record.why);
    else if (record.kind === 'sale.parked') this.#changeAttempt(entry.attempt, { parked: true });
    else if (record.kind === 'sale.taken') this.#changeAttempt(entry.attempt, { parked: false });
    else if (record.kind === 'acknowledged') this.#changeAttempt(entry.attempt, { acknowledged: true });
  }

  /** Something came about a dropped attempt: it is at hand again. `story`: all that the journal has of it. */
  recall(story: Iterable<Entry>): void {
    this.#recalling = true;
    for (const entry of story) {
      if (entry.attempt !== null) this.#dropped.delete(entry.attempt);
      this.apply(entry);
    }
    this.#recalling = false;
  }

  sale(id: SaleId): SaleView | undefined {
    return this.#sales.get(id);
  }

  attempt(id: PaymentRequestId): AttemptView | undefined {
    return this.#attempts.get(id);
  }

  /** Oldest first. */
  attempts(): AttemptView[] {
    return [...this.#attempts.values()];
  }

  openAttempts(): AttemptView[] {
    return this.attempts().filter(({ facts }) => isOpen(facts));
  }

  /** Open payments that stand on the work pane. */
  openOnPane(): AttemptView[] {
    return this.openAttempts().filter(({ parked }) => !parked);
  }

  openSales(): SaleView[] {
    return [...this.#sales.values()].filter(({ closed }) => !closed);
  }

  /** The sale that waits for a code: all its attempts are declined or cancelled, and dismissed (R10). */
  saleToScan(): SaleView | undefined {
    return this.openSales().find(({ attempts }) => attempts.every((id) => this.#mayFollow(id)));
  }

  /** Kinds of records that a newer till left here: what they leave open cannot be known. */
  get unknownKinds(): ReadonlySet<string> {
    return this.#unknownKinds;
  }

  /** Whether `paymentId` is this attempt's to have; from now on it is nobody else's (V12). */
  bind(paymentId: string, attempt: PaymentRequestId): boolean {
    const owner = this.#owners.get(paymentId);
    if (owner === undefined) this.#owners.set(paymentId, attempt);
    return owner === undefined || owner === attempt;
  }

  #mayFollow(id: PaymentRequestId): boolean {
    const attempt = this.#attempts.get(id);
    if (attempt === undefined) return true; // so old that it was dropped, which only a dismissed one is
    const { at } = attempt.facts.standing;
    return attempt.acknowledged && (at === 'declined' || at === 'cancelled');
  }

  #openSale(saleId: SaleId, amount: Amount): void {
    const known = this.#sales.get(saleId);
    if (known !== undefined && !sameAmount(known.amount, amount)) throw new Error(`sale ${saleId} was opened twice`);
    this.#sales.set(saleId, { saleId, amount, closed: false, closedByStart: false, attempts: [] });
  }

  #closeSale(saleId: SaleId | null, why: 'back' | 'done' | 'restart'): void {
    this.#changeSale(saleId, { closed: true, closedByStart: why === 'restart' });
  }

  #applyToAttempt(entry: Entry, record: AttemptRecord): void {
    // A security record about the till itself belongs to no attempt.
    if (entry.attempt === null || this.#dropped.has(entry.attempt)) return;
    const before = this.#attempts.get(entry.attempt);
    const facts = applyRecord(before?.facts ?? null, record);
    if (facts.successSeen !== null) this.bind(facts.successSeen.paymentId, entry.attempt);
    if (facts.standing.at === 'paid') this.bind(facts.standing.success.paymentId, entry.attempt);
    const decided = before?.finalAt ?? null;
    if (before === undefined) this.#beganAt.set(entry.attempt, momentOf(entry));
    const tookMs = record.kind === 'final' ? this.#took(entry.attempt, entry) : (before?.tookMs ?? null);
    // How long a customer takes to find the scanner of the wallet says nothing of the wallet.
    const byPaymentCode = facts.intent.scenario === 'PaymentCode';
    const paid = record.kind === 'final' && record.outcome === 'paid' && !record.unwanted;
    const counts = paid && byPaymentCode && !this.#recalling;
    if (counts && tookMs !== null) this.durations.add({ wallet: record.success?.wallet ?? null, tookMs });
    this.#attempts.set(entry.attempt, {
      facts,
      bootId: before?.bootId ?? entry.bootId,
      finalAt: record.kind === 'final' ? entry.wallAt : decided,
      finalSeq: record.kind === 'final' ? entry.seq : (before?.finalSeq ?? null),
      tookMs,
      parked: before?.parked ?? false,
      // A conflict is news about a payment that was dismissed long ago.
      acknowledged: record.kind === 'conflict' ? false : (before?.acknowledged ?? false),
      lateSuccess: isLateSuccess(record, decided) || ((before?.lateSuccess ?? false) && record.kind !== 'conflict'),
    });
    if (before === undefined) this.#addAttempt(facts.intent.saleId, entry.attempt);
  }

  #took(id: PaymentRequestId, end: Moment): number | null {
    const began = this.#beganAt.get(id);
    this.#beganAt.delete(id);
    if (began === undefined) return null;
    const sameProcess = began.bootId === end.bootId;
    return Math.max(0, sameProcess ? end.monoMs - began.monoMs : end.wallAt - began.wallAt);
  }

  #addAttempt(saleId: SaleId, attempt: PaymentRequestId): void {
    const others = (this.#sales.get(saleId)?.attempts ?? []).filter((other) => other !== attempt);
    this.#changeSale(saleId, { attempts: [...others, attempt] });
    if (this.#attempts.size <= attemptsKept) return;
    for (const [id, { facts, acknowledged }] of this.#attempts) {
      const paid = facts.standing.at !== 'declined' && facts.standing.at !== 'cancelled';
      const saleGoesOn = this.#sales.get(facts.intent.saleId)?.closed === false;
      if (isOpen(facts) || !acknowledged || (paid && saleGoesOn)) continue;
      this.#attempts.delete(id);
      this.#dropped.add(id);
      return;
    }
  }

  #changeSale(saleId: SaleId | null, change: Partial<SaleView>): void {
    const sale = saleId === null ? undefined : this.#sales.get(saleId);
    if (sale !== undefined) this.#sales.set(sale.saleId, { ...sale, ...change });
  }

  #changeAttempt(id: PaymentRequestId | null, change: Partial<AttemptView>): void {
    const attempt = id === null ? undefined : this.#attempts.get(id);
    if (id !== null && attempt !== undefined) this.#attempts.set(id, { ...attempt, ...change });
  }
}

function isLateSuccess(record: AttemptRecord, finalAt: number | null): boolean {
  if (finalAt === null) return false;
  if (record.kind === 'evidence') return record.success !== null;
  return record.kind === 'hint' && (record.says === 'succeeded' || record.says === 'conflict');
}

function momentOf({ bootId, monoMs, wallAt }: Entry): Moment {
  return { bootId, monoMs, wallAt };
}
