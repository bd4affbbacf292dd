import { fileURLToPath } from 'node:url';

import { scaledClock } from '#payment';

import { readFlags, usage } from './flags.ts';
import { CannotStart, type Kiosk, startKiosk } from './kiosk.ts';

// Supervision runs at the machine's own speed: only payments are hurried in tests.
const clock = scaledClock(
  { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
  1,
  0,
);
const say = (words: string): void => console.error(words);

const read = readFlags(process.argv.slice(2));
if (read.kind === 'help') console.log(usage);
else if (read.kind === 'wrong') {
  say(read.why);
  process.exitCode = 2;
} else {
  try {
    const kiosk = await startKiosk({
      clock,
      say,
      port: read.flags.port,
      dataDir: read.flags.dataDir,
      rendererDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
      hostEntry: fileURLToPath(new URL('../terminal/assemble/main.ts', import.meta.url)),
      hostFlags: read.flags.hostFlags,
    });
    endOnSignals(kiosk);
    // Ready means that a scan is taken, so the address waits for the host's first word.
    await kiosk.hostSpoke;
    console.log(JSON.stringify({ ready: 'till', url: kiosk.url }));
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

function endOnSignals(kiosk: Kiosk): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void kiosk.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
