import { fileURLToPath } from 'node:url';

import { scaledClock } from '#payment';

import { type KioskFlags, readFlags, usage } from './flags.ts';
import { CannotStart, type Kiosk, startKiosk } from './kiosk.ts';

// Built (rolldown.config.ts), this lies in out/kiosk beside the built host; run as a source, it starts the host's source.
const places = import.meta.url.endsWith('.cjs')
  ? { renderer: '../renderer', host: '../host/main.cjs', drivers: '../drivers/main.cjs' }
  : { renderer: '../out/renderer', host: '../terminal/assemble/main.ts', drivers: '../drivers/main.ts' };

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
} else void run(read.flags);

async function run(flags: KioskFlags): Promise<void> {
  try {
    const kiosk = await startKiosk({
      clock,
      say,
      port: flags.port,
      dataDir: flags.dataDir,
      rendererDir: fileURLToPath(new URL(places.renderer, import.meta.url)),
      hostEntry: fileURLToPath(new URL(places.host, import.meta.url)),
      hostFlags: flags.hostFlags,
      driverEntry: flags.drivers ? fileURLToPath(new URL(places.drivers, import.meta.url)) : null,
    });
    endOnSignals(kiosk);
    // A page may be opened from here on: it says that the till is starting.
    console.log(JSON.stringify({ listening: 'till', url: kiosk.url }));
    // Ready means that a scan is taken, so this waits for the host's first word.
    await kiosk.hostSpoke;
    console.log(JSON.stringify({ ready: 'till', url: kiosk.url, display: kiosk.displayUrl }));
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
