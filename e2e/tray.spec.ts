import { expect, test } from './story.ts';

const wallet = 'alipayhk';
const other = 'kakaopay';

test('[V1] an unknown payment waits in the tray, the next customer pays, and the card turns by itself', async ({
  till,
  sandbox,
}) => {
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.80');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(till.heading('Customer is confirming on the phone')).toBeVisible();
  const first = (await sandbox.ledger()).at(-1)?.paymentRequestId ?? '';
  // 15 s of the till's clock.
  await expect(till.page.getByRole('button', { name: /tray/i })).toBeVisible({ timeout: 10_000 });
  await till.breathe();
  await till.page.keyboard.press('F4');
  await expect(till.heading('To pay')).toBeVisible();
  const card = till.page.getByRole('button', { name: /12\.80/ });
  await expect(card.first()).toBeVisible();

  await till.key('3.20');
  await till.scan(await sandbox.freshCode(other));
  await expect(till.heading('PAID')).toBeVisible();
  await expect(till.page.getByRole('main')).toContainText('3.20');
  await sandbox.decide(wallet, 'confirm', first);
  await expect(till.page.getByRole('status').filter({ hasText: 'It went through.' })).toContainText('12.80');
  expect((await sandbox.ledger()).map(({ capturedMinor }) => capturedMinor).toSorted((a, b) => a - b)).toEqual([
    320, 1280,
  ]);

  await till.breathe();
  await till.page.keyboard.press('Enter');
  await expect(till.heading('To pay')).toBeVisible();
  await card.first().click();
  await expect(till.heading('PAID')).toBeVisible();
});

test('[V1] the same amount as one in the tray is asked about, and waiting is the default', async ({
  till,
  sandbox,
}) => {
  const { page } = till;
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.80');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(page.getByRole('button', { name: /tray/i })).toBeVisible({ timeout: 15_000 });
  await till.breathe();
  await page.keyboard.press('F4');
  await expect(till.heading('To pay')).toBeVisible();

  await page.keyboard.type('12.80', { delay: 90 });
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Same customer?');
  await expect(question.getByRole('button', { name: /^Yes, wait/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(till.heading('To pay')).toBeVisible();
  expect(await sandbox.ledger()).toHaveLength(1);

  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^No, another customer/ })
    .click();
  await expect(till.heading('Scan the customer’s code')).toBeVisible();
});

test('[V15] a card in the tray survives the end of the host', async ({ counter, till, sandbox }) => {
  const { page } = till;
  await sandbox.behave(wallet, 'must-confirm');
  await till.key('12.80');
  await till.scan(await sandbox.freshCode(wallet));
  await expect(page.getByRole('button', { name: /tray/i })).toBeVisible({ timeout: 15_000 });
  await till.breathe();
  await page.keyboard.press('F4');
  await expect(till.heading('To pay')).toBeVisible();
  await till.restartHost(counter);
  const id = (await sandbox.ledger()).at(-1)?.paymentRequestId ?? '';
  await sandbox.decide(wallet, 'confirm', id).catch(() => undefined);
  await expect(page.getByRole('button', { name: /12\.80/ }).first()).toBeVisible({ timeout: 20_000 });
  await expect(till.heading('To pay')).toBeVisible();
  // It is known in the end, by itself, and the ledger says the same.
  await expect(page.getByRole('button', { name: /12\.80.*(went through|Cancelled)/s }).first()).toBeVisible({
    timeout: 40_000,
  });
});

test('a code that is scanned first is held, and charged only when the amount is confirmed', async ({
  till,
  sandbox,
}) => {
  const { page } = till;
  await till.scan(await sandbox.freshCode(wallet));
  await expect(page.getByText('Nothing is charged until you confirm', { exact: true })).toBeVisible();
  expect(await sandbox.ledger()).toEqual([]);
  await till.breathe();
  await page.keyboard.type('7.40', { delay: 90 });
  expect(await sandbox.ledger()).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(till.heading('PAID')).toBeVisible();
  expect(await sandbox.ledger()).toMatchObject([{ timesCharged: 1, capturedMinor: 740 }]);
});
