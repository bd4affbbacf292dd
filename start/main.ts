import { fileURLToPath } from 'node:url';

import { CannotStart } from './cannot-start.ts';
import { readFlags, type StartFlags, usage } from './flags.ts';
import { type Addresses, launch } from './launch.ts';
import { openBrowser } from './open-browser.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
// Words about progress never mix with the one line that `--json` promises on stdout.
const say = (words: string): void => console.error(words);

const read = readFlags(process.argv.slice(2), checkout);
if (read.kind === 'help') console.log(usage);
else if (read.kind === 'wrong') {
  say(read.why);
  process.exitCode = 2;
} else process.exitCode = await run(read.flags);

/** Runs until a signal asks to end; the exit code. */
async function run(flags: StartFlags): Promise<number> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  const asked = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
  try {
    const launched = await launch({
      checkout,
      flags,
      say,
      timeOrigin: Date.now(),
      signal: ending.signal,
      onTillListening: (url) => {
        if (flags.shell !== 'kiosk') return;
        openBrowser(url, () => say('No browser to open here: open the address of the till yourself.'));
      },
      onNewTillAddress: (url) => say(`The till is now opened by ${url}`),
    });
    if (flags.json) console.log(JSON.stringify(launched.addresses));
    else console.log(welcome(launched.addresses, flags.dataDir));
    await asked;
    say('ending …');
    await launched.stop();
    return 0;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    say(error.message);
    return 1;
  }
}

function welcome(addresses: Addresses, dataDir: string): string {
  return `
Counterpay is ready, in sandbox mode: no real money moves.

  Till     ${addresses.till}
  Wallet   ${addresses.wallet}   (a customer's phone to try it with)
  Data     ${dataDir}

Ctrl-C ends it.
`;
}
