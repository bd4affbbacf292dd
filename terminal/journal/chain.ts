import { hash } from 'node:crypto';

import { PaymentRequestId, SaleId, type Clock, type TerminalId } from '#payment';
import * as z from 'zod';

import type { Entry, Head, NewEntry } from '../ports/journal.ts';
import { Environment } from '../settings/settings.ts';
import { readRecord, recordVersion } from './records.ts';

/** What every record of one host process is stamped with. */
export type Stamp = { environment: Environment; bootId: string; clock: Clock };

/** One row as the file holds it (RELIABILITY 4.3). `body` is the exact text that was hashed. */
export const Row = z.strictObject({
  seq: z.number().int().min(1),
  prev_hash: z.string().length(64),
  hash: z.string().length(64),
  environment: Environment,
  boot_id: z.string().min(1).max(64),
  mono_ms: z.number().int(),
  wall_utc: z.number().int(),
  kind: z.string().min(1).max(64),
  version: z.number().int().min(1),
  sale: SaleId.nullable(),
  attempt: PaymentRequestId.nullable(),
  actor: z.enum(['host', 'cashier']),
  body: z.string(),
  body_hash: z.string().length(64),
});
export type Row = z.infer<typeof Row>;

/** Before record 1. */
export const beginning: Head = { seq: 0, hash: '0'.repeat(64) };

/** The row that follows `head`. */
export function sealed(head: Head, entry: NewEntry, stamp: Stamp): Row {
  const body = JSON.stringify(entry.record);
  const row = {
    seq: head.seq + 1,
    prev_hash: head.hash,
    environment: stamp.environment,
    boot_id: stamp.bootId,
    mono_ms: Math.round(stamp.clock.monoMs()),
    wall_utc: Math.round(stamp.clock.wallMs()),
    kind: entry.record.kind,
    version: recordVersion(entry.record.kind),
    sale: entry.sale,
    attempt: entry.attempt,
    actor: entry.actor,
    body,
    body_hash: sha256(body),
  };
  return { ...row, hash: hashOf(row) };
}

/** All rows that follow `head`, each after the one before. */
export function sealedAll(head: Head, entries: readonly NewEntry[], stamp: Stamp): Row[] {
  const rows: Row[] = [];
  let last = head;
  for (const entry of entries) {
    const row = sealed(last, entry, stamp);
    rows.push(row);
    last = headOf(row);
  }
  return rows;
}

/** Reads a stored row that must follow `head`; null when it does not, was changed, or does not parse. */
export function readRow(head: Head, stored: unknown): { entry: Entry; head: Head } | null {
  const parsed = Row.safeParse(stored);
  if (!parsed.success) return null;
  const row = parsed.data;
  if (row.seq !== head.seq + 1 || row.prev_hash !== head.hash) return null;
  const entry = readOwn(row);
  return entry && { entry, head: headOf(row) };
}

/** Reads a stored row by its own hashes; its place in the chain was checked before. */
export function readAlone(stored: unknown): Entry | null {
  const parsed = Row.safeParse(stored);
  return parsed.success ? readOwn(parsed.data) : null;
}

function readOwn(row: Row): Entry | null {
  if (row.body_hash !== sha256(row.body) || row.hash !== hashOf(row)) return null;
  const read = readRecord(row.kind, row.version, row.body);
  if (read.is === 'unreadable') return null;
  return {
    seq: row.seq,
    hash: row.hash,
    environment: row.environment,
    bootId: row.boot_id,
    monoMs: row.mono_ms,
    wallAt: row.wall_utc,
    kind: row.kind,
    version: row.version,
    sale: row.sale,
    attempt: row.attempt,
    actor: row.actor,
    record: read.is === 'record' ? read.record : null,
  };
}

/** Record 1 of a new journal. */
export function openingEntry(terminalId: TerminalId, environment: Environment): NewEntry {
  return {
    sale: null,
    attempt: null,
    actor: 'host',
    record: { kind: 'journal.opened', terminal: terminalId, environment, generation: 1, previousHead: null },
  };
}

export function headOf(row: { seq: number; hash: string }): Head {
  return { seq: row.seq, hash: row.hash };
}

function hashOf(row: Omit<Row, 'hash' | 'body'>): string {
  // The order of RELIABILITY 4.3. It can never change.
  return sha256(
    JSON.stringify([
      row.prev_hash,
      row.seq,
      row.environment,
      row.boot_id,
      row.mono_ms,
      row.wall_utc,
      row.kind,
      row.version,
      row.sale,
      row.attempt,
      row.actor,
      row.body_hash,
    ]),
  );
}

function sha256(text: string): string {
  return hash('sha256', text);
}
