import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from './story.ts';

test.skip(({ shell }) => shell === 'electron', 'it is about the wallet’s page, which no shell of the till shows');

test('a tester sets faults at the wallet page, by the keyboard too', async ({ counter, page }) => {
  await page.goto(`${counter.wallet}/?lang=en`);
  await page.getByRole('button', { name: 'Faults' }).press('Enter');
  await page.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('Done, HTTP 502');
  await page.getByRole('textbox', { name: 'How many calls' }).fill('2');
  await page.getByRole('button', { name: 'Set', exact: true }).press('Enter');
  await expect(page.getByText('Pay: Done, HTTP 502 × 2')).toBeVisible();
  expect(await http502(counter.sandbox)).toBe(2);

  await page.getByText('All amounts').press('Enter');
  await expect(page.getByRole('row', { name: '9920' })).toContainText('three times');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await standsUpToAxe(page);
  }

  await page.getByRole('button', { name: 'Remove Pay: Done, HTTP 502' }).press('Enter');
  await expect(page.getByText('No faults are set.')).toBeVisible();
  expect(await http502(counter.sandbox)).toBe(0);

  await page.getByRole('button', { name: '切换到简体中文' }).press('Enter');
  await expect(page.getByRole('heading', { name: '故障设置' })).toBeVisible();
  await standsUpToAxe(page);
});

async function http502(sandbox: string): Promise<unknown> {
  const answer = await fetch(`${sandbox}/sandbox/switches`);
  const { faults } = (await answer.json()) as { faults: { pay: { http502: number } } };
  return faults.pay.http502;
}

async function standsUpToAxe(page: Page): Promise<void> {
  // Only what is painted can be judged.
  await page.waitForTimeout(400);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
