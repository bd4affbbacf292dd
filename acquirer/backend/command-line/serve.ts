import { scaledClock } from '#payment';

import { startBackend, type Backend } from '../backend.ts';
import type { ServeFlags } from './serve-flags.ts';
import { fail, say } from './words.ts';

// Ends in order within 3 s, or at once after that.
const closeMs = 2_700;

/** Serves tills until a signal comes. @throws StartFault */
export async function serve({ settings, timeScale, timeOriginMs }: ServeFlags): Promise<void> {
  const platform = {
    performanceNow: () => performance.now(),
    dateNow: () => Date.now(),
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (handle: NodeJS.Timeout) => clearTimeout(handle),
  };
  const clock = scaledClock(platform, timeScale, timeOriginMs);
  const backend = await startBackend(settings, clock, say, (why) => fail(why, 1));
  endOnSignals(backend);
  process.stdout.write(`${JSON.stringify({ ready: 'backend', url: backend.url })}\n`);
}

function endOnSignals(backend: Backend): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), closeMs).unref();
    backend.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`did not end in order: ${error instanceof Error ? error.message : String(error)}`, 1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
