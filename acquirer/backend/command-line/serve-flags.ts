import { parseArgs } from 'node:util';

import { TerminalId } from '#payment';
import { isNotifyAddress, Pin } from '#protocol';

import { environmentOf, type BackendSettings } from '../backend.ts';
import { WrongFlag } from './words.ts';

export const serveHelp = `Counterpay's acquirer backend: takes the payments of tills to Alipay+ and keeps the ledger.

  npm run backend -- --port N --data DIR --alipay URL --alipay-client-id ID --alipay-public-key FILE [options]
  npm run backend -- pair --data DIR          makes a one-time code by which a new till becomes known
  npm run backend -- tills --data DIR         lists the tills that are known
  npm run backend -- revoke TILL --data DIR   refuses a till's payments from now on
  (--help after each of these tells more)

  --port N                   port on 127.0.0.1; 0 chooses a free one
  --data DIR                 keys, and the built-in PostgreSQL
  --alipay URL               address of Alipay+ or of the sandbox
  --alipay-client-id ID      our client id there; one that begins with SANDBOX_ marks every record as sandbox
  --alipay-public-key FILE   Alipay+'s public key, SPKI PEM; read when first needed
  --alipay-pin sha256/BASE64 the key of the server at URL (RFC 7469), or of one that signs its certificate: no other is sent
                             anything; again for each further one, such as a backup
  --alipay-ca FILE           the certificate authority that signs for that server, PEM; default: those of the machine
  --terminal ID              a till on this machine that needs no pairing, with
  --terminal-key FILE        its Ed25519 public key, SPKI PEM; read when first needed
  --notify-url URL           the address under which Alipay+ reaches us with notifications: https, or on this machine; "none"
                             asks only; default: on this machine for a client id of the sandbox, else none
  --notify-port N            where notifications are taken on 127.0.0.1, apart from the tills' port; a proxy with TLS
                             stands before it; default: with a client id of the sandbox the tills' port
  --database-url URL         another PostgreSQL (also: DATABASE_URL); default: the built-in one in DIR
  --order-host DOMAIN        codes for customers to scan may lead there too, beside Alipay+'s own domains; again for each
  --refuse-unknown-codes     payment codes that no routing rule knows are refused instead of tried at Alipay+
  --time-scale N             how many times faster than the wall clock time runs (tests); default 1
  --time-origin EPOCH_MS     the moment at which scaled and real time agree; default: the start
  --help                     this text

When it is ready it prints one line of JSON with its address. Private keys are made in DIR with mode 0600, or taken
from the environment: COUNTERPAY_ALIPAY_KEY and COUNTERPAY_BACKEND_KEY (PKCS#8 PEM, RSA and Ed25519),
COUNTERPAY_HASH_KEY (32 bytes in hex).
`;

export type ServeFlags = { settings: BackendSettings; timeScale: number; timeOriginMs: number };

/** Null when help was asked for. @throws WrongFlag */
export function readServeFlags(args: readonly string[]): ServeFlags | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      alipay: { type: 'string' },
      'alipay-client-id': { type: 'string' },
      'alipay-public-key': { type: 'string' },
      'alipay-pin': { type: 'string', multiple: true },
      'alipay-ca': { type: 'string' },
      terminal: { type: 'string' },
      'terminal-key': { type: 'string' },
      'notify-url': { type: 'string' },
      'notify-port': { type: 'string' },
      'database-url': { type: 'string' },
      'order-host': { type: 'string', multiple: true },
      'refuse-unknown-codes': { type: 'boolean', default: false },
      'time-scale': { type: 'string', default: '1' },
      'time-origin': { type: 'string', default: String(Date.now()) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const need = (name: keyof typeof values): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new WrongFlag(`--${name} is missing`);
    return value;
  };
  const number = (name: keyof typeof values, fits: (value: number) => boolean): number => {
    const value = Number(need(name));
    if (!fits(value)) throw new WrongFlag(`--${name} ${need(name)} is no number that fits`);
    return value;
  };
  const port = (name: 'port' | 'notify-port'): number =>
    number(name, (port) => Number.isInteger(port) && port >= 0 && port < 65_536);
  const notifyPort = values['notify-port'] === undefined ? null : port('notify-port');
  const hasOwnTill = values.terminal !== undefined || values['terminal-key'] !== undefined;
  return {
    settings: {
      port: port('port'),
      dataDir: need('data'),
      alipayUrl: need('alipay'),
      alipayClientId: need('alipay-client-id'),
      alipayPublicKeyFile: need('alipay-public-key'),
      ...readServerTrust(need('alipay'), values['alipay-pin'] ?? [], values['alipay-ca']),
      ownTill: hasOwnTill ? { terminalId: readTill(need('terminal')), keyFile: need('terminal-key') } : null,
      notify: readNotify(need('alipay-client-id'), values['notify-url'], notifyPort),
      databaseUrl: values['database-url'] ?? (process.env['DATABASE_URL'] || null),
      orderHosts: (values['order-host'] ?? []).map(readDomain),
      unknownCodes: values['refuse-unknown-codes'] ? 'refuse' : 'alipay',
    },
    timeScale: number('time-scale', (scale) => scale > 0 && scale <= 10_000),
    timeOriginMs: number('time-origin', Number.isSafeInteger),
  };
}

/** @throws WrongFlag */
export function readTill(text: string): TerminalId {
  const till = TerminalId.safeParse(text);
  if (!till.success) throw new WrongFlag(`"${text}" is no till's name: 1 to 24 letters and digits`);
  return till.data;
}

/** @throws WrongFlag */
function readDomain(text: string): string {
  if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/i.test(text)) throw new WrongFlag(`--order-host ${text} is no domain`);
  return text.toLowerCase();
}

/** @throws WrongFlag */
function readServerTrust(
  url: string,
  pins: readonly string[],
  authority: string | undefined,
): Pick<BackendSettings, 'alipayPins' | 'alipayAuthorityFile'> {
  const isPlain = URL.canParse(url) && new URL(url).protocol === 'http:';
  if (isPlain && pins.length > 0) throw new WrongFlag(`--alipay-pin needs https: the server at ${url} shows no key`);
  if (isPlain && authority !== undefined)
    throw new WrongFlag(`--alipay-ca needs https: the server at ${url} shows no certificate`);
  if (authority === '') throw new WrongFlag('--alipay-ca is missing');
  const alipayPins = pins.map((text) => {
    const pin = Pin.safeParse(text);
    if (!pin.success) throw new WrongFlag(`--alipay-pin ${text} is no pin: sha256/ and 32 bytes in base64`);
    return pin.data;
  });
  return { alipayPins, alipayAuthorityFile: authority ?? null };
}

/** @throws WrongFlag */
function readNotify(clientId: string, url: string | undefined, port: number | null): BackendSettings['notify'] {
  const isSandbox = environmentOf(clientId) === 'sandbox';
  if (url === 'none' || (url === undefined && !isSandbox)) {
    if (port !== null) throw new WrongFlag('--notify-port needs a --notify-url, by which Alipay+ reaches it');
    return null;
  }
  if (url !== undefined && !isNotifyAddress(url))
    throw new WrongFlag(`--notify-url ${url} is neither an https address nor one on this machine`);
  if (!isSandbox && port === null)
    throw new WrongFlag('--notify-url needs a --notify-port: what faces the internet is not what tills use');
  return { url: url ?? null, port };
}
