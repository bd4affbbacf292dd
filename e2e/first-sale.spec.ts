import type { Page } from '@playwright/test';

import { hostPid } from './counter.ts';
import { readFromScreen } from './reader.ts';
import { expect, test } from './story.ts';

const wallet = 'alipayhk';

test('[V6] an amount is keyed, the wallet’s code is read off its screen and scanned, and the till says PAID', async ({
  counter,
  till,
  sandbox,
  context,
}) => {
  const before = await sandbox.balance(wallet, 'EUR');
  await till.key('12.50');
  const phone = await context.newPage();
  await phone.goto(counter.wallet);
  const code = await readCode(phone);
  expect(code).toMatch(/^28\d{22}$/);
  await till.page.bringToFront();
  await till.scan(code);

  await expect(till.heading('PAID')).toBeVisible();
  await expect(till.heading('PAID')).toBeFocused();
  await expect(till.announced().filter({ hasText: 'PAID' })).toContainText('12.50');
  await expect(till.page.getByRole('main')).toContainText('AlipayHK');
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before - 1250);
  const ledger = await sandbox.ledger();
  expect(ledger).toHaveLength(1);
  expect(ledger[0]).toMatchObject({ state: 'paid', timesCharged: 1, timesGivenBack: 0, capturedMinor: 1250 });
});

test('[V5] the wallet refuses: NOT PAID, in words, and nothing was charged', async ({ till, sandbox }) => {
  await sandbox.behave(wallet, 'refuses');
  const before = await sandbox.balance(wallet, 'EUR');
  await till.key('8.40');
  await till.scan(await sandbox.freshCode(wallet));

  await expect(till.heading('NOT PAID')).toBeVisible();
  await expect(till.page.getByText('Nothing was charged.').first()).toBeVisible();
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 0, capturedMinor: 0 }]);
});

test('[V6] the customer must confirm: the till waits in words, then says PAID', async ({ till, sandbox }) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('31');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();

  const [order] = await sandbox.ledger();
  await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');
  await expect(till.heading('PAID')).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 3100 }]);
});

test('[V25] the cashier stops while the customer is asked: CANCELLED, and nothing is kept', async ({
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('5');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  await till.stop();

  await expect(till.heading('CANCELLED')).toBeVisible();
  await expect(till.page.getByText('Nothing is kept.').first()).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ state: 'cancelled', capturedMinor: 0 }]);
});

test('[V24] the wallet never answers: the till waits, cancels at its deadline, and nothing is kept', async ({
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'never-answers');
  const before = await sandbox.balance(wallet, 'EUR');
  await till.key('19.99');
  await till.scan(await sandbox.freshCode(wallet));

  await expect(till.heading('Sending…')).toBeVisible();
  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: 40_000 });
  await expect(till.page.getByText('Nothing is kept.').first()).toBeVisible();
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 0, capturedMinor: 0 }]);
});

test('[V5] every answer is lost though the customer was charged: never PAID, never “not paid”, and the money goes back', async ({
  till,
  sandbox,
}) => {
  const before = await sandbox.balance(wallet, 'EUR');
  await sandbox.switches({ faults: { pay: { dropAfter: 1000 }, inquiryPayment: { dropBefore: 1000 } } });
  await till.key('23.10');
  await till.scan(await sandbox.freshCode(wallet));

  await expect(till.heading('NOT KNOWN YET')).toBeVisible({ timeout: 20_000 });
  await expect(till.page.getByText('Do not charge again.').first()).toBeVisible();
  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: 60_000 });
  expect(await sandbox.balance(wallet, 'EUR')).toBe(before);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 1, capturedMinor: 0 }]);
});

test('the page is reloaded in mid payment and shows the same payment', async ({ till, sandbox }) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('7.25');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  await till.page.reload();
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  await expect(till.page.getByRole('main')).toContainText('7.25');

  const [order] = await sandbox.ledger();
  await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');
  await expect(till.heading('PAID')).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 725 }]);
});

test('[V15] the host is killed while the customer confirms: the outcome is shown after the restart, one capture', async ({
  counter,
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('48.60');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();

  const killed = await hostPid(counter);
  process.kill(killed, 'SIGKILL');
  const [order] = await sandbox.ledger();
  await sandbox.decide(wallet, 'confirm', order?.paymentRequestId ?? '');

  await expect(till.heading('PAID')).toBeVisible({ timeout: 20_000 });
  await expect(till.page.getByRole('main')).toContainText('48.60');
  expect(await hostPid(counter)).not.toBe(killed);
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, timesGivenBack: 0, capturedMinor: 4860 }]);
});

/** Waits until a reader sees the same digits in the bars and in the square: the phone has drawn both. */
async function readCode(phone: Page): Promise<string> {
  let code = '';
  await expect(async () => {
    code = (await readFromScreen(phone.getByRole('img', { name: 'Payment code as a barcode' }), 'code-128')) ?? '';
    expect(code).not.toBe('');
    expect(await readFromScreen(phone.getByRole('img', { name: 'Payment code as a QR code' }), 'qr')).toBe(code);
  }).toPass({ timeout: 20_000 });
  return code;
}
