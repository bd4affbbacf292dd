import type { Page, WebSocket } from '@playwright/test';

import { momentMs } from './moment.ts';

declare global {
  interface Window {
    /** When what has changed will have been painted, on the page's own clock. */
    whenPainted: () => Promise<number>;
    /** When PAID was painted; waits for it, and forgets it. */
    paidPaintedAt: () => Promise<number>;
    /** When an order's code was painted on the customer display; waits for it, and forgets it. */
    codePaintedAt: () => Promise<number>;
  }
}

/** Keys an amount and scans the code, as the cashier does. */
export async function sell(page: Page, code: string): Promise<void> {
  await page.getByRole('region', { name: 'Amount keys' }).waitFor();
  await page.keyboard.type('7', { delay: 90 });
  await page.waitForTimeout(150); // a person's pace: faster keys are a scanner's
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scan the customer’s code' }).waitFor();
  await page.keyboard.type(code, { delay: 10 });
  await page.keyboard.press('Enter');
}

/** What the code says that the till is told to show by `ask`, overheard on the page's link. */
export async function shownCode(page: Page, ask: () => Promise<void>): Promise<string> {
  const code = Promise.withResolvers<string>();
  const hear = (frame: { payload: string | Buffer }): void => {
    const found = /"isOn":true,"value":"([^"]+)"/.exec(String(frame.payload))?.[1];
    if (found !== undefined) code.resolve(found);
  };
  for (const socket of sockets.get(page) ?? []) socket.on('framereceived', hear);
  await ask();
  const value = await code.promise;
  for (const socket of sockets.get(page) ?? []) socket.off('framereceived', hear);
  return value;
}

const sockets = new WeakMap<Page, WebSocket[]>();

/** To be called before the page is opened, where `shownCode` is asked for later. */
export function hearLink(page: Page): void {
  const opened: WebSocket[] = [];
  sockets.set(page, opened);
  page.on('websocket', (socket) => opened.push(socket));
}

/** Runs in the page before its own scripts. */
export function whenPainted(): void {
  // A message that is posted in a frame's callback comes when that frame has been painted.
  window.whenPainted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve(performance.now()));
        port1.start();
        port2.postMessage(null);
      });
    });
}

/** Runs in the display's page before its own scripts, after `whenPainted`. A picture counts when it has been decoded. */
export function watchForCode(): void {
  let seen = Promise.withResolvers<number>();
  let shown: string | null = null;
  new MutationObserver(() => {
    const picture = document.querySelector<HTMLImageElement>('figure img');
    const address = picture?.src ?? null;
    if (picture !== null && address !== shown) void picture.decode().then(window.whenPainted).then(seen.resolve);
    shown = address;
  }).observe(document, { subtree: true, childList: true, attributes: true });
  window.codePaintedAt = async () => {
    const at = await seen.promise;
    seen = Promise.withResolvers();
    return at;
  };
}

/** Runs in the page before its own scripts, after `whenPainted`. */
export function watchForPaid(): void {
  let seen = Promise.withResolvers<number>();
  let shown = false;
  new MutationObserver(() => {
    const isPaid = [...document.querySelectorAll('h1')].some((heading) => /^paid$/i.test(heading.textContent.trim()));
    if (isPaid && !shown) void window.whenPainted().then(seen.resolve);
    shown = isPaid;
  }).observe(document, { subtree: true, childList: true, characterData: true });
  window.paidPaintedAt = async () => {
    const at = await seen.promise;
    seen = Promise.withResolvers();
    return at;
  };
}

/** What to add to the page's clock to have `momentMs`; of many askings the quickest knows best. */
export async function offsetOf(page: Page): Promise<number> {
  let best = { tookMs: Infinity, offset: 0 };
  for (let asked = 0; asked < 50; asked++) {
    const before = momentMs();
    const there = await page.evaluate(() => performance.now());
    const tookMs = momentMs() - before;
    if (tookMs < best.tookMs) best = { tookMs, offset: before + tookMs / 2 - there };
  }
  console.error(`  the clocks agree within ${(best.tookMs / 2).toFixed(2)} ms`);
  return best.offset;
}
