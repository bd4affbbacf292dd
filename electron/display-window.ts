import type { Display as Monitor, Screen } from 'electron';

import type { ElectronFlags } from './flags.ts';

export type DisplayWindowParts = {
  mode: ElectronFlags['display'];
  screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'on'>;
  /** Opens the window: on all of a monitor, or with null as a plain one. */
  open: (monitor: Monitor | null) => OpenedDisplay;
};

export interface OpenedDisplay {
  /** It may be gone already. */
  close(): void;
  onClosed(closed: () => void): void;
}

/**
 * Keeps the customer's screen where its mode says. By `auto` it comes with a second monitor and goes with it; one that a
 * person closed stays closed until a monitor is plugged in.
 */
export function keepDisplayWindow({ mode, screen, open }: DisplayWindowParts): void {
  let shown: { on: number; window: OpenedDisplay } | null = null;

  function showOnSecond(): void {
    const primary = screen.getPrimaryDisplay().id;
    const second = screen.getAllDisplays().find(({ id }) => id !== primary);
    if (shown !== null || second === undefined) return;
    const window = open(second);
    const mine = { on: second.id, window };
    shown = mine;
    window.onClosed(() => {
      if (shown === mine) shown = null;
    });
  }

  if (mode === 'off') return;
  if (mode === 'window') return void open(null);
  screen.on('display-added', showOnSecond);
  screen.on('display-removed', (_event, { id }) => {
    if (shown?.on !== id) return;
    const { window } = shown;
    shown = null;
    window.close();
    showOnSecond();
  });
  showOnSecond();
}
