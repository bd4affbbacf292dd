import type { Environment } from '../settings/settings.ts';
import type { PaymentRequestId, SaleId } from '#payment';
import type { JournalRecord } from '../journal/records.ts';

/** The newest record: what the backend is told in every request, so that a cut tail is noticed (RELIABILITY 4.3). */
export type Head = { seq: number; hash: string };

/** Who caused a record. */
export type Actor = 'host' | 'cashier';

/** A fact that is about to be written. */
export type NewEntry = {
  sale: SaleId | null;
  attempt: PaymentRequestId | null;
  actor: Actor;
  record: JournalRecord;
};

/** A fact as it stands in the journal. `record` is null where this version does not know the kind. */
export type Entry = {
  seq: number;
  hash: string;
  environment: Environment;
  bootId: string;
  monoMs: number;
  wallAt: number;
  kind: string;
  version: number;
  sale: SaleId | null;
  attempt: PaymentRequestId | null;
  actor: Actor;
  record: JournalRecord | null;
};

export interface Journal {
  /**
   * All or none, in one transaction. When it resolves, they are durable. When it rejects, nothing was written and
   * nothing more will be: a failed sync is never tried again (V19).
   */
  append(entries: readonly NewEntry[]): Promise<readonly Entry[]>;
  readAll(): Iterable<Entry>;
  /** One attempt's records, oldest first. */
  of(attempt: PaymentRequestId): readonly Entry[];
  /** The record of this number; undefined where there is none. */
  at(seq: number): Entry | undefined;
  head(): Head;
}

/** The write did not happen. */
export class JournalWriteFailed extends Error {
  override readonly name = 'JournalWriteFailed';
}

/** `seq:hash`, as it travels. */
export function headText(head: Head): string {
  return `${head.seq}:${head.hash}`;
}
