import { fileURLToPath } from 'node:url';

import { CannotStart } from './cannot-start.ts';
import { answersSoon, electronProgram, runInstaller } from './electron-program.ts';
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
    const electron = await electronFor(flags.shell);
    const launched = await launch({
      checkout,
      flags,
      electron,
      say,
      timeOrigin: Date.now(),
      signal: ending.signal,
      onTillListening: (url) => {
        if (flags.shell === 'none') return;
        openBrowser(url, () => say('No browser to open here: open the address of the till yourself.'));
      },
      onTillClosed: () => ending.abort(),
      onNewAddresses: ({ till, display }) => {
        say(`The till is now opened by ${till}`);
        say(`The customer screen is now opened by ${display}`);
      },
    });
    if (flags.json) console.log(JSON.stringify(launched.addresses));
    else console.log(welcome(launched.addresses, flags));
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

/** Electron's program, where it is wanted and can be had. Throws `CannotStart` when it was asked for by name. */
async function electronFor(shell: StartFlags['shell']): Promise<string | null> {
  if (shell === 'kiosk' || shell === 'none') return null;
  const { env, platform } = process;
  const found = await electronProgram({ checkout, env, platform, say, ask: answersSoon, fetch: runInstaller });
  if (found.kind === 'there') return found.program;
  if (shell === 'electron')
    throw new CannotStart(`Electron cannot be used here: ${found.why}. Start with --shell kiosk instead.`);
  say(`the till is served to a browser, for want of Electron: ${found.why}`);
  return null;
}

function welcome({ till, display, wallet }: Addresses, flags: StartFlags): string {
  const inBrowser = till.startsWith('http');
  return `
Counterpay is ready, in sandbox mode: no real money moves.

  Till              ${inBrowser ? till : 'in its own window'}
  Customer screen   ${inBrowser ? display : displayWindows[flags.display]}
  Wallet            ${wallet}   (a customer's phone to try it with)
  Data              ${flags.dataDir}

Ctrl-C ends it.
`;
}

const displayWindows = {
  auto: 'full screen on a second monitor, when there is one (--display window shows it on this one)',
  window: 'in a window of its own',
  off: 'off (--display)',
} as const;
