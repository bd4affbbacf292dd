import { test as base, type TestInfo } from '@playwright/test';

import { openCounter, timeScale, type Counter } from './counter.ts';
import { Sandbox } from './sandbox.ts';
import { TillScreen } from './till.ts';

type Story = { counter: Counter; till: TillScreen; sandbox: Sandbox };

/** What every story has: a counter of its own, its till opened in the browser, and the sandbox behind it. */
export const test = base.extend<Story & { scale: number }>({
  /** How many times faster than the wall clock the product runs. */
  scale: [timeScale, { option: true }],
  counter: async ({ scale }, use, info) => {
    const counter = await openCounter({ scale });
    try {
      await use(counter);
    } finally {
      await attachWords(counter, info);
      await counter.stop();
    }
  },
  sandbox: async ({ counter }, use) => {
    await use(new Sandbox(counter.sandbox));
  },
  till: async ({ counter, page }, use) => {
    const till = new TillScreen(page);
    await till.open(counter.till);
    await use(till);
  },
});

/** For many short stories that leave the counter as they found it: one counter for all of them. */
export const sharedTest = base.extend<Omit<Story, 'counter'>, { counter: Counter }>({
  counter: [
    // Playwright reads the pattern to know what a fixture needs; this one needs nothing.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const counter = await openCounter();
      await use(counter);
      await counter.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sandbox: async ({ counter }, use) => {
    await use(new Sandbox(counter.sandbox));
  },
  till: async ({ counter, page }, use, info) => {
    const till = new TillScreen(page);
    await till.open(counter.till);
    await use(till);
    await attachWords(counter, info);
  },
});

export { expect } from '@playwright/test';

async function attachWords(counter: Counter, info: TestInfo): Promise<void> {
  if (info.status === info.expectedStatus) return;
  await info.attach('said by the product', { body: counter.said(), contentType: 'text/plain' });
}
