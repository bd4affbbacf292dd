import { chromium, type BrowserContext } from '@playwright/test';

import { findChromium } from '../start/find-chromium.ts';
import { CannotMeasure } from './cannot-measure.ts';

/** The machine's Chromium without a window, on the profile in this folder. Throws `CannotMeasure` when there is none. */
export async function openBrowser(profile: string): Promise<BrowserContext> {
  requireChromium();
  return chromium.launchPersistentContext(profile, {
    executablePath: findChromium(process.env) ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

export function requireChromium(): void {
  if (findChromium(process.env) !== null) return;
  throw new CannotMeasure(
    'This bench needs a Chromium: install it (Debian: apt-get install chromium) or name one in CHROMIUM.',
  );
}
