import { describe, expect, it } from 'vitest';

import { isAttemptRecord, readRecord, recordVersion, type JournalRecord } from '../journal/records.ts';

const job = 'J1';
const printer = 'net 192.0.2.7';
const subject = { kind: 'paid', paymentRequestId: 'TILL1x', number: 7 };

/** Each kind as version 1 wrote it first: these texts are never changed. */
const written: readonly string[] = [
  `{"kind":"print.queued","job":"${job}","printer":"${printer}","subject":${JSON.stringify(subject)},"copy":0,"cause":"automatic","wallAt":1}`,
  `{"kind":"print.queued","job":"${job}","printer":"${printer}","subject":{"kind":"printer-test"},"copy":0,"cause":"asked","wallAt":1}`,
  `{"kind":"print.sending","job":"${job}"}`,
  `{"kind":"print.ended","job":"${job}","outcome":"interrupted","why":"paper-out"}`,
  `{"kind":"print.ended","job":"${job}","outcome":"confirmed","why":null}`,
  `{"kind":"print.parked","job":"${job}","why":"restart"}`,
  `{"kind":"print.dismissed","job":"${job}"}`,
  `{"kind":"drawer.kick","kick":"${job}","printer":"${printer}","pin":2,"reason":"change","note":null}`,
  `{"kind":"drawer.ended","kick":"${job}","outcome":"not-opened","why":"absent"}`,
  `{"kind":"drawer.seen","printer":"${printer}","is":"open"}`,
];

describe('a record of printing', () => {
  it.each(written)('is read for ever as it was written: %s', (body) => {
    const record = JSON.parse(body) as JournalRecord;
    expect(readRecord(record.kind, 1, body)).toEqual({ is: 'record', record });
    expect(readRecord(record.kind, recordVersion(record.kind) + 1, body)).toEqual({ is: 'unknown-kind' });
  });

  it.each(written)('[V41] is none of a payment’s, so that no payment is read otherwise for it: %s', (body) => {
    expect(isAttemptRecord(JSON.parse(body) as JournalRecord)).toBe(false);
  });

  it.each([
    ['print.queued', written[0]?.replace('"copy":0', '"copy":-1')],
    ['print.queued', written[0]?.replace('"number":7', '"number":0')],
    ['print.ended', written[3]?.replace('paper-out', 'the printer said so')],
    ['print.sending', written[2]?.replace('}', ',"text":"PAID"}')],
    ['drawer.kick', written[7]?.replace('"pin":2', '"pin":3')],
  ])('of the kind %s that says more or other things does not read: %s', (kind, body) => {
    expect(readRecord(kind, 1, body ?? '')).toEqual({ is: 'unreadable' });
  });
});
