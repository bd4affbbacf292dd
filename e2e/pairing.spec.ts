import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import type { Counter, Shell } from './counter.ts';
import { backendCommand, openNewTill, pairingCode, type NewTill } from './new-till.ts';
import { expect, test } from './story.ts';
import { TillScreen } from './till.ts';

/** With PICTURES=1 the screens are also kept as the README's pictures. */
const pictures = process.env['PICTURES'] === '1';

// Real time: a code's ten minutes are the database's own, and the clocks of two machines go alike.
test.use({ scale: 1 });

test('[T16] a new till takes its code, sells, is revoked at the office, and is refused in words within 60 s', async ({
  counter,
  sandbox,
  shell,
  page,
}) => {
  const code = await pairingCode(counter, '--name', 'Till at the door', '--store-name', 'Café Ludwig, Quay 2');
  await withNewTill(shell, page, async ({ page }) => {
    await expect(page.getByRole('heading', { name: 'Connect this till' })).toBeVisible();
    const address = page.getByLabel('Address of the service');
    await expect(address).toBeFocused();
    await address.fill('example.com/nothing here');
    await page.getByLabel('Pairing code').fill(code);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('This is not the address of a service.');
    // As a person types it: without the scheme, in small letters, with an O where a zero is meant.
    await address.fill(new URL(counter.backend).host);
    await page.keyboard.press('Tab');
    await page.getByLabel('Pairing code').fill('');
    await page.keyboard.type(code.toLowerCase().replaceAll('0', 'o').replace('-', ' '), { delay: 30 });
    await expect(page.getByLabel('Pairing code')).toHaveValue(code);
    await page.keyboard.press('Enter');

    const till = new TillScreen(page);
    await till.isOpen();
    await expect(page.getByRole('banner')).toContainText('Café Ludwig, Quay 2 · Till at the door');
    await till.key('12.50');
    await till.scan(await sandbox.freshCode('alipayhk'));
    await expect(till.heading('PAID')).toBeVisible();
    const [paid] = await sandbox.ledger();
    expect(paid).toMatchObject({ state: 'paid', capturedMinor: 1_250 });
    expect(paid?.paymentRequestId).toMatch(/^TILL2/);
    await page.keyboard.press('Enter');

    expect(await backendCommand(counter, 'revoke', 'TILL2')).toBe('TILL2 is revoked: its payments are refused.\n');
    const since = performance.now();
    await expect(page.getByRole('alert')).toContainText('This till was signed off at the office', { timeout: 60_000 });
    test
      .info()
      .annotations.push({ type: 'ms from revoke to the words', description: String(performance.now() - since) });
    await page.keyboard.type('5', { delay: 90 });
    await page.keyboard.press('Enter');
    await expect(till.heading('Scan the customer’s code')).toBeHidden();
    expect(await sandbox.ledger()).toHaveLength(1);
  });
});

test('[T16] revoked between two probes, a charge is refused all the same: NOT PAID, and nothing was charged', async ({
  counter,
  sandbox,
  shell,
  page,
}) => {
  const code = await pairingCode(counter);
  await withNewTill(
    shell,
    page,
    async ({ page }) => {
      const till = new TillScreen(page);
      await page.getByLabel('Pairing code').fill(code);
      await page.keyboard.press('Enter');
      await till.isOpen();
      await till.key('7');
      await backendCommand(counter, 'revoke', 'TILL2');
      await page.waitForTimeout(2_500); // what the backend keeps of its tills is older than 2 s by then
      await till.scan(await sandbox.freshCode('alipayhk'));
      await expect(page.getByRole('heading', { name: /^(NOT PAID|Scan the customer’s code)$/ })).toBeVisible();
      await expect(page.getByText(/Nothing was charged|signed off at the office/).first()).toBeVisible({
        timeout: 20_000,
      });
      expect(await sandbox.ledger()).toEqual([]);
    },
    '--backend',
    counter.backend,
  );
});

test('a code that is wrong, expired, or used by another till is refused in words; the right one is taken then', async ({
  counter,
  shell,
  page,
  context,
}) => {
  const expired = await pairingCode(counter, '--for', '1');
  await withNewTill(
    shell,
    page,
    async (newTill) => {
      const { page } = newTill;
      const field = page.getByLabel('Pairing code');
      const enter = async (code: string): Promise<void> => {
        await field.fill(code);
        await page.keyboard.press('Enter');
      };
      await expect(field).toBeFocused();
      await page.waitForTimeout(1_100); // the code that is good for one second is none by then
      for (const code of ['0000000000', expired]) {
        await enter(code);
        await expect(page.getByRole('alert')).toContainText('This code is not good.', { timeout: 20_000 });
      }
      const good = await pairingCode(counter);
      await usedByAnother(good, counter, await context.newPage());
      await enter(good);
      await expect(page.getByRole('alert')).toContainText('ask your office for a new one', { timeout: 20_000 });

      const next = await pairingCode(counter);
      await enter(next);
      await new TillScreen(page).isOpen();
      for (const code of [good, next, expired])
        for (const text of [code, code.replace('-', '')]) expect(newTill.said() + counter.said()).not.toContain(text);
    },
    '--backend',
    counter.backend,
  );
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme, viewport: { width: 1024, height: 768 } });

    test(`the first screen stands up to axe, ${theme}`, async ({ counter, shell, page }) => {
      test.skip(shell !== 'kiosk', 'the same page, looked at once');
      await withNewTill(shell, page, async ({ page }) => {
        await page.getByLabel('Address of the service').fill(counter.backend);
        await page.getByLabel('Pairing code').fill('k7qf2 m9x');
        await lookAt(page, `pairing-${theme}`);
        await page.getByLabel('Pairing code').fill('k7qf2 m9xpt');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('alert')).toBeVisible();
        await lookAt(page);
        await page.getByRole('button', { name: '切换到简体中文' }).click();
        await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
        await expect(page.getByRole('heading', { name: '连接本收银机' })).toBeVisible();
        await lookAt(page);
        await page.setViewportSize({ width: 800, height: 480 });
        await lookAt(page);
        await expect(page.getByRole('button', { name: /连接/ })).toBeInViewport();
      });
    });
  });
}

async function lookAt(page: Page, picture?: string): Promise<void> {
  await page.waitForTimeout(400); // what fades in has arrived by then
  if (pictures && picture !== undefined) await page.screenshot({ path: `docs/pictures/${picture}.png` });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function withNewTill(
  shell: Shell,
  page: Page,
  story: (till: NewTill) => Promise<void>,
  ...flags: string[]
): Promise<void> {
  const till = await openNewTill(shell, page, ...flags);
  try {
    await story(till);
  } finally {
    await till.stop();
  }
}

/** Somebody else was quicker. */
async function usedByAnother(code: string, counter: Counter, page: Page): Promise<void> {
  const other = await openNewTill('kiosk', page, '--backend', counter.backend);
  await other.page.getByLabel('Pairing code').fill(code);
  await other.page.keyboard.press('Enter');
  await new TillScreen(other.page).isOpen();
  await other.page.close();
  await other.stop();
}
