import type { BrowserContext, Locator } from '@playwright/test';

import { seeded } from './crash/seeded.ts';
import type { Counter } from './counter.ts';
import { DisplayScreen } from './display-screen.ts';
import { Phone } from './phone.ts';
import type { Sandbox } from './sandbox.ts';
import { expect, test as story } from './story.ts';
import type { TillScreen } from './till.ts';

/** Every story with a customer's screen beside the till's, and a phone. */
const test = story.extend<{ display: DisplayScreen; phone: Phone }>({
  display: async ({ counter, context, shell }, use) => {
    await use(new DisplayScreen(await displayOf(counter, shell, context)));
  },
  phone: async ({ counter, browser }, use) => {
    const context = await browser.newContext();
    const phone = new Phone(await context.newPage());
    await phone.open(counter.wallet, 'alipayhk');
    await use(phone);
    await context.close();
  },
});

async function displayOf(counter: Counter, shell: string, context: BrowserContext) {
  if (shell === 'electron') return await counter.displayWindow();
  const page = await context.newPage();
  await page.goto(counter.display);
  return page;
}

// A code lives three minutes, and people and phones need some of them.
test.use({ displayWindow: true, scale: 4 });

/** F3 from the amount: a code is on the customer's screen. */
async function show(till: TillScreen, amount: string): Promise<void> {
  await till.page.bringToFront();
  await till.page.keyboard.type(amount, { delay: 90 });
  await till.page.keyboard.press('F3');
  await expect(till.heading('Customer scans the code')).toBeVisible({ timeout: 15_000 });
}

async function close(till: TillScreen): Promise<void> {
  await till.page.getByRole('button', { name: /^Close the code/ }).click();
  await till.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Close it/ })
    .click();
}

async function isClosed(till: TillScreen, withinMs: number): Promise<void> {
  await expect(till.heading('CANCELLED')).toBeVisible({ timeout: withinMs });
  await expect(till.page.getByRole('main').getByText('Closed. Nothing is kept.')).toBeVisible();
}

/** Back to the keypad. */
async function leaveClosed(till: TillScreen): Promise<void> {
  await isClosed(till, 20_000);
  await till.page.keyboard.press('Escape');
  await till.isOpen();
}

async function only(sandbox: Sandbox) {
  const ledger = await sandbox.ledger();
  expect(ledger).toHaveLength(1);
  return ledger[0];
}

test('[5.2b/M4] the customer scans the code off the screen and pays: both screens say so, with one word', async ({
  till,
  display,
  phone,
  sandbox,
}) => {
  await display.isIdle();
  await show(till, '48.60');
  await expect(display.page.getByText('48.60').first()).toBeVisible();
  await expect(display.heading('Scan with your wallet')).toBeVisible();
  await phone.scan(await display.readCode());
  await phone.isAsked();
  await expect(till.heading('Customer scans the code')).toBeVisible(); // a scan is no payment
  await phone.pay().click();
  await expect(phone.heading('Paid')).toBeVisible();
  await expect(till.heading('PAID')).toBeVisible();
  await expect(display.heading('Paid. Thank you!')).toBeVisible();
  await expect(display.code()).toBeHidden();
  expect(await only(sandbox)).toMatchObject({ timesCharged: 1, capturedMinor: 4860, walletId: 'alipayhk' });

  const wordOf = async (page: typeof till.page): Promise<string> =>
    (await page.locator('p:has(> b[lang="en"])').innerText()).replace(/\s+/g, ' ');
  expect(await wordOf(till.page)).toMatch(/^[a-z]+ [a-z]+$/);
  expect(await wordOf(display.page)).toBe(await wordOf(till.page));
  // Who is done is not kept on the screen for the next one.
  await display.isIdle();
});

