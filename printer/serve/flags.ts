import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

import type { MultiByte } from '../parse/index.ts';

export type Flags = {
  port: number;
  listen: string;
  controlPort: number;
  paper: 58 | 80;
  script: MultiByte;
  drawerOpen: 'low' | 'high';
  drawerPin: 2 | 5;
  bufferBytes: number;
  json: boolean;
};

export const helpText = `An emulated receipt printer, to try a till with: it takes ESC/POS like an Epson TM and shows what it printed.

  npm run printer -- [options]

  --port N          where it prints what arrives, over TCP; 0 takes any free port (9100)
  --listen ADDRESS  on which address (127.0.0.1); another one than that opens it to the network
  --control N       the port of its page, always on 127.0.0.1; 0 takes any free port (0)
  --paper 58|80     the width of its paper in millimetres (80)
  --script NAME     which characters of more than one byte it has: none, gb18030, big5, shift-jis or ksc5601 (none)
  --drawer-open LEVEL  the level of the drawer's switch while it is open: low or high (low)
  --drawer-pin N    which pin opens the drawer: 2 or 5 (2)
  --buffer BYTES    what it takes before it has to print (4096)
  --json            one line of JSON with its addresses when it is ready, instead of words
  --help            this text

Its page shows the slips and has switches for paper, cover, drawer, power, cable and pace. Open it by the address that is
printed at the start; programs send the token of that line as "Authorization: Bearer …".`;

export type ReadFlags = { kind: 'flags'; flags: Flags } | { kind: 'help' } | { kind: 'wrong'; sentence: string };

export function readFlags(argv: readonly string[]): ReadFlags {
  const parsed = parse(argv);
  if (typeof parsed === 'string') return { kind: 'wrong', sentence: parsed };
  if (parsed.help === true) return { kind: 'help' };
  const { port = '9100', control = '0', listen = '127.0.0.1', paper = '80', script = 'none', buffer = '4096' } = parsed;
  const [drawerOpen, drawerPin] = [parsed['drawer-open'] ?? 'low', parsed['drawer-pin'] ?? '2'];
  if (!isPort(port)) return wrong('--port', 'a port number');
  if (!isPort(control)) return wrong('--control', 'a port number');
  if (isIP(listen) === 0) return wrong('--listen', 'an IP address of this machine');
  if (paper !== '58' && paper !== '80') return wrong('--paper', '58 or 80');
  if (!isScript(script)) return wrong('--script', `one of ${scripts.join(', ')}`);
  if (drawerOpen !== 'low' && drawerOpen !== 'high') return wrong('--drawer-open', 'low or high');
  if (drawerPin !== '2' && drawerPin !== '5') return wrong('--drawer-pin', '2 or 5');
  const bufferBytes = Number(buffer);
  if (!/^\d+$/.test(buffer) || bufferBytes < 1 || bufferBytes > bufferBytesMax)
    return wrong('--buffer', `a number of bytes from 1 to ${bufferBytesMax}`);
  const flags: Flags = {
    port: Number(port),
    listen,
    controlPort: Number(control),
    paper: paper === '58' ? 58 : 80,
    script,
    drawerOpen,
    drawerPin: drawerPin === '2' ? 2 : 5,
    bufferBytes,
    json: parsed.json === true,
  };
  return { kind: 'flags', flags };
}

const options = {
  port: { type: 'string' },
  listen: { type: 'string' },
  control: { type: 'string' },
  paper: { type: 'string' },
  script: { type: 'string' },
  'drawer-open': { type: 'string' },
  'drawer-pin': { type: 'string' },
  buffer: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const bufferBytesMax = 16 * 1024 * 1024;

const scripts = ['none', 'gb18030', 'big5', 'shift-jis', 'ksc5601'] as const satisfies readonly MultiByte[];

function isScript(name: string): name is MultiByte {
  return scripts.some((script) => script === name);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

type Parsed = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function parse(argv: readonly string[]): Parsed | string {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    const sentence = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    return `${sentence}. --help lists the flags.`;
  }
}

function wrong(flag: string, expected: string): ReadFlags {
  return { kind: 'wrong', sentence: `${flag} needs ${expected}. --help lists the flags.` };
}
