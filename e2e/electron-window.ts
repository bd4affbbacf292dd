import { fileURLToPath } from 'node:url';

import { chromium, type Browser, type Page } from '@playwright/test';

const standIn = fileURLToPath(new URL('electron-stand-in', import.meta.url));

/** Electron itself where its folder is named, else what takes its place in tests. */
export const electronEnv = { ELECTRON_OVERRIDE_DIST_PATH: process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? standIn };

/** By the address of the DevTools. */
const connections = new Map<string, Browser>();

/**
 * A window, by the DevTools that the newest Electron said on stderr. Looked at by one connection at a time: each would trace
 * the same pages, and slow down what is timed in them. The till's is a new one, since one to a page that crashed stays
 * crashed; the display's is the till's.
 */
export async function windowOf(said: string, of: 'till' | 'display' = 'till'): Promise<Page> {
  const url = [...said.matchAll(/DevTools listening on (ws:\S+)/g)].at(-1)?.[1];
  if (url === undefined) throw new Error(`no Electron said where its DevTools listen\n${said}`);
  if (of === 'till') await connections.get(url)?.close();
  const known = connections.get(url);
  const browser = known?.isConnected() === true ? known : await chromium.connectOverCDP(url);
  connections.set(url, browser);
  const pages = browser.contexts().flatMap((context) => context.pages());
  // In the stand-in Chromium knows them by an address of its own.
  const address = new RegExp(`^(app://${of}/|https://${of}\\.app\\.)`);
  const window = pages.find((page) => address.test(page.url()));
  if (window === undefined) throw new Error(`Electron has no window of the ${of}`);
  return window;
}
