import { Amount, SaleId, TerminalId } from '#payment';

import { openSqliteJournal } from '../journal/sqlite-journal.ts';

/** For the kill test, as a process: appends for ever and acknowledges each record on stdout once it is durable. */
const [file = '', bootId = ''] = process.argv.slice(2);
const opened = openSqliteJournal(file, {
  terminalId: TerminalId.parse('TILL1'),
  stamp: {
    environment: 'sandbox',
    bootId,
    clock: { monoMs: () => performance.now(), wallMs: () => Date.now(), after: () => ({ cancel: () => undefined }) },
  },
});
if (!opened.ok) throw new Error(`${opened.error.why}: ${opened.error.detail}`);
const journal = opened.value;
const amount = Amount.parse({ currency: 'EUR', minor: 1_250 });

for (;;) {
  const saleId = SaleId.parse(`${bootId}S${journal.head().seq}`);
  const [first] = await journal.append([
    { sale: saleId, attempt: null, actor: 'cashier', record: { kind: 'sale.opened', saleId, amount, despite: null } },
    { sale: saleId, attempt: null, actor: 'host', record: { kind: 'sale.closed', why: 'back' } },
  ]);
  process.stdout.write(`${first?.seq}:${first?.hash}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
