import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type Browser, type BrowserContext } from '@playwright/test';

import { findChromium } from '../../start/find-chromium.ts';
import { openCounter, type Counter } from '../counter.ts';
import { Sandbox } from '../sandbox.ts';
import { inShell } from '../story.ts';
import { TillScreen } from '../till.ts';
import { writeFilm, type Scene } from './video.ts';

export { expect } from '@playwright/test';

export type Film = {
  scenes: readonly Scene[];
  framesASecond?: number;
  /** Done to the browser before the till is opened. */
  before?: (context: BrowserContext) => Promise<void>;
  /** The person says no, or nothing: it is not allowed. */
  refused?: boolean;
};

type CameraStory = {
  sandbox: Sandbox;
  /** The till in a browser of its own, in front of whose camera a film is shown; null: no camera is connected. */
  openTill: (film: Film | null) => Promise<TillScreen>;
};

/**
 * Stories at one counter, each in a browser that was started with its own film for a camera (Chromium's fake capture
 * device). Each leaves the counter with no sale open, and no request of the till's page went anywhere but to the till.
 */
export const test = inShell.extend<CameraStory, { counter: Counter }>({
  counter: [
    async ({ shell }, use) => {
      // A wallet's code lives for a minute, and a film is longer than a tenth of it.
      const counter = await openCounter({ shell, scale: 1 });
      await use(counter);
      await counter.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sandbox: async ({ counter }, use) => {
    await use(new Sandbox(counter.sandbox));
  },
  openTill: async ({ counter }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'counterpay-camera-'));
    const opened: { till: TillScreen; browser: Browser; foreign: string[] }[] = [];
    const { origin } = new URL(counter.till);

    await use(async (film) => {
      const file = join(folder, `film-${opened.length}.y4m`);
      if (film !== null) await writeFilm(file, film.scenes, film.framesASecond);
      const browser = await chromium.launch({
        executablePath: findChromium(process.env) ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', ...cameraFlags(film, file)],
      });
      const context = await browser.newContext({ viewport: { width: 1_024, height: 768 }, locale: 'en' });
      await film?.before?.(context);
      const foreign: string[] = [];
      context.on('request', (request) => {
        if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:')) foreign.push(request.url());
      });
      const till = new TillScreen(await context.newPage());
      opened.push({ till, browser, foreign });
      await till.open(counter.till);
      return till;
    });

    for (const { till, browser, foreign } of opened) {
      await leaveSale(till);
      await browser.close();
      if (foreign.length > 0) throw new Error(`the page asked for ${foreign.join(', ')}`);
    }
    await rm(folder, { recursive: true });
  },
});

function cameraFlags(film: Film | null, file: string): string[] {
  if (film === null) return [];
  const flags = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
  return film.refused === true ? flags : [...flags, '--use-fake-ui-for-media-stream'];
}

/** The next story finds the keypad. A story that went well ends there, on the scan screen or on a result. */
async function leaveSale(till: TillScreen): Promise<void> {
  const back = till.page.getByRole('button', { name: /^Back/ });
  if (await back.isVisible()) await back.click();
  else if (!(await till.heading('To pay').isVisible())) await till.page.keyboard.press('Enter');
  await till.isOpen().catch(() => undefined); // the story's own trouble is told, not what it left
}
