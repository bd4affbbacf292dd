import type { WebContents } from 'electron';

import type { Clock } from '#payment';

import { planRestart } from '../terminal/supervise/index.ts';
import { screenAddress } from './scheme.ts';

export type KeptPage = {
  clock: Clock;
  contents: Pick<WebContents, 'on' | 'loadURL' | 'reload' | 'isDestroyed' | 'forcefullyCrashRenderer'>;
  say: (words: string) => void;
};

/**
 * Loads the till's page, and from then on anew whenever it cannot be loaded, its process dies or it hangs. Resolves when
 * it was loaded for the first time, which for a window that is closed before is never. Never rejects.
 */
export function keepPage({ clock, contents, say }: KeptPage): Promise<void> {
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
    contents.loadURL(screenAddress).then(
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
    say(`the till's page ${how}; loading it again in ${afterMs / 1_000} s`);
    clock.after(afterMs, load);
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') again(`ended unexpectedly (${reason})`);
  });
  contents.on('unresponsive', () => {
    say("the till's page does not answer; its process is ended");
    contents.forcefullyCrashRenderer();
  });
  load();
  return loaded.promise;
}
