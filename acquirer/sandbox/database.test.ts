import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, expect, it } from 'vitest';

import { byCode, startRig, type Rig } from './sandbox-rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
const ledgerPath = join(folder, 'ledger.sqlite');
let rig: Rig | null = null;
afterEach(async () => {
  await rig?.sandbox.close();
  rmSync(folder, { recursive: true });
});

it('a ledger and switches of version 1 are read on', async () => {
  rig = await startRig({ ledgerPath });
  await rig.pay(byCode(await rig.code()));
  await rig.sandbox.close();

  const file = new DatabaseSync(ledgerPath);
  file.exec(`
    DROP TABLE scan;
    DROP INDEX order_by_code;
    ALTER TABLE payment_order DROP COLUMN order_code;
    DROP TRIGGER ended_at_once;
    DROP TRIGGER ended_later;
    DROP TABLE notification;
    ALTER TABLE payment_order DROP COLUMN notify_url;
    ALTER TABLE payment_order DROP COLUMN client_id;
    DROP INDEX order_that_pays;
    DROP TABLE call_with_fault;
    ALTER TABLE wallet DROP COLUMN digits;
    ALTER TABLE payment_order DROP COLUMN asks;
    ALTER TABLE payment_order DROP COLUMN pays_at;
    ALTER TABLE payment_order DROP COLUMN late_ms;
    PRAGMA user_version = 1;
  `);
  const counters = { dropBefore: 0, dropAfter: 2, unknownBefore: 0, unknownAfter: 0, delayMs: 0 };
  const faults = { pay: counters, inquiryPayment: counters, cancelPayment: counters };
  const switches = {
    cancelOfUnknown: 'forget',
    walletRefusalLeavesOrder: true,
    codeRefusalLeavesOrder: false,
    notAWalletCode: 'INVALID_CODE',
    signCredentialErrors: false,
    faults,
  };
  file.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run('switches', JSON.stringify(switches));
  file.close();

  rig = await startRig({ ledgerPath });
  expect(await rig.ledger('TILL1pay1')).toMatchObject({ state: 'paid', timesCharged: 1 });
  expect((await rig.wallet()).digits).toBe(24);
  expect(await rig.get('/sandbox/switches')).toMatchObject({
    cancelOfUnknown: 'forget',
    faultsByAmount: true,
    orderCode: { status: 'U', lifeMs: 180_000 },
    faults: { pay: { dropAfter: 2, silentAfter: 0 } },
  });
});
