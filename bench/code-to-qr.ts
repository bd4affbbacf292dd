import { join } from 'node:path';

import type { Page } from '@playwright/test';
import { create } from 'qrcode';

import { openBrowser, requireChromium } from './browser.ts';
import { lineOf, type Line } from './figures.ts';
import { startKiosk } from './kiosk-process.ts';
import { overLink } from './link.ts';
import { momentMs } from './moment.ts';
import { offsetOf, watchForCode, whenPainted } from './paid-page.ts';
import { builtScreens } from './screens.ts';
import { startStub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const runsDefault = 40;
const warmUps = 5;
const answerAfterMs = 200;

/**
 * From the moment that the backend's answer with an order's code is handed to its socket until the frame with its QR code
 * has been painted on the customer display. The floor: one frame of that page, from painted to painted, and the bare
 * making of the same code.
 */
export async function codeToQr(runs = runsDefault): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(answerAfterMs);
    const kiosk = await startKiosk(folder, stub);
    const browser = await openBrowser(join(folder, 'profile'));
    const samples: number[] = [];
    const floor: number[] = [];
    try {
      const till = await browser.newPage();
      await till.goto(kiosk.url);
      const display = await browser.newPage();
      await display.addInitScript(whenPainted);
      await display.addInitScript(watchForCode);
      await display.goto(await kiosk.display);
      const offset = await offsetOf(display);
      for (let run = -warmUps; run < runs; run++) {
        stub.forget();
        const code = await shown(till, `code${run + warmUps}`);
        const paintedAt = (await display.evaluate(() => window.codePaintedAt())) + offset;
        const answeredAt = await stub.next('answered');
        await closed(till);
        const frame = await display.evaluate(oneFrame);
        const encoding = made(code);
        console.error(
          `  ${run}: ${(paintedAt - answeredAt).toFixed(1)} ms, a frame ${frame.toFixed(1)} ms, a code ${encoding.toFixed(1)} ms`,
        );
        if (run < 0) continue;
        samples.push(paintedAt - answeredAt);
        floor.push(frame + encoding);
      }
    } finally {
      await browser.close();
      await kiosk.stop();
      stub.stop();
    }
    return lineOf('code-to-qr', 'ms', samples, floor);
  });
}

/** A code is asked for; what it says. */
async function shown(till: Page, saleId: string): Promise<string> {
  let value = '';
  await overLink(till, (send, frame) => {
    const command = { do: 'charge', saleId, amount: { currency: 'EUR', minor: 1_250 }, showCode: true };
    if (frame === null) send('charge', command);
    const code = frame?.snapshot?.stage.orderCode;
    if (code?.isOn !== true) return false;
    value = code.value ?? '';
    return true;
  });
  return value;
}

/** Back to the keypad. */
async function closed(till: Page): Promise<void> {
  let isStopped = false;
  await overLink(till, (send, frame) => {
    const stage = frame?.snapshot?.stage;
    const { paymentRequestId } = stage ?? {};
    if (stage?.at === 'asking' && !isStopped) {
      isStopped = true;
      send('stop', { do: 'stop', paymentRequestId });
    }
    if (stage?.at === 'outcome') send('acknowledge', { do: 'acknowledge', paymentRequestId, again: false });
    return frame?.id === 'acknowledge';
  });
}

/** How long it takes to make a QR code, ms. */
function made(text: string): number {
  const startedAt = momentMs();
  create(text, { errorCorrectionLevel: 'H' });
  return momentMs() - startedAt;
}

/** Runs in the page: from one painted frame to the next. */
async function oneFrame(): Promise<number> {
  const first = await window.whenPainted();
  return (await window.whenPainted()) - first;
}
