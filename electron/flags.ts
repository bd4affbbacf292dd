import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { wrongHostFlag } from '../terminal/supervise/index.ts';

export type ElectronFlags = {
  /** Absolute. */
  dataDir: string;
  /** The window covers the screen and has no frame. */
  fullScreen: boolean;
  /** The customer's screen: none, a plain window to try it with, or full screen on a second monitor when there is one. */
  display: 'off' | 'window' | 'auto';
  /** It was started by a process that holds its standard input open for as long as it lives. */
  endWithStdin: boolean;
  /** Whether scanners are read by a process of this till. */
  drivers: boolean;
  /** Handed on to the terminal host as they are. */
  hostFlags: readonly string[];
};

export type FlagsRead =
  | { kind: 'flags'; flags: ElectronFlags }
  | { kind: 'help' }
  /** One sentence. */
  | { kind: 'wrong'; why: string };

export const usage = `The till in a window of its own.

  npm exec electron . -- [options]

  --data DIR           the till's data folder: journal, keys, settings (default: this user's folder for programs)
  --backend URL        the acquirer backend (default: as paired; a new till asks for it)
  --backend-key FILE   instead of pairing, for a backend on the same machine that knows this till by
                       --terminal-key: its public key (PEM); answers signed by another key are no answers
  --settings FILE      with --backend-key: the till's settings (default: in the data folder)
  --full-screen        cover the whole screen, without a frame
  --display MODE       the customer's screen: auto, full screen on a second monitor when there is one (default); window, a
                       plain window to try it with; off
  --no-drivers         read no scanners: only ones that type, and the camera, work
  --time-scale N       run the clock N times as fast (tests; default 1)
  --time-origin MS     the moment, ms since 1970, from which the clock runs faster
  --end-with-stdin     end when standard input ends (for a program that starts this one)
  --help               show this
`;

/** Reads what follows the program's own words. `programsDir` is where this user's programs keep their data. */
export function readFlags(args: readonly string[], programsDir: string): FlagsRead {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        data: { type: 'string', default: join(programsDir, 'counterpay', 'till') },
        backend: { type: 'string' },
        'backend-key': { type: 'string' },
        settings: { type: 'string' },
        'full-screen': { type: 'boolean', default: false },
        display: { type: 'string', default: 'auto' },
        'no-drivers': { type: 'boolean', default: false },
        'time-scale': { type: 'string' },
        'time-origin': { type: 'string' },
        'end-with-stdin': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { help: _, 'full-screen': fullScreen, 'end-with-stdin': endWithStdin, display, ...others } = values;
    const { 'no-drivers': noDrivers, ...forHost } = others;
    if (!isDisplayMode(display)) return { kind: 'wrong', why: `--display is auto, window or off, not ${display}.` };
    const wrongForHost = wrongHostFlag(forHost);
    if (wrongForHost !== null) return { kind: 'wrong', why: wrongForHost };
    const dataDir = resolve(values.data);
    const hostFlags = Object.entries({ ...forHost, data: dataDir }).flatMap(([name, value]) => [`--${name}`, value]);
    return { kind: 'flags', flags: { dataDir, fullScreen, display, endWithStdin, drivers: !noDrivers, hostFlags } };
  } catch (error) {
    // node:util names the flag and what is wrong with it; its first sentence is enough.
    const why = `${error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error)}.`;
    return { kind: 'wrong', why };
  }
}

function isDisplayMode(name: string): name is ElectronFlags['display'] {
  return ['off', 'window', 'auto'].includes(name);
}

/** The words that are meant for the till: in a packaged program all, else those after the program's folder. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  if (isPackaged) return argv.slice(1);
  const folder = argv.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return folder < 0 ? [] : argv.slice(folder + 1);
}
