import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from '@playwright/test';

import type { Decoder, Luma } from '../renderer/scan/camera/decoding/index.ts';
import { filmFrame, filmHead, numbered, numberSquare, numberSquares } from '../renderer/scan/camera/testing/film.ts';
import { renderFrame } from '../renderer/scan/camera/testing/frames.ts';
import { findChromium } from '../start/find-chromium.ts';
import { requireChromium } from './browser.ts';
import { watchCamera, type CodeSample, type FilmParts } from './camera-page.ts';
import { loadDecoding } from './decode/readers.ts';
import { lineOf, type Line } from './figures.ts';
import { startKiosk } from './kiosk-process.ts';
import { longestTaskMs } from './longest-task.ts';
import { momentMs } from './moment.ts';
import { builtScreens } from './screens.ts';
import { startStub } from './stub-process.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const runsDefault = 40;
const answerAfterMs = 20;
const framesASecond = 30;
/** The film, in frames: nobody, a phone that comes, a phone that is held still. */
const film = { emptyUntil: 12, sharpFrom: 20, end: 60 } as const;
const text = '281234567890123456';
/** The film is played this often before it is given up. */
const patience = 3;

/**
 * From the first sharp frame of a phone, as it comes from the camera, until its code is in the page. The floor: one frame
 * of the camera, and the bare decoding of that frame. Beside it the longest task of the page's main thread.
 */
export async function cameraToCode(runs = runsDefault): Promise<Line> {
  requireChromium();
  await builtScreens();
  return inTemporaryFolder(async (folder) => {
    const sharp = renderFrame({ text });
    const file = join(folder, 'film.y4m');
    await writeFilm(file, sharp);
    const stub = await startStub(answerAfterMs);
    const kiosk = await startKiosk(folder, stub);
    const browser = await openBrowser(file);
    try {
      const { wasm } = await loadDecoding();
      const page = await browser.newPage();
      const parts: FilmParts = { ...film, squares: numberSquares, square: numberSquare };
      await page.addInitScript(watchCamera, parts);
      await page.goto(kiosk.url);
      await sellOnce(page);
      const { samples, floor } = await measured(page, runs, sharp, wasm);
      const line = lineOf('camera-to-code', 'ms', samples, floor);
      const longest = await longestTaskMs(browser, page, async () => {
        await page.waitForTimeout((5_000 * film.end) / framesASecond);
      });
      return { ...line, longestTaskMs: longest };
    } finally {
      await browser.close();
      await kiosk.stop();
      stub.stop();
    }
  });
}

/** The code is charged once, which is no sample; from then on the host knows it, and every look ends at the same screen. */
async function sellOnce(page: Page): Promise<void> {
  await confirmAmount(page);
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.getByRole('heading', { name: 'PAID' }).waitFor();
  await page.keyboard.press('Enter');
  await confirmAmount(page);
}

async function confirmAmount(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Amount keys' }).waitFor();
  await page.keyboard.type('7', { delay: 90 });
  await page.waitForTimeout(150); // a person's pace: faster keys are a scanner's
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Scan the customer’s code' }).waitFor();
}

async function measured(
  page: Page,
  runs: number,
  sharp: Luma,
  decoder: Decoder,
): Promise<{ samples: number[]; floor: number[] }> {
  const samples: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { tookMs, framesLate } = await sample(page, run);
    const bare = decodedMs(sharp, decoder);
    console.error(`  ${run}: ${tookMs.toFixed(1)} ms, ${framesLate} frames late, decoded in ${bare.toFixed(1)} ms`);
    samples.push(tookMs);
    floor.push(1_000 / framesASecond + bare);
  }
  return { samples, floor };
}

/** Sample number `index` of the page, when it is there. */
async function sample(page: Page, index: number): Promise<CodeSample> {
  const found = await page.waitForFunction((wanted) => window.cameraSamples()[wanted], index, {
    timeout: (patience * 1_000 * film.end) / framesASecond,
  });
  const value = await found.jsonValue();
  if (value === undefined) throw new Error('a sample that is none');
  return value;
}

function decodedMs(picture: Luma, decoder: Decoder): number {
  const startedAt = momentMs();
  const found = decoder.read(picture);
  const took = momentMs() - startedAt;
  if (!found.some((reading) => reading.text === text)) throw new Error('the sharp frame is not sharp');
  return took;
}

async function writeFilm(file: string, sharp: Luma): Promise<void> {
  const empty = renderFrame({ text, away: true, layout: 'nothing' });
  const coming = [140, 100, 60].map((dx) => renderFrame({ text, dx, blur: 7, motion: 24 }));
  const out = await open(file, 'w');
  await out.write(filmHead(sharp, framesASecond));
  for (let number = 0; number < film.end; number++) {
    const blurred =
      coming[Math.floor(((number - film.emptyUntil) / (film.sharpFrom - film.emptyUntil)) * coming.length)];
    const picture = number < film.emptyUntil ? empty : number < film.sharpFrom ? (blurred ?? empty) : sharp;
    await out.write(filmFrame(numbered(picture, number)));
  }
  await out.close();
}

async function openBrowser(film: string): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(process.env) ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
}
