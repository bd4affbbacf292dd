import { join } from 'node:path';

import { openBrowser, requireChromium } from './browser.ts';
import { lineOf, type Line } from './figures.ts';
import { startKiosk } from './kiosk-process.ts';
import { offsetOf, sell, watchForPaid, whenPainted } from './paid-page.ts';
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
      await page.addInitScript(whenPainted);
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

/** Runs in the page: from one painted frame to the next. */
async function oneFrame(): Promise<number> {
  const first = await window.whenPainted();
  return (await window.whenPainted()) - first;
}
