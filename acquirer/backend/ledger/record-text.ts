import { createHash } from 'node:crypto';

import { AttemptRecord } from '#payment';

/** The form in which records of this version are written. Older versions are read for ever. */
export const recordVersion = 1;

export type Environment = 'sandbox' | 'production';

export type WrittenRecord = {
  seq: number;
  environment: Environment;
  wallAt: number;
  kind: string;
  version: number;
  body: string;
  bodySha256: string;
  hash: string;
};

/** `previous` is the hash of the record before, 64 zeros before the first. */
export function writeRecord(
  record: AttemptRecord,
  at: { paymentRequestId: string; seq: number; previous: string; environment: Environment; wallAt: number },
): WrittenRecord {
  const { seq, environment, wallAt } = at;
  const body = JSON.stringify(record);
  const unhashed = {
    seq,
    environment,
    wallAt,
    kind: record.kind,
    version: recordVersion,
    body,
    bodySha256: sha256(body),
  };
  return { ...unhashed, hash: hashOf(unhashed, at.paymentRequestId, at.previous) };
}

/** Parses what was written and checks that it is as it was. Throws when the ledger is damaged. */
export function readRecord(written: WrittenRecord, paymentRequestId: string, previous: string): AttemptRecord {
  const { seq, body, bodySha256, hash } = written;
  if (sha256(body) !== bodySha256 || hashOf(written, paymentRequestId, previous) !== hash)
    throw new Error(`the ledger is damaged: record ${seq} of ${paymentRequestId} was changed`);
  return AttemptRecord.parse(JSON.parse(body));
}

function hashOf(record: Omit<WrittenRecord, 'hash'>, paymentRequestId: string, previous: string): string {
  const { seq, environment, wallAt, kind, version, bodySha256 } = record;
  return sha256(JSON.stringify([previous, paymentRequestId, seq, environment, wallAt, kind, version, bodySha256]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
