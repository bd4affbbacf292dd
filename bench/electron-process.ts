import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { chromium, type Page } from '@playwright/test';

import { withCompileCache } from '../start/compile-cache.ts';
import { checkout } from './screens.ts';

/** A program in a window of Electron's, or of what takes its place. */
export type Windowed = { page: Page; stop(): Promise<void> };

/** Starts the Electron program in `folder` and waits until its window has a page. Throws when it ends before. */
export async function startWindowed(folder: string, words: readonly string[]): Promise<Windowed> {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(checkout, 'e2e/electron-stand-in');
  // As `npm start` does.
  const child = spawn(join(dist, 'electron'), [folder, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: withCompileCache(process.env),
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    devToolsOf(createInterface({ input: child.stderr })),
    ended.then(([code]) => Promise.reject(new Error(`${folder} ended with ${String(code)} before it had a window`))),
  ]);
  const browser = await chromium.connectOverCDP(url);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Electron has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  return {
    page,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function devToolsOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('Electron did not say where its DevTools listen');
}
