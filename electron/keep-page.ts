import type { WebContents } from 'electron';

import type { Clock } from '#payment';

import { planRestart, type ScreenRole } from '../terminal/supervise/index.ts';
import { screenAddresses } from './scheme.ts';

const names = { till: "the till's page", display: "the customer screen's page" } as const;

export type KeptPage = {
  role: ScreenRole;
  clock: Clock;
  contents: Pick<WebContents, 'on' | 'loadURL' | 'reload' | 'isDestroyed' | 'forcefullyCrashRenderer'>;
  say: (words: string) => void;
};

/**
 * Loads a screen's page, and from then on anew whenever it cannot be loaded, its process dies or it hangs. Resolves when
 * it was loaded for the first time, which for a window that is closed before is never. Never rejects.
 */
export function keepPage({ role, clock, contents, say }: KeptPage): Promise<void> {
  const loaded = Promise.withResolvers<void>();
  let isLoaded = false;
  let loads = 0;
  let isDue = false;
  let endsAtMs: readonly number[] = [];

  function load(): void {
    if (contents.isDestroyed()) return;
    isDue = false;
    if (isLoaded) return contents.reload();
    const mine = ++loads;
    contents.loadURL(screenAddresses[role]).then(
      () => {
        isLoaded = true;
        loaded.resolve();
      },
      (error: unknown) => {
        // One that another load took the place of fails too.
        if (mine === loads) again(`could not be loaded (${error instanceof Error ? error.message : String(error)})`);
      },
    );
  }

  function again(how: string): void {
    // A page that dies during its first load is told of twice.
    if (isDue || contents.isDestroyed()) return;
    isDue = true;
    endsAtMs = [...endsAtMs, clock.monoMs()];
    const { afterMs } = planRestart(endsAtMs, clock.monoMs());
    say(`${names[role]} ${how}; loading it again in ${afterMs / 1_000} s`);
    clock.after(afterMs, load);
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') again(`ended unexpectedly (${reason})`);
  });
  contents.on('unresponsive', () => {
    say(`${names[role]} does not answer; its process is ended`);
    contents.forcefullyCrashRenderer();
  });
  load();
  return loaded.promise;
}
