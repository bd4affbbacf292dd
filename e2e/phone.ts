import { expect, type Locator, type Page } from '@playwright/test';

/** A customer's phone: one wallet's page. */
export class Phone {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(walletPage: string, wallet: string): Promise<void> {
    const address = new URL(walletPage);
    address.searchParams.set('wallet', wallet);
    address.searchParams.set('lang', 'en');
    await this.page.goto(address.href);
  }

  /** Pastes what an order's code says, as the camera would read it. */
  async scan(code: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Scan', exact: true }).click();
    await this.page.getByLabel('Text of the code').fill(code);
    await this.page.keyboard.press('Enter');
  }

  /** Asked whether to pay. */
  async isAsked(): Promise<void> {
    await expect(this.heading('Confirm payment')).toBeVisible();
  }

  pay(): Locator {
    return this.page.getByRole('button', { name: /^Pay / });
  }

  heading(text: string | RegExp): Locator {
    return this.page.getByRole('heading', { name: text });
  }
}
