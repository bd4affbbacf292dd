import { fileURLToPath } from 'node:url';

import { chromium, type Browser, type Page } from '@playwright/test';

const standIn = fileURLToPath(new URL('electron-stand-in', import.meta.url));

/** Electron itself where its folder is named, else what takes its place in tests. */
export const electronEnv = { ELECTRON_OVERRIDE_DIST_PATH: process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? standIn };

/** By the address of the DevTools. */
const connections = new Map<string, Browser>();

/**
 * The till's window, by the DevTools that the newest Electron said on stderr. Looked at by one connection at a time: each
 * would trace the same page, and slow down what is timed in it. `part`: of the address of the window that is wanted.
 */
export async function windowOf(said: string, part = 'app://till/'): Promise<Page> {
  const url = [...said.matchAll(/DevTools listening on (ws:\S+)/g)].at(-1)?.[1];
  if (url === undefined) throw new Error(`no Electron said where its DevTools listen\n${said}`);
  await connections.get(url)?.close();
  const browser = await chromium.connectOverCDP(url);
  connections.set(url, browser);
  const pages = browser.contexts().flatMap((context) => context.pages());
  const window = pages.find((page) => page.url().startsWith(part));
  if (window === undefined) throw new Error('Electron has no window');
  return window;
}
