import { test as base, type Page, type TestInfo } from '@playwright/test';

import { openCounter, timeScale, type Counter, type Shell } from './counter.ts';
import { Sandbox } from './sandbox.ts';
import { TillScreen } from './till.ts';

type Story = { counter: Counter; till: TillScreen; sandbox: Sandbox };

/** In Electron the window is the product's own: what a test asks of pages is asked of it afterwards. */
type Looks = { colorScheme: 'light' | 'dark' | 'no-preference' | null; viewport: ReturnType<Page['viewportSize']> };

export const inShell = base.extend<object, { shell: Shell }>({
  /** The shell that the stories of a project run in. */
  shell: ['kiosk', { option: true, scope: 'worker' }],
});

/** What every story has: a counter of its own, its till opened in the browser or in Electron, and the sandbox behind it. */
export const test = inShell.extend<Story & { scale: number; displayWindow: boolean }>({
  /** How many times faster than the wall clock the product runs. */
  scale: [timeScale, { option: true }],
  /** In Electron: the customer's screen is a window too. */
  displayWindow: [false, { option: true }],
  counter: async ({ scale, shell, displayWindow }, use, info) => {
    const counter = await openCounter({ scale, shell, displayWindow });
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
  till: async ({ counter, shell, page, colorScheme, viewport }, use) => {
    await use(await openTill(counter, shell, page, { colorScheme, viewport }));
  },
});

/** For many short stories that leave the counter as they found it: one counter for all of them. */
export const sharedTest = inShell.extend<Omit<Story, 'counter'>, { counter: Counter }>({
  counter: [
    async ({ shell }, use) => {
      const counter = await openCounter({ shell });
      await use(counter);
      await counter.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sandbox: async ({ counter }, use) => {
    await use(new Sandbox(counter.sandbox));
  },
  till: async ({ counter, shell, page, colorScheme, viewport }, use, info) => {
    await use(await openTill(counter, shell, page, { colorScheme, viewport }));
    await attachWords(counter, info);
  },
});

export { expect } from '@playwright/test';

async function openTill(counter: Counter, shell: Shell, page: Page, looks: Looks): Promise<TillScreen> {
  if (shell === 'kiosk') {
    const till = new TillScreen(page);
    await till.open(counter.till);
    return till;
  }
  const window = await counter.window();
  await window.emulateMedia({ colorScheme: looks.colorScheme });
  if (looks.viewport !== null) await window.setViewportSize(looks.viewport);
  const till = new TillScreen(window);
  await till.isOpen();
  return till;
}

async function attachWords(counter: Counter, info: TestInfo): Promise<void> {
  if (info.status === info.expectedStatus) return;
  await info.attach('said by the product', { body: counter.said(), contentType: 'text/plain' });
}
