import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Amount, PaymentRequestId, SaleId, type PayIntent } from '#payment';

import { StartFault } from '../postgres/fault.ts';
import { databases, type Opened } from '../testing/databases.ts';
import { till } from '../testing/orders.ts';
import { openLedger, tablesIn, type PgLedger } from './pg-ledger.ts';
import { becomeTheOnlyNode } from './single-node.ts';

let minted = 0;

function newId(): PaymentRequestId {
  minted += 1;
  return PaymentRequestId.parse(`TILL1${minted}`);
}

function openingOf(paymentRequestId: PaymentRequestId) {
  return { paymentRequestId, terminalId: till, orderHmac: 'aa', codeHmac: 'bb', storeId: 'S1' };
}

function intentOf(paymentRequestId: PaymentRequestId): PayIntent {
  return {
    kind: 'pay.intent',
    paymentRequestId,
    saleId: SaleId.parse('sale1'),
    terminalId: till,
    amount: Amount.parse({ currency: 'EUR', minor: 1250 }),
    scenario: 'PaymentCode',
    codeTail: '5733',
    bodyHmac: 'cc',
    wallAt: Date.UTC(2026, 10, 21),
  };
}

describe.each(Object.entries(databases))('the ledger in %s', (_name, open) => {
  let opened: Opened;
  let ledger: PgLedger;

  beforeAll(async () => {
    opened = await open();
    ledger = await openLedger(tablesIn(opened.database.pool), 'sandbox', () => 1_000);
  }, 60_000);

  afterAll(async () => {
    await opened.close();
  });

  it('[V13] keeps what it acknowledged: records in order, and the attempt that they make', async () => {
    const id = newId();
    expect(await ledger.begin(openingOf(id), [intentOf(id)])).toBe('made');
    await ledger.append(id, [{ kind: 'cancel.intent', by: 'stop' }, { kind: 'escalated' }]);

    expect((await ledger.recordsOf(id)).map(({ kind }) => kind)).toEqual(['pay.intent', 'cancel.intent', 'escalated']);
    expect(await ledger.find(id)).toMatchObject({
      is: 'attempt',
      orderHmac: 'aa',
      storeId: 'S1',
      facts: { escalated: true, standing: { at: 'cancelling', by: 'stop' } },
    });
    expect(await ledger.unfinished()).toContain(id);
  });

  it('[3b] of a pay and a cancel at once exactly one makes the row', async () => {
    for (let round = 0; round < 20; round++) {
      const id = newId();
      const both = await Promise.all([ledger.begin(openingOf(id), [intentOf(id)]), ledger.bury(id, till)]);
      expect(both.toSorted()).toEqual(['made', 'taken']);
      expect(await ledger.find(id)).toMatchObject({ is: both[0] === 'made' ? 'attempt' : 'tombstone' });
    }
    const { rows } = await opened.database.pool.query(
      'select count(*)::int as orphans from records r left join attempts a using (payment_request_id) where a."is" = $1',
      ['tombstone'],
    );
    expect(rows).toEqual([{ orphans: 0 }]);
  });

  it('refuses every change of a record', async () => {
    const id = newId();
    await ledger.begin(openingOf(id), [intentOf(id)]);
    const { pool } = opened.database;
    await expect(pool.query(`update records set kind = 'x'`)).rejects.toThrow('append-only');
    await expect(pool.query('delete from records')).rejects.toThrow('append-only');
    await expect(pool.query('truncate records')).rejects.toThrow('append-only');
  });

  it('[V18] sees a record that somebody changed all the same', async () => {
    const id = newId();
    await ledger.begin(openingOf(id), [intentOf(id)]);
    const client = await opened.database.pool.connect();
    await client.query(`set session_replication_role = replica`); // no triggers for this session
    await client.query(`update records set body = replace(body, '1250', '1') where payment_request_id = $1`, [id]);
    client.release(true);

    await expect(ledger.find(id)).rejects.toThrow('damaged');
  });

  it('[V12] binds a paymentId to one attempt for ever', async () => {
    const [first, second] = [newId(), newId()];
    for (const id of [first, second]) await ledger.begin(openingOf(id), [intentOf(id)]);
    const payments = await Promise.all([ledger.claimPaymentId('P1', first), ledger.claimPaymentId('P1', second)]);
    expect(payments.toSorted()).toEqual([false, true]);
    expect(await ledger.claimPaymentId('P1', payments[0] ? first : second)).toBe(true);
  });

  it('[V34] marks every record, and refuses to serve the other world', async () => {
    await expect(openLedger(tablesIn(opened.database.pool), 'production', () => 0)).rejects.toThrow(StartFault);
    await expect(openLedger(tablesIn(opened.database.pool), 'production', () => 0)).rejects.toThrow(
      /sandbox environment/,
    );
    const { rows } = await opened.database.pool.query('select distinct environment from records');
    expect(rows).toEqual([{ environment: 'sandbox' }]);
  });

  it('[V27] keeps the times of inquiries beside the attempt', async () => {
    const id = newId();
    await ledger.begin(openingOf(id), [intentOf(id)]);
    await ledger.noteInquiries(id, [1_764_000_000_000, 1_764_000_003_000]);
    expect(await ledger.find(id)).toMatchObject({ inquiredAt: [1_764_000_000_000, 1_764_000_003_000] });
  });

  it('lets one backend at a time drive it', async () => {
    const lock = await becomeTheOnlyNode(opened.database.pool, () => {});
    await expect(becomeTheOnlyNode(opened.database.pool, () => {}, 0)).rejects.toThrow(/Another backend/);
    lock.release();
    (await becomeTheOnlyNode(opened.database.pool, () => {})).release();
  });
});
