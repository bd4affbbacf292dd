import { BrowserWindow } from 'electron';

import type { Clock } from '#payment';

import { keepPage } from './keep-page.ts';

export type TillWindowParts = {
  clock: Clock;
  /** The bundled preload. */
  preload: string;
  fullScreen: boolean;
  /** The tools to look into a page. */
  devTools: boolean;
  say: (words: string) => void;
};

/** `loaded` resolves when the page was loaded for the first time; it never rejects. */
export type TillWindow = { window: BrowserWindow; loaded: Promise<void> };

/** Opens the till's window, and keeps the till's page in it. */
export function openTillWindow(parts: TillWindowParts): TillWindow {
  const { clock, say } = parts;
  const window = new BrowserWindow({
    title: 'Counterpay',
    width: 1_024,
    height: 768,
    show: false,
    kiosk: parts.fullScreen,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: parts.devTools,
      // A till behind another window still counts down and still sounds.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.once('ready-to-show', () => window.show());

  return { window, loaded: keepPage({ clock, say, contents: window.webContents }) };
}
