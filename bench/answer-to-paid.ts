import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { openBrowser, requireChromium } from './browser.ts';
import { lineOf, type Line } from './figures.ts';
import { startKiosk } from './kiosk-process.ts';
import { momentMs } from './moment.ts';
import { paymentCodes } from './payment-codes.ts';
import { builtScreens } from './screens.ts';
import { startStub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const runsDefault = 40;
const warmUps = 5;
/** Long enough for the till to show that it asks, and for an Enter after it not to be taken for the scanner’s. */
const answerAfterMs = 800;

/**
 * From the moment that the backend's answer is handed to its socket until the frame with PAID has been painted. The
 * floor is one frame of the same page, from painted to painted, between the sales.
 */
export async function answerToPaid(runs = runsDefault): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(answerAfterMs);
    const kiosk = await startKiosk(folder, stub);
    const browser = await openBrowser(join(folder, 'profile'));
    const samples: number[] = [];
    const frames: number[] = [];
    try {
      const page = await browser.newPage();
      await page.addInitScript(watchForPaid);
      await page.goto(kiosk.url);
      const offset = await offsetOf(page);
      const nextCode = paymentCodes();
      for (let run = -warmUps; run < runs; run++) {
        stub.forget();
        await sell(page, nextCode());
        const paintedAt = (await page.evaluate(() => window.paidPaintedAt())) + offset;
        const answeredAt = await stub.next('answered');
        await page.keyboard.press('Enter');
        await page.getByRole('region', { name: 'Amount keys' }).waitFor();
        const frame = await page.evaluate(oneFrame);
        console.error(`  ${run}: ${(paintedAt - answeredAt).toFixed(1)} ms, a frame ${frame.toFixed(1)} ms`);
        if (run < 0) continue;
        samples.push(paintedAt - answeredAt);
        frames.push(frame);
      }
    } finally {
      await browser.close();
      await kiosk.stop();
      stub.stop();
    }
    return lineOf('answer-to-paid', 'ms', samples, frames);
  });
}

declare global {
  interface Window {
    /** When what has changed will have been painted, on the page's own clock. */
    whenPainted: () => Promise<number>;
    /** When PAID was painted; waits for it, and forgets it. */
    paidPaintedAt: () => Promise<number>;
  }
}

async function sell(page: Page, code: string): Promise<void> {
  await page.getByRole('region', { name: 'Amount keys' }).waitFor();
  await page.keyboard.type('7', { delay: 90 });
  await page.waitForTimeout(150); // a person's pace: faster keys are a scanner's
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scan the customer’s code' }).waitFor();
  await page.keyboard.type(code, { delay: 10 });
  await page.keyboard.press('Enter');
}

/** Runs in the page before its own scripts. */
function watchForPaid(): void {
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

/** Runs in the page: from one painted frame to the next. */
async function oneFrame(): Promise<number> {
  const first = await window.whenPainted();
  return (await window.whenPainted()) - first;
}

/** What to add to the page's clock to have `momentMs`; of many askings the quickest knows best. */
async function offsetOf(page: Page): Promise<number> {
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
