import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { openBrowser, requireChromium } from './browser.ts';
import { lineOf, type Line } from './figures.ts';
import { startKiosk, startServing, type Served } from './kiosk-process.ts';
import { overLink } from './link.ts';
import { momentMs } from './moment.ts';
import { paymentCodes } from './payment-codes.ts';
import { builtScreens } from './screens.ts';
import { startStub, type Stub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import { openTill } from './till-in-process.ts';

const runsDefault = 20;
/** The first of each reads its files from the disk, and a browser keeps a page's compiled scripts from its third visit on. */
const warmUps = 3;
/** What stands in the journal of a till that has been at work. */
const paymentsBefore = 200;
const barePage = fileURLToPath(new URL('bare-page.ts', import.meta.url));

/**
 * From the start of the till's processes, on the journal and the browser's profile of a till that has been at work,
 * until its keypad is painted in the browser that is opened when the till says its address, and a scan was taken. The
 * floor: a Node process that serves one heading, and the same browser until that is painted. Both are found by the
 * cheapest of selectors: to look for a role in the larger page takes the page's own time.
 */
export async function ready(runs = runsDefault): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(0);
    const nextCode = paymentCodes();
    const samples: number[] = [];
    const floorSamples: number[] = [];
    try {
      await work(folder, stub);
      const port = await freePort(folder, stub);
      for (let run = -warmUps; run < runs; run++) {
        const floorTook = await measured(
          join(folder, 'floor-profile'),
          () => startServing([barePage]),
          (page) => page.locator('h1').waitFor(),
        );
        const took = await measured(
          join(folder, 'profile'),
          () => startKiosk(folder, stub, port),
          async (page) => {
            await page.locator('[aria-label="Amount keys"]').waitFor();
            await sellOnce(page, nextCode(), `ready${run + warmUps}`);
          },
          dismiss,
        );
        console.error(`  ${run}: ${took.toFixed(0)} ms, floor ${floorTook.toFixed(0)} ms`);
        if (run < 0) continue;
        samples.push(took);
        floorSamples.push(floorTook);
      }
    } finally {
      stub.stop();
    }
    return lineOf('ready', 'ms', samples, floorSamples);
  });
}

async function work(folder: string, stub: Stub): Promise<void> {
  const till = await openTill(folder, stub);
  for (let sold = 0; sold < paymentsBefore; sold++) await till.sell();
  till.close();
}

/** The same at every start: to the browser another port is another place, of which it has kept nothing. */
async function freePort(folder: string, stub: Stub): Promise<number> {
  const kiosk = await startKiosk(folder, stub);
  await kiosk.stop();
  return Number(new URL(kiosk.url).port);
}

async function measured(
  profile: string,
  start: () => Promise<Served>,
  isThere: (page: Page) => Promise<void>,
  leave: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const beganAt = momentMs();
  const served = await start();
  try {
    const browser = await openBrowser(profile);
    try {
      const page = await browser.newPage();
      await page.goto(served.url, { waitUntil: 'commit' });
      await isThere(page);
      const took = momentMs() - beganAt;
      await leave(page);
      return took;
    } finally {
      await browser.close();
    }
  } finally {
    await served.stop();
  }
}

/** As a second window would, until the scan was taken. Not in the page, which by then draws what the sale shows. */
async function sellOnce(page: Page, code: string, saleId: string): Promise<void> {
  await overLink(page, (send, frame) => {
    if (frame === null) {
      send('charge', { do: 'charge', saleId, amount: { currency: 'EUR', minor: 1_250 } });
      send('scan', { do: 'scan', saleId, text: code, source: 'wedge' });
    }
    if (frame?.frame !== 'reply' || frame.id !== 'scan') return false;
    if (frame.reply?.is !== 'ok') throw new Error(`the scan was not taken: ${JSON.stringify(frame)}`);
    return true;
  });
}

/** The payment's outcome is touched, so that the next start begins at the keypad. */
async function dismiss(page: Page): Promise<void> {
  await overLink(page, (send, frame) => {
    if (frame?.snapshot?.stage.at === 'outcome') {
      const { paymentRequestId } = frame.snapshot.stage;
      send('acknowledge', { do: 'acknowledge', paymentRequestId, again: false });
    }
    return frame?.id === 'acknowledge';
  });
}
