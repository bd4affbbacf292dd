import { parseArgs } from 'node:util';

import { wrongHostFlag } from '../terminal/supervise/index.ts';

export type KioskFlags = {
  port: number;
  dataDir: string;
  /** Whether scanners are read by a process of this till. */
  drivers: boolean;
  /** Handed on to the terminal host as they are. */
  hostFlags: readonly string[];
};

export type FlagsRead =
  | { kind: 'flags'; flags: KioskFlags }
  | { kind: 'help' }
  /** One sentence. */
  | { kind: 'wrong'; why: string };

export const usage = `Serves one till to this machine's browser.

  npm run till -- --data DIR [--backend URL] [options]

A new till asks for the pairing code that "npm run backend -- pair" prints, and keeps what it gets in DIR.

  --port N             port on 127.0.0.1 (default 4780; 0 takes any free one)
  --data DIR           the till's data folder: journal, keys, settings
  --backend URL        the acquirer backend (default: as paired; a new till asks for it)
  --backend-key FILE   instead of pairing, for a backend on the same machine that knows this till by
                       --terminal-key: its public key (PEM); answers signed by another key are no answers
  --settings FILE      with --backend-key: the till's settings (default: in the data folder)
  --no-drivers         read no scanners: only ones that type, and the camera, work
  --time-scale N       run the clock N times as fast (tests; default 1)
  --time-origin MS     the moment, ms since 1970, from which the clock runs faster
  --help               show this
`;

/** Reads the command line, without the program's own two words. */
export function readFlags(args: readonly string[]): FlagsRead {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        port: { type: 'string', default: '4780' },
        data: { type: 'string' },
        backend: { type: 'string' },
        'backend-key': { type: 'string' },
        settings: { type: 'string' },
        'no-drivers': { type: 'boolean', default: false },
        'time-scale': { type: 'string' },
        'time-origin': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { port, data, help: _, 'no-drivers': noDrivers, ...handedOn } = values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return wrong(`--port ${port} is not a port number.`);
    if (data === undefined) return wrong('--data is needed: the folder of this till. --help says more.');
    const wrongForHost = wrongHostFlag(handedOn);
    if (wrongForHost !== null) return wrong(wrongForHost);
    const hostFlags = Object.entries({ data, ...handedOn }).flatMap(([name, value]) => [`--${name}`, value]);
    return { kind: 'flags', flags: { port: Number(port), dataDir: data, drivers: !noDrivers, hostFlags } };
  } catch (error) {
    // node:util names the flag and what is wrong with it; its first sentence is enough.
    return wrong(`${error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error)}.`);
  }
}

function wrong(why: string): FlagsRead {
  return { kind: 'wrong', why };
}
