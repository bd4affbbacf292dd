import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from './story.ts';

const wallet = 'alipayhk';

/** What a cashier may scan or type instead of a payment code, and what the till says. */
const notCodes: readonly (readonly [text: string, words: string])[] = [
  ['2812ABC4567890123', 'That is not a payment code'],
  ['281234567890', 'That code is too short'],
  ['2'.padEnd(40, '81'), 'That code is too long'],
  ['991234567890123456', 'That is not a wallet’s payment code'],
  ['https://pay.example/now', 'That is a web address, not a payment code'],
  ['4111111111111111', 'That may be a card number. It was not kept.'],
];

test('[V35] [V36] what is no payment code is said in words, sends nothing and loses nothing', async ({
  till,
  sandbox,
}) => {
  await till.key('12.50');
  for (const [text, words] of notCodes) {
    await till.scan(text);
    await expect(till.page.getByRole('alert')).toContainText(words);
    await expect(till.heading('Scan the customer’s code')).toBeVisible();
    await till.breathe();
  }
  expect(await sandbox.ledger()).toEqual([]);
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('PAID')).toBeVisible();
});

test('a used code and an expired code are refused in words, and a fresh one is taken', async ({ till, sandbox }) => {
  const code = await sandbox.freshCode(wallet);
  const kept = await sandbox.freshCode(wallet);
  await till.key('3');
  await till.scan(code);
  await expect(till.heading('PAID')).toBeVisible();
  await till.breathe();
  await till.key('4');
  await till.scan(code);
  await expect(till.page.getByRole('alert')).toContainText('This code was charged here already');

  // 75 s of the sandbox's clock: the code's minute and its grace.
  await till.page.waitForTimeout(8_000);
  await till.scan(kept);
  await expect(till.heading('NOT PAID')).toBeVisible();
  await expect(till.page.getByRole('main')).toContainText('refresh the code');
  await till.page.getByRole('button', { name: /^Scan another code/ }).click();
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('PAID')).toBeVisible();
  expect((await sandbox.ledger()).map(({ capturedMinor }) => capturedMinor).filter((minor) => minor > 0)).toEqual([
    300, 400,
  ]);
});

test('zero cannot be charged, and an amount above the wallet’s limit is refused in words', async ({
  till,
  sandbox,
}) => {
  await till.page.keyboard.type('0.00', { delay: 90 });
  await till.page.keyboard.press('Enter');
  await expect(till.heading('To pay')).toBeVisible();
  await till.page.keyboard.press('Delete');
  await till.key('20000.01');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('NOT PAID')).toBeVisible();
  await expect(till.page.getByRole('main')).toContainText('limit reached');
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 0 }]);
});

test('an unknown currency in the settings is named on the screen, and mended by mending the file', async ({
  counter,
  till,
}) => {
  const file = join(counter.dataDir, 'till', 'settings.json');
  const good = await readFile(file, 'utf8');
  await writeFile(file, good.replace('"EUR"', '"EUX"'));
  await till.restartHost(counter);
  await expect(till.page.getByRole('alert')).toContainText('The settings are not right', { timeout: 20_000 });
  await expect(till.page.getByText('"EUX" is not a currency code')).toBeVisible();
  await writeFile(file, good);
  await expect(till.page.getByRole('region', { name: 'Amount keys' })).toBeVisible({ timeout: 20_000 });
});

test('the acquirer cannot be reached: said in words, nothing is sent, and the same scan goes through later', async ({
  counter,
  till,
  sandbox,
}) => {
  await till.key('9.90');
  const backend = await counter.pidOf('backend');
  process.kill(backend, 'SIGSTOP');
  // 30 s of the till's clock: what it knew of the acquirer is too old by then.
  await till.page.waitForTimeout(4_500);
  const code = await sandbox.freshCode(wallet);
  await till.scan(code);
  await expect(till.page.getByRole('alert')).toContainText('Nothing was sent.', { timeout: 15_000 });
  expect(await sandbox.ledger()).toEqual([]);
  process.kill(backend, 'SIGCONT');
  await till.breathe();
  await expect(async () => {
    await till.scan(await sandbox.freshCode(wallet));
    await expect(till.heading('PAID')).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 990 }]);
});
