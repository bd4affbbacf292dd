import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Ports = { till: number; backend: number; sandbox: number };

export type StartFlags = {
  /**
   * `electron` opens a window of its own, `kiosk` the machine's browser, `none` only tells the address; `any` is the first
   * of these that this machine can do.
   */
  shell: 'any' | 'electron' | 'kiosk' | 'none';
  /** The customer's screen, of a till with a window of its own: see `electron/flags.ts`. */
  display: 'auto' | 'window' | 'off';
  /** Absolute. */
  dataDir: string;
  /** One JSON line on stdout instead of words. */
  json: boolean;
  ports: Ports;
  timeScale: number;
};

export type FlagsRead =
  | { kind: 'flags'; flags: StartFlags }
  | { kind: 'help' }
  /** One sentence. */
  | { kind: 'wrong'; why: string };

export const usage = `Starts the whole of Counterpay on this machine, in sandbox mode: no real money moves.

  npm start -- [options]

  --shell NAME        electron: a window of its own; kiosk: this machine's browser; none: only print the address
                      (default: electron where its program is here or can be fetched, else kiosk)
  --display MODE      with a window of its own, the customer's screen: auto, full screen on a second monitor when there is
                      one; window; off (default auto; a browser opens it by its address)
  --data DIR          where journals, keys and databases are kept (default data/ in the checkout)
  --port BASE         till on BASE, backend on BASE+1, sandbox on BASE+2 (default 4780; 0 takes any free ports)
  --json              print one JSON line with the addresses when all is ready, and nothing else, on stdout
  --time-scale N      run the clock N times as fast, to see timeouts without waiting (default 1)
  --help              show this
`;

const portBaseMax = 65_533;

/** Reads the command line, without the program's own two words. `checkout` is where the default data folder is. */
export function readFlags(args: readonly string[], checkout: string): FlagsRead {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        shell: { type: 'string', default: 'any' },
        display: { type: 'string', default: 'auto' },
        data: { type: 'string', default: resolve(checkout, 'data') },
        port: { type: 'string', default: '4780' },
        json: { type: 'boolean', default: false },
        'time-scale': { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { shell, display, port, json } = values;
    if (!isShell(shell)) return wrong(`--shell is electron, kiosk or none, not ${shell}.`);
    if (!isDisplay(display)) return wrong(`--display is auto, window or off, not ${display}.`);
    if (!/^\d{1,5}$/.test(port) || Number(port) > portBaseMax)
      return wrong(`--port is 0 to ${portBaseMax}, not ${port}.`);
    if (values.data === '') return wrong('--data needs the name of a folder.');
    const timeScale = Number(values['time-scale']);
    if (!(timeScale >= 0.1 && timeScale <= 1_000))
      return wrong(`--time-scale is 0.1 to 1000, not ${values['time-scale']}.`);
    return {
      kind: 'flags',
      flags: { shell, display, json, timeScale, dataDir: resolve(values.data), ports: portsFrom(Number(port)) },
    };
  } catch (error) {
    // node:util names the flag and what is wrong with it; its first sentence is enough.
    return wrong(`${error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : String(error)}.`);
  }
}

function isShell(name: string): name is StartFlags['shell'] {
  return ['any', 'electron', 'kiosk', 'none'].includes(name);
}

function isDisplay(name: string): name is StartFlags['display'] {
  return ['auto', 'window', 'off'].includes(name);
}

function portsFrom(base: number): Ports {
  return base === 0 ? { till: 0, backend: 0, sandbox: 0 } : { till: base, backend: base + 1, sandbox: base + 2 };
}

function wrong(why: string): FlagsRead {
  return { kind: 'wrong', why };
}
