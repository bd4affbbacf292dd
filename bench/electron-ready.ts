import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { requireChromium } from './browser.ts';
import { startWindowed } from './electron-process.ts';
import { lineOf, type Line } from './figures.ts';
import { momentMs } from './moment.ts';
import { paymentCodes } from './payment-codes.ts';
import { builtScreens, checkout } from './screens.ts';
import { startStub, type Stub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';
import { openTill } from './till-in-process.ts';

const runsDefault = 20;
/** The first of each reads its files from the disk, and a page's compiled scripts are kept from its third visit on. */
const warmUps = 3;
/** What stands in the journal of a till that has been at work. */
const paymentsBefore = 200;
const bareWindow = fileURLToPath(new URL('bare-window', import.meta.url));

/**
 * As `ready`, in Electron or what takes its place: from the start of its main process until the keypad is painted in its
 * window, and a scan was taken. The floor: the same program with one heading in its window and no host.
 */
export async function electronReady(runs = runsDefault): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const stub = await startStub(0);
    const nextCode = paymentCodes();
    const samples: number[] = [];
    const floorSamples: number[] = [];
    try {
      const words = await tillAtWork(folder, stub);
      const bareProfile = join(folder, 'bare');
      await mkdir(bareProfile);
      for (let run = -warmUps; run < runs; run++) {
        const floorTook = await measured(bareWindow, [bareProfile], (page) => page.locator('h1').waitFor());
        const sale = { code: nextCode(), saleId: `ready${run + warmUps}` };
        const isThere = async (page: Page): Promise<void> => {
          await page.locator('[aria-label="Amount keys"]').waitFor();
          await page.evaluate(sellOnce, sale);
        };
        const took = await measured(checkout, words, isThere, (page) => page.evaluate(dismiss));
        console.error(`  ${run}: ${took.toFixed(0)} ms, floor ${floorTook.toFixed(0)} ms`);
        if (run < 0) continue;
        samples.push(took);
        floorSamples.push(floorTook);
      }
    } finally {
      stub.stop();
    }
    return lineOf('electron-ready', 'ms', samples, floorSamples);
  });
}

/** The words to start a till that has been at work. */
async function tillAtWork(folder: string, stub: Stub): Promise<readonly string[]> {
  const till = await openTill(folder, stub);
  for (let sold = 0; sold < paymentsBefore; sold++) await till.sell();
  till.close();
  const keyFile = join(folder, 'backend.pub.pem');
  await writeFile(keyFile, stub.publicPem);
  return ['--data', folder, '--backend', stub.url, '--backend-key', keyFile];
}

async function measured(
  program: string,
  words: readonly string[],
  isThere: (page: Page) => Promise<void>,
  leave: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const beganAt = momentMs();
  const windowed = await startWindowed(program, words);
  try {
    await isThere(windowed.page);
    const took = momentMs() - beganAt;
    await leave(windowed.page);
    return took;
  } finally {
    await windowed.stop();
  }
}

type Bridge = { send(text: string): void; onFrame(take: (text: string) => void): void };

/** Runs in the page: by its own way to the host, until the scan was taken. */
function sellOnce({ code, saleId }: { code: string; saleId: string }): Promise<void> {
  const { counterpay } = window as unknown as { counterpay: Bridge };
  const send = (id: string, command: object): void => counterpay.send(JSON.stringify({ id, command }));
  return new Promise((resolve, reject) => {
    counterpay.onFrame((text) => {
      const frame = JSON.parse(text) as { frame: string; id?: string; reply?: { is: string } };
      if (frame.frame !== 'reply' || frame.id !== 'scan') return;
      if (frame.reply?.is === 'ok') resolve();
      else reject(new Error(`the scan was not taken: ${text}`));
    });
    send('charge', { do: 'charge', saleId, amount: { currency: 'EUR', minor: 1_250 } });
    send('scan', { do: 'scan', saleId, text: code, source: 'wedge' });
  });
}

/** Runs in the page: the payment's outcome is touched, so that the next start begins at the keypad. */
function dismiss(): Promise<void> {
  type Frame = { id?: string; snapshot?: { stage: { at: string; paymentRequestId: string } } };
  const { counterpay } = window as unknown as { counterpay: Bridge };
  return new Promise((resolve) => {
    counterpay.onFrame((text) => {
      const { id, snapshot } = JSON.parse(text) as Frame;
      if (id === 'acknowledge') return resolve();
      if (snapshot?.stage.at !== 'outcome') return;
      const { paymentRequestId } = snapshot.stage;
      const command = { do: 'acknowledge', paymentRequestId, again: false };
      counterpay.send(JSON.stringify({ id: 'acknowledge', command }));
    });
  });
}
