import {
  fold,
  isOpen,
  type AttemptRecord,
  type EpochMs,
  type Facts,
  type PaymentRequestId,
  type TerminalId,
} from '#payment';

import { hasLateSuccess } from './late-success.ts';
import type { Held, Ledger, Opening } from './ledger.ts';

type Kept = {
  terminalId: TerminalId;
  opening: Opening | null;
  records: AttemptRecord[];
  inquiredAt: readonly number[];
  told: boolean;
};

/** The ledger's contract without a disk, for simulated worlds; it lives as long as the object. */
export class MemoryLedger implements Ledger {
  readonly #kept = new Map<PaymentRequestId, Kept>();
  readonly #paymentIds = new Map<string, PaymentRequestId>();

  async begin(opening: Opening, records: readonly AttemptRecord[]): Promise<'made' | 'taken'> {
    const { paymentRequestId, terminalId } = opening;
    if (this.#kept.has(paymentRequestId)) return 'taken';
    this.#kept.set(paymentRequestId, { terminalId, opening, records: [...records], inquiredAt: [], told: false });
    return 'made';
  }

  async bury(paymentRequestId: PaymentRequestId, terminalId: TerminalId): Promise<'made' | 'taken'> {
    if (this.#kept.has(paymentRequestId)) return 'taken';
    this.#kept.set(paymentRequestId, { terminalId, opening: null, records: [], inquiredAt: [], told: false });
    return 'made';
  }

  async append(paymentRequestId: PaymentRequestId, records: readonly AttemptRecord[]): Promise<void> {
    this.#kept.get(paymentRequestId)?.records.push(...records);
  }

  async find(paymentRequestId: PaymentRequestId): Promise<Held | null> {
    const kept = this.#kept.get(paymentRequestId);
    if (kept === undefined) return null;
    const { terminalId, opening, inquiredAt, records } = kept;
    const facts = fold(records);
    if (opening === null || facts === null) return { is: 'tombstone', paymentRequestId, terminalId };
    const lateSuccess = hasLateSuccess(records);
    return {
      is: 'attempt',
      paymentRequestId,
      terminalId,
      orderHmac: opening.orderHmac,
      storeId: opening.storeId,
      facts,
      inquiredAt,
      lateSuccess,
    };
  }

  async unfinished(): Promise<PaymentRequestId[]> {
    return this.#idsOf(({ records }) => isUnfinished(fold(records)));
  }

  async lateSuccesses(begunSince: EpochMs): Promise<PaymentRequestId[]> {
    return this.#idsOf(({ records }) => hasLateSuccess(records) && (fold(records)?.intent.wallAt ?? 0) >= begunSince);
  }

  async untoldConflicts(): Promise<PaymentRequestId[]> {
    return this.#idsOf(({ records, told }) => !told && fold(records)?.standing.at === 'conflict');
  }

  async noteTold(paymentRequestId: PaymentRequestId): Promise<void> {
    const kept = this.#kept.get(paymentRequestId);
    if (kept !== undefined) kept.told = true;
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

  #idsOf(holds: (kept: Kept) => boolean): PaymentRequestId[] {
    return [...this.#kept].filter(([, kept]) => holds(kept)).map(([id]) => id);
  }
}

/** OPEN or VOIDING: the backend still has something to find out. */
export function isUnfinished(facts: Facts | null): boolean {
  return facts !== null && (isOpen(facts) || facts.standing.at === 'voiding');
}
