import { BrowserWindow } from 'electron';

import type { Clock } from '#payment';

import { planRestart } from '../terminal/supervise/index.ts';
import { screenAddress } from './scheme.ts';

export type TillWindowParts = {
  clock: Clock;
  /** The bundled preload. */
  preload: string;
  fullScreen: boolean;
  /** The tools to look into a page. */
  devTools: boolean;
  say: (words: string) => void;
};

/** Opens the till's window, and from then on loads its page anew whenever the page's process dies or hangs. */
export async function openTillWindow(parts: TillWindowParts): Promise<BrowserWindow> {
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

  const contents = window.webContents;
  let deathsAtMs: readonly number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    deathsAtMs = [...deathsAtMs, clock.monoMs()];
    const { afterMs } = planRestart(deathsAtMs, clock.monoMs());
    say(`the till's page ended unexpectedly (${reason}); loading it again in ${afterMs / 1_000} s`);
    clock.after(afterMs, () => {
      if (!contents.isDestroyed()) contents.reload();
    });
  });
  contents.on('unresponsive', () => {
    say("the till's page does not answer; its process is ended");
    contents.forcefullyCrashRenderer();
  });
  await window.loadURL(screenAddress);
  return window;
}