test('[5.2b/M2] [5.2b/M3] [5.2b/M3b] [V5] pay answers S or U, with the code, later or never: not PAID by that', async ({
  till,
  display,
  sandbox,
}) => {
  for (const status of ['S', 'U'] as const) {
    for (const withoutCode of [0, 1]) {
      await sandbox.switches({ orderCode: { status, withoutCode, sent: true } });
      await show(till, '12.50');
      await display.readCode();
      await till.page.waitForTimeout(1_500); // inquiries come and go
      await expect(till.heading('Customer scans the code')).toBeVisible();
      expect((await sandbox.ledger()).at(-1)).toMatchObject({ state: 'in-process', timesCharged: 0 });
      await close(till);
      await leaveClosed(till);
    }
    await sandbox.switches({ orderCode: { status, sent: false } });
    await till.page.keyboard.type('12.50', { delay: 90 });
    await till.page.keyboard.press('F3');
    await isClosed(till, 30_000);
    await expect(display.code()).toBeHidden();
    expect((await sandbox.ledger()).at(-1)).toMatchObject({ state: 'cancelled', timesCharged: 0 });
    await leaveClosed(till);
  }
});

test.describe('to the end of its time', () => {
  test.use({ scale: 10 });

  test('[5.2b/M5] nobody scans: the code goes, it is checked, and only then it says that nothing is kept', async ({
    till,
    display,
    sandbox,
  }) => {
    await show(till, '12.50');
    await expect(till.heading('Closing… checking nobody paid')).toBeVisible({ timeout: 40_000 });
    await expect(display.code()).toBeHidden();
    await isClosed(till, 20_000);
    await expect(display.heading('Not paid. Nothing is kept.')).toBeVisible();
    expect(await only(sandbox)).toMatchObject({ timesCharged: 0, capturedMinor: 0 });
  });

  test('[5.2b/M5] who scanned in time pays at the last second, and both screens are right', async ({
    till,
    display,
    phone,
    sandbox,
  }) => {
    await show(till, '12.50');
    await phone.scan(await display.readCode());
    await phone.isAsked();
    await expect(till.heading('Closing… checking nobody paid')).toBeVisible({ timeout: 40_000 });
    await expect(display.code()).toBeHidden();
    await phone.pay().click();
    await expect(till.heading('PAID')).toBeVisible();
    await expect(till.page.getByText('Paid at the last second').first()).toBeVisible();
    await expect(display.heading('Paid. Thank you!')).toBeVisible();
    expect(await only(sandbox)).toMatchObject({ timesCharged: 1, capturedMinor: 1250 });
  });
});

test('[5.2b/M5a] [V25] the cashier closes while the customer confirms: what is said is so, five times', async ({
  till,
  display,
  phone,
  sandbox,
}) => {
  test.setTimeout(180_000);
  for (let seed = 1; seed <= 5; seed++) {
    const random = seeded(seed);
    await show(till, '12.50');
    await phone.scan(await display.readCode());
    await phone.isAsked();
    await till.page.getByRole('button', { name: /^Close the code/ }).click();
    const closing = till.page.getByRole('dialog').getByRole('button', { name: /^Close it/ });
    await Promise.all([later(random() * 200, () => press(closing)), later(random() * 200, () => press(phone.pay()))]);
    await expect(till.heading(/^(PAID|CANCELLED)$/)).toBeVisible({ timeout: 20_000 });
    const said = await till.page.getByRole('heading', { level: 1 }).innerText();
    const entry = (await sandbox.ledger()).at(-1);
    expect(`${seed}: ${entry?.capturedMinor}`).toBe(`${seed}: ${said === 'PAID' ? 1250 : 0}`);
    await expect(display.code()).toBeHidden();
    await till.page.keyboard.press('Escape');
    await till.isOpen();
    const done = phone.page.getByRole('button', { name: 'Done' });
    if (await done.isVisible()) await done.click();
  }
});

