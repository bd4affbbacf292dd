import { readFromScreen } from './reader.ts';
import { scanText } from './scanner.ts';
import { expect, sharedTest as test } from './story.ts';
import type { TillScreen } from './till.ts';

// What the till shows to try a scanner with.
const testText = 'AZQWM-/.:_@1';

async function openSetUp({ page }: TillScreen): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Set up: Scanner that types/ }).click();
  await page.getByRole('button', { name: /^Set up/ }).click();
  await expect(page.getByRole('heading', { name: 'Scan this barcode 3 times' })).toBeFocused();
}

const azerty = { keyMs: 10, suffix: 'Enter', keyboard: 'AZERTY' } as const;

test('a scanner under a French keyboard is set up by three scans, and that is kept', async ({ till, sandbox }) => {
  const { page } = till;
  await openSetUp(till);
  expect(await readFromScreen(page.getByRole('img', { name: 'Test barcode' }), 'code-128')).toBe(testText);
  const status = page.getByRole('main').getByRole('status');
  for (const done of [1, 2, 3]) {
    await scanText(page, `]C0${testText}`, azerty);
    await expect(status).toContainText(`${done} of 3`);
    await till.breathe();
  }
  await expect(status).toContainText('The scanner is known.');
  await page.getByRole('button', { name: 'Use this' }).press('Enter');
  const known = page.getByLabel('What is known of this scanner');
  await expect(known).toContainText('AIM identifier');
  await expect(known).toContainText('by their places');
  await expect(page.getByRole('button', { name: 'Set up again' })).toBeFocused();

  // It charges as before.
  await page.getByRole('button', { name: 'Back' }).filter({ hasText: 'Esc' }).click();
  await page.keyboard.press('Escape');
  await till.key('3.20');
  await scanText(page, `]C0${await sandbox.freshCode('alipayhk')}`, azerty);
  await expect(till.heading('PAID')).toBeVisible({ timeout: 15_000 });
  expect((await sandbox.ledger()).at(-1)).toMatchObject({ timesCharged: 1, capturedMinor: 320 });
  await till.breathe();
  await page.keyboard.press('Enter');

  await page.reload();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Set up: Scanner that types/ }).click();
  await expect(known).toContainText('AIM identifier');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(known).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await till.isOpen();
});

test('[V36] a payment code that is scanned there is neither taken nor shown', async ({ till, sandbox }) => {
  const { page } = till;
  const charged = (await sandbox.ledger()).length;
  const code = await sandbox.freshCode('alipayhk');
  await openSetUp(till);
  await scanText(page, code, { keyMs: 10, suffix: 'Enter', keyboard: 'US' });
  await expect(page.getByRole('main').getByRole('status')).toContainText('That was another code.');
  expect(await page.content()).not.toContain(code.slice(4, 14));
  await till.breathe();
  // The keyboard is a person's all the while.
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Set up', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await till.isOpen();
  await expect(page.getByText('Nothing is charged until you confirm')).toBeHidden();
  expect(await sandbox.ledger()).toHaveLength(charged);
});

test('a scanner that types for another keyboard language is told what to do', async ({ till }) => {
  const { page } = till;
  await openSetUp(till);
  // As of a scanner that is set to one country, at a machine that is set to a third.
  await scanText(page, 'QWZAM-/.:_@1', { keyMs: 10, suffix: 'Tab', keyboard: 'US' });
  await expect(page.getByRole('main').getByRole('status')).toContainText('Set the scanner’s keyboard country to USA');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await till.isOpen();
});
