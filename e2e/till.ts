import { expect, type Locator, type Page } from '@playwright/test';

import { hostPid, type Counter } from './counter.ts';
import { scanDigits } from './scanner.ts';

/** The cashier's screen, found by what people read on it. */
export class TillScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await expect(this.page.getByRole('region', { name: 'Amount keys' })).toBeVisible();
  }

  /** The outcome's or the wait's heading. */
  heading(text: string | RegExp): Locator {
    return this.page.getByRole('heading', { name: text });
  }

  /** The figure that is being keyed. */
  amount(): Locator {
    return this.page.getByRole('main').locator('output').first();
  }

  /** Types the amount on the keyboard as a person does, and confirms it. */
  async key(amount: string): Promise<void> {
    await this.page.keyboard.type(amount, { delay: 90 });
    await expect(this.page.getByText('Scan the customer’s code')).toBeHidden();
    await this.page.keyboard.press('Enter');
    await expect(this.heading('Scan the customer’s code')).toBeVisible();
  }

  /** Types as a keyboard scanner does: evenly, with its suffix, and with no field focused. */
  async scan(code: string, options: { keyMs?: number; suffix?: 'Enter' | 'Tab' | null } = {}): Promise<void> {
    const suffix = options.suffix === undefined ? 'Enter' : options.suffix;
    if (/^\d+$/.test(code)) return await scanDigits(this.page, code, options.keyMs ?? 10, suffix);
    await this.page.keyboard.type(code, { delay: options.keyMs ?? 10 });
    if (suffix !== null) await this.page.keyboard.press(suffix);
  }

  /** A person's pause: what a scanner may still send after a code is over by then. */
  async breathe(): Promise<void> {
    await this.page.waitForTimeout(900);
  }

  /** As after a crash; the kiosk starts another by itself. */
  async restartHost(counter: Counter): Promise<void> {
    process.kill(await hostPid(counter), 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: /^Stop/ }).click();
    await this.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Stop and cancel/ })
      .click();
  }

  /** What a screen reader was told. */
  announced(): Locator {
    return this.page.getByRole('status');
  }
}
