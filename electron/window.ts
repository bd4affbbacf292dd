import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';

import type { Clock } from '#payment';

import type { ScreenRole } from '../terminal/supervise/index.ts';
import { keepPage } from './keep-page.ts';

export type ScreenWindowParts = {
  clock: Clock;
  role: ScreenRole;
  /** The bundled preload. */
  preload: string;
  /** Where it stands, and how. */
  frame: Pick<
    BrowserWindowConstructorOptions,
    'x' | 'y' | 'width' | 'height' | 'kiosk' | 'fullscreen' | 'frame' | 'focusable' | 'skipTaskbar'
  >;
  /** The tools to look into a page. */
  devTools: boolean;
  say: (words: string) => void;
};

/** `loaded` resolves when the page was loaded for the first time; it never rejects. */
export type ScreenWindow = { window: BrowserWindow; loaded: Promise<void> };

const titles = { till: 'Counterpay', display: 'Counterpay: customer screen' } as const;

/** Opens a window for one of our screens, and keeps that screen's page in it. */
export function openScreenWindow(parts: ScreenWindowParts): ScreenWindow {
  const { clock, say, role } = parts;
  const window = new BrowserWindow({
    title: titles[role],
    width: 1_024,
    height: 768,
    ...parts.frame,
    show: false,
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
      // A till behind another window still counts down and still sounds. A display that nobody can see must not say that
      // it shows something, so its page may know that it is hidden.
      backgroundThrottling: role === 'display',
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  window.once('ready-to-show', () => {
    if (role === 'till') window.show();
    // The keys, and with them the scanner, stay with the till.
    else window.showInactive();
  });

  return { window, loaded: keepPage({ role, clock, say, contents: window.webContents }) };
}
