import { parseArgs } from 'node:util';

import { Currency } from '#payment';

export type Flags = {
  port: number;
  data: string;
  client: string;
  clientKey: string;
  publicKey: string;
  strict: boolean;
  currency: Currency;
  timeScale: number;
  timeOrigin: number;
};

export const helpText = `Alipay+ with made-up wallets, to try a till with. No real money moves.

  node acquirer/sandbox/main.ts --port N --data DIR --client ID --client-key FILE --public-key FILE

  --port N            where to listen on 127.0.0.1; 0 takes any free port
  --data DIR          where ledger and key are kept
  --client ID         the Client-Id of the acquirer that calls
  --client-key FILE   its public key (SPKI PEM); it may be made later
  --public-key FILE   where our public key is written
  --strict            refuse numbers and booleans that are not strings
  --currency CODE     what wallets show before the first payment (EUR)
  --time-scale N      run the clock N times as fast (1)
  --time-origin MS    since when, in milliseconds since 1970 (now)
  --help              this text`;

export type ReadFlags = { kind: 'flags'; flags: Flags } | { kind: 'help' } | { kind: 'wrong'; sentence: string };

export function readFlags(argv: readonly string[], now: number): ReadFlags {
  const parsed = parse(argv);
  if (typeof parsed === 'string') return { kind: 'wrong', sentence: parsed };
  if (parsed.help === true) return { kind: 'help' };
  const { port, data, client } = parsed;
  const clientKey = parsed['client-key'];
  const publicKey = parsed['public-key'];
  if (port === undefined || !/^\d{1,5}$/.test(port) || Number(port) > 65_535) return wrong('--port', 'a port number');
  if (data === undefined) return wrong('--data', 'a folder');
  if (client === undefined) return wrong('--client', 'a Client-Id');
  if (clientKey === undefined) return wrong('--client-key', 'a file');
  if (publicKey === undefined) return wrong('--public-key', 'a file');
  const timeScale = Number(parsed['time-scale'] ?? '1');
  if (!(timeScale > 0 && timeScale <= 100_000)) return wrong('--time-scale', 'a number above 0');
  const timeOrigin = Number(parsed['time-origin'] ?? now);
  if (!Number.isSafeInteger(timeOrigin)) return wrong('--time-origin', 'milliseconds since 1970');
  const currency = Currency.safeParse(parsed.currency ?? 'EUR');
  if (!currency.success) return wrong('--currency', 'an ISO 4217 code such as EUR');
  const strict = parsed.strict === true;
  const flags = { port: Number(port), data, client, clientKey, publicKey, strict, timeScale, timeOrigin };
  return { kind: 'flags', flags: { ...flags, currency: currency.data } };
}

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  client: { type: 'string' },
  'client-key': { type: 'string' },
  'public-key': { type: 'string' },
  strict: { type: 'boolean' },
  currency: { type: 'string' },
  'time-scale': { type: 'string' },
  'time-origin': { type: 'string' },
  help: { type: 'boolean' },
} as const;

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