test('[5.2b/M7] two phones scan one code: one pays, and the other is told', async ({
  counter,
  till,
  display,
  phone,
  sandbox,
  browser,
}) => {
  const other = new Phone(await (await browser.newContext()).newPage());
  await other.open(counter.wallet, 'gcash');
  await show(till, '12.50');
  const code = await display.readCode();
  await phone.scan(code);
  await other.scan(code);
  await Promise.all([phone.isAsked(), other.isAsked()]);
  await other.pay().click();
  await expect(other.heading('Paid')).toBeVisible();
  await expect(till.heading('PAID')).toBeVisible();
  await expect(phone.page.getByText('Another phone has already paid it.')).toBeVisible();
  expect(await only(sandbox)).toMatchObject({ timesCharged: 1, capturedMinor: 1250, walletId: 'gcash' });
  await other.page.context().close();
});

test('[5.2b/M6] either screen is reloaded and shows the same code; after the host’s death nobody shows it', async ({
  counter,
  till,
  display,
  sandbox,
}) => {
  await show(till, '12.50');
  const code = await display.readCode();
  await display.page.reload();
  expect(await display.readCode()).toBe(code);
  await till.page.reload();
  await expect(till.heading('Customer scans the code')).toBeVisible();
  expect(await display.readCode()).toBe(code);

  await till.restartHost(counter);
  await expect(display.code()).toBeHidden();
  await expect(display.heading('Please keep this page open for a moment')).toBeVisible();
  await expect(till.heading(/12\.50/)).toBeVisible();
  await till.stop();
  await isClosed(till, 60_000);
  await expect(display.code()).toBeHidden();
  expect(await only(sandbox)).toMatchObject({ timesCharged: 0, capturedMinor: 0 });
});

test('the customer’s screen is unplugged while it shows a code, and comes back', async ({
  counter,
  till,
  display,
  phone,
  context,
  shell,
}) => {
  test.skip(shell === 'electron', 'its window comes and goes with its monitor there (electron/display-window.test.ts)');
  await show(till, '12.50');
  const code = await display.readCode();
  await expect(till.page.getByRole('img', { name: 'QR code for the customer' })).toBeHidden();
  await display.page.close();
  await expect(till.page.getByRole('banner').getByText('Customer screen off')).toBeVisible({ timeout: 15_000 });
  // The cashier turns the till's own screen to the customer.
  await expect(till.page.getByRole('img', { name: 'QR code for the customer' })).toBeVisible();
  const back = new DisplayScreen(await displayOf(counter, shell, context));
  expect(await back.readCode()).toBe(code);
  await expect(till.page.getByRole('banner').getByText('Customer screen off')).toBeHidden();
  await phone.scan(code);
  await phone.pay().click();
  await expect(till.heading('PAID')).toBeVisible();
});

test('[5.2b] F2 instead: the code is closed first, then the same sale waits for a scan', async ({ till, sandbox }) => {
  await show(till, '12.50');
  await till.page.keyboard.press('F2');
  await till.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Close it, then scan/ })
    .click();
  await expect(till.heading('Scan the customer’s code')).toBeVisible({ timeout: 20_000 });
  await till.scan(await sandbox.freshCode('alipayhk'));
  await expect(till.heading('PAID')).toBeVisible();
  const ledger = await sandbox.ledger();
  expect(ledger.map(({ state, capturedMinor }) => [state, capturedMinor])).toEqual([
    ['cancelled', 0],
    ['paid', 1250],
  ]);
});

test('a payment by the customer’s own code is shown on the customer’s screen too', async ({
  till,
  display,
  sandbox,
}) => {
  await sandbox.behave('alipayhk', 'must-confirm');
  await till.key('12.50');
  await expect(display.heading('Please show your payment code')).toBeVisible();
  await till.scan(await sandbox.freshCode('alipayhk'));
  await expect(display.heading('Please confirm on your phone')).toBeVisible();
  await sandbox.decide('alipayhk', 'confirm', (await only(sandbox))?.paymentRequestId ?? '');
  await expect(till.heading('PAID')).toBeVisible();
  await expect(display.heading('Paid. Thank you!')).toBeVisible();
});

async function later(ms: number, act: () => Promise<void>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return await act();
}

/** Whoever is later may find the question, or the button, gone. */
async function press(button: Locator): Promise<void> {
  await button.click({ timeout: 2_000 }).catch(() => undefined);
}
