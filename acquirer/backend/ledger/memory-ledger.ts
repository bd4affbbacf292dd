import { fold, isOpen, type AttemptRecord, type Facts, type PaymentRequestId, type TerminalId } from '#payment';

import type { Held, Ledger, Opening } from './ledger.ts';

type Kept = {
  terminalId: TerminalId;
  opening: Opening | null;
  records: AttemptRecord[];
  inquiredAt: readonly number[];
};

/** The ledger's contract without a disk, for simulated worlds; it lives as long as the object. */
export class MemoryLedger implements Ledger {
  readonly #kept = new Map<PaymentRequestId, Kept>();
  readonly #paymentIds = new Map<string, PaymentRequestId>();

  async begin(opening: Opening, records: readonly AttemptRecord[]): Promise<'made' | 'taken'> {
    const { paymentRequestId, terminalId } = opening;
    if (this.#kept.has(paymentRequestId)) return 'taken';
    this.#kept.set(paymentRequestId, { terminalId, opening, records: [...records], inquiredAt: [] });
    return 'made';
  }

  async bury(paymentRequestId: PaymentRequestId, terminalId: TerminalId): Promise<'made' | 'taken'> {
    if (this.#kept.has(paymentRequestId)) return 'taken';
    this.#kept.set(paymentRequestId, { terminalId, opening: null, records: [], inquiredAt: [] });
    return 'made';
  }

  async append(paymentRequestId: PaymentRequestId, records: readonly AttemptRecord[]): Promise<void> {
    this.#kept.get(paymentRequestId)?.records.push(...records);
  }

  async find(paymentRequestId: PaymentRequestId): Promise<Held | null> {
    const kept = this.#kept.get(paymentRequestId);
    if (kept === undefined) return null;
    const { terminalId, opening, inquiredAt } = kept;
    const facts = fold(kept.records);
    if (opening === null || facts === null) return { is: 'tombstone', paymentRequestId, terminalId };
    return { is: 'attempt', paymentRequestId, terminalId, orderHmac: opening.orderHmac, facts, inquiredAt };
  }

  async unfinished(): Promise<PaymentRequestId[]> {
    return [...this.#kept].filter(([, { records }]) => isUnfinished(fold(records))).map(([id]) => id);
  }

  async claimPaymentId(paymentId: string, paymentRequestId: PaymentRequestId): Promise<boolean> {
    const owner = this.#paymentIds.get(paymentId) ?? paymentRequestId;
    this.#paymentIds.set(paymentId, owner);
    return owner === paymentRequestId;
  }

  async noteInquiries(paymentRequestId: PaymentRequestId, wallAt: readonly number[]): Promise<void> {
    const kept = this.#kept.get(paymentRequestId);
    if (kept !== undefined) kept.inquiredAt = wallAt;
  }

  /** For an oracle: the facts on record, in order. */
  recordsOf(paymentRequestId: PaymentRequestId): readonly AttemptRecord[] {
    return this.#kept.get(paymentRequestId)?.records ?? [];
  }
}

/** OPEN or VOIDING: the backend still has something to find out. */
export function isUnfinished(facts: Facts | null): boolean {
  return facts !== null && (isOpen(facts) || facts.standing.at === 'voiding');
}
