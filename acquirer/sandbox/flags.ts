import { parseArgs } from 'node:util';

import { Currency } from '#payment';

export type Flags = {
  port: number;
  data: string;
  /** At least one. */
  clients: readonly { id: string; keyFile: string }[];
  tlsPort: number | null;
  publicKey: string;
  strict: boolean;
  currency: Currency;
  timeScale: number;
  timeOrigin: number;
};

export const helpText = `Alipay+ with made-up wallets, to try a till with. No real money moves.

  npm run sandbox -- --port N --data DIR --client ID --client-key FILE --public-key FILE

  --port N            where to listen on 127.0.0.1; 0 takes any free port
  --tls N             where HTTPS is spoken besides; 0 takes any free port. The certificate is DIR/tls.cert.pem, made at
                      the first start and kept; the line of JSON has its pin
  --data DIR          where ledger and keys are kept
  --client ID         the Client-Id of an acquirer that calls; again for each further one
  --client-key FILE   its RSA public key, SPKI, as PEM or as bare base64; it may be made later; one for each --client
  --public-key FILE   where our public key is written (SPKI PEM)
  --strict            refuse numbers and booleans that are not strings
  --currency CODE     what wallets show before the first payment (EUR)
  --time-scale N      run the clock N times as fast (1)
  --time-origin MS    since when, in milliseconds since 1970 (now)
  --help              this text

When it is ready it prints one line of JSON with its addresses. Payment codes, ledger and faults are at /sandbox/…,
the wallets' page is at /wallet/; docs/sandbox.md tells how to use them.`;

export type ReadFlags = { kind: 'flags'; flags: Flags } | { kind: 'help' } | { kind: 'wrong'; sentence: string };

export function readFlags(argv: readonly string[], now: number): ReadFlags {
  const parsed = parse(argv);
  if (typeof parsed === 'string') return { kind: 'wrong', sentence: parsed };
  if (parsed.help === true) return { kind: 'help' };
  const { port, data } = parsed;
  const publicKey = parsed['public-key'];
  const ids = parsed.client ?? [];
  const keyFiles = parsed['client-key'] ?? [];
  if (!isPort(port)) return wrong('--port', 'a port number');
  if (parsed.tls !== undefined && !isPort(parsed.tls)) return wrong('--tls', 'a port number');
  if (data === undefined) return wrong('--data', 'a folder');
  if (ids.length === 0) return wrong('--client', 'a Client-Id');
  if (new Set(ids).size < ids.length) return wrong('--client', 'another Client-Id each time');
  if (keyFiles.length !== ids.length) return wrong('--client-key', 'a file for each --client');
  if (publicKey === undefined) return wrong('--public-key', 'a file');
  const timeScale = Number(parsed['time-scale'] ?? '1');
  if (!(timeScale > 0 && timeScale <= 100_000)) return wrong('--time-scale', 'a number above 0');
  const timeOrigin = Number(parsed['time-origin'] ?? now);
  if (!Number.isSafeInteger(timeOrigin)) return wrong('--time-origin', 'milliseconds since 1970');
  const currency = Currency.safeParse(parsed.currency ?? 'EUR');
  if (!currency.success) return wrong('--currency', 'an ISO 4217 code such as EUR');
  const strict = parsed.strict === true;
  const clients = ids.map((id, index) => ({ id, keyFile: keyFiles[index] ?? '' }));
  const ports = { port: Number(port), tlsPort: parsed.tls === undefined ? null : Number(parsed.tls) };
  const flags = { ...ports, data, clients, publicKey, strict, timeScale, timeOrigin, currency: currency.data };
  return { kind: 'flags', flags };
}

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  tls: { type: 'string' },
  client: { type: 'string', multiple: true },
  'client-key': { type: 'string', multiple: true },
  'public-key': { type: 'string' },
  strict: { type: 'boolean' },
  currency: { type: 'string' },
  'time-scale': { type: 'string' },
  'time-origin': { type: 'string' },
  help: { type: 'boolean' },
} as const;

function isPort(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
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
