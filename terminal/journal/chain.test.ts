import { createHash } from 'node:crypto';

import { SaleId, TerminalId } from '#payment';
import { describe, expect, it } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { euros } from '../testing/till-world.ts';
import { beginning, openingEntry, readRow, sealed } from './chain.ts';
import { readRecord, recordVersion } from './records.ts';

const stamp = { environment: 'sandbox', bootId: 'boot1', clock: new VirtualClock(1_780_000_000_000) } as const;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the chain', () => {
  it('hashes a record exactly as RELIABILITY 4.3 writes it', () => {
    const entry = {
      sale: SaleId.parse('S1'),
      attempt: null,
      actor: 'cashier',
      record: { kind: 'sale.opened', saleId: SaleId.parse('S1'), amount: euros(1_250), despite: null },
    } as const;

    const row = sealed({ seq: 7, hash: 'a'.repeat(64) }, entry, stamp);

    const body = '{"kind":"sale.opened","saleId":"S1","amount":{"currency":"EUR","minor":1250},"despite":null}';
    expect(row.body).toBe(body);
    expect(row.hash).toBe(
      sha256(
        `["${'a'.repeat(64)}",8,"sandbox","boot1",0,1780000000000,"sale.opened",2,"S1",null,"cashier","${sha256(body)}"]`,
      ),
    );
  });

  it('begins with 64 zeros', () => {
    const row = sealed(beginning, openingEntry(TerminalId.parse('TILL1'), 'sandbox'), stamp);

    expect(row.seq).toBe(1);
    expect(row.prev_hash).toBe('0'.repeat(64));
  });

  it('[V18] refuses a row in which any field was changed, and one in another place', () => {
    const row = sealed(beginning, openingEntry(TerminalId.parse('TILL1'), 'sandbox'), stamp);
    const changes = {
      seq: 2,
      prev_hash: '1'.repeat(64),
      hash: '1'.repeat(64),
      environment: 'production',
      boot_id: 'boot2',
      mono_ms: 1,
      wall_utc: 1,
      kind: 'boot',
      version: 2,
      sale: 'S1',
      attempt: 'A1',
      actor: 'cashier',
      body: row.body.replace('TILL1', 'TILL2'),
      body_hash: '1'.repeat(64),
    };

    expect(readRow(beginning, row)).not.toBeNull();
    for (const [field, changed] of Object.entries(changes))
      expect(readRow(beginning, { ...row, [field]: changed }), field).toBeNull();
    expect(readRow({ seq: 0, hash: '1'.repeat(64) }, row)).toBeNull();
  });

  it('reads a sale of the first version, from before there was a tray', () => {
    const body = '{"kind":"sale.opened","saleId":"S1","amount":{"currency":"EUR","minor":1250}}';

    const record = { kind: 'sale.opened', saleId: 'S1', amount: euros(1_250), despite: null };
    expect(readRecord('sale.opened', 1, body)).toEqual({ is: 'record', record });
    expect(readRecord('sale.opened', 2, body)).toEqual({ is: 'unreadable' });
    expect(readRecord('sale.opened', 3, body)).toEqual({ is: 'unknown-kind' });
  });

  it('writes what the version before could not read under a number that it calls newer, not damaged', () => {
    for (const kind of ['evidence', 'shown', 'final']) expect(recordVersion(kind), kind).toBe(2);
    const body =
      '{"kind":"final","outcome":"paid","unwanted":false,"code":null,"success":{"paymentId":"P1","paidAt":1,"wallet":null},"proof":null}';
    expect(readRecord('final', 1, body)).toMatchObject({ is: 'record', record: { outcome: 'paid' } });
  });

  it('keeps a record of a kind that only a newer till knows, unread', () => {
    const row = sealed(beginning, openingEntry(TerminalId.parse('TILL1'), 'sandbox'), stamp);
    const newer = { ...row, kind: 'refund.intent' };
    const hash = sha256(
      JSON.stringify([
        newer.prev_hash,
        newer.seq,
        newer.environment,
        newer.boot_id,
        newer.mono_ms,
        newer.wall_utc,
        newer.kind,
        newer.version,
        null,
        null,
        newer.actor,
        newer.body_hash,
      ]),
    );

    expect(readRow(beginning, { ...newer, hash })?.entry).toMatchObject({ kind: 'refund.intent', record: null });
  });
});
