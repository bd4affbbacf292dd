import { expect, type Locator, type Page } from '@playwright/test';

import { readFromScreen } from './reader.ts';

/** The customer's screen, found by what people read on it. */
export class DisplayScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  heading(text: string | RegExp): Locator {
    return this.page.getByRole('heading', { name: text });
  }

  code(): Locator {
    return this.page.getByRole('img', { name: 'QR code to scan with your wallet' });
  }

  /** What the code on the screen says, by a reader that had no part in drawing it. */
  async readCode(): Promise<string> {
    await expect(this.code()).toBeVisible();
    const text = await readFromScreen(this.code(), 'qr');
    if (text === null) throw new Error('the code on the customer’s screen cannot be read');
    return text;
  }

  async isIdle(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Harbour Tea House' })).toBeVisible();
  }
}
