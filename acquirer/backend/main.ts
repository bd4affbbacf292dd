import { parseArgs } from 'node:util';

import { scaledClock } from '#payment';

import { startBackend, type Backend, type BackendSettings } from './backend.ts';
import { StartFault } from './postgres/fault.ts';

const help = `Counterpay's acquirer backend: takes payments of one till to Alipay+ and keeps the ledger.

  --port N                   port on 127.0.0.1; 0 chooses a free one
  --data DIR                 keys, and the built-in PostgreSQL
  --alipay URL               address of Alipay+ or of the sandbox
  --alipay-client-id ID      our client id there; one that begins with SANDBOX_ marks every record as sandbox
  --alipay-public-key FILE   Alipay+'s public key, SPKI PEM; read when first needed
  --terminal ID              the till that is known here
  --terminal-key FILE        its Ed25519 public key, SPKI PEM; read when first needed
  --database-url URL         another PostgreSQL (also: DATABASE_URL); default: the built-in one in DIR
  --refuse-unknown-codes     payment codes that no routing rule knows are refused instead of tried at Alipay+
  --time-scale N             how many times faster than the wall clock time runs (tests); default 1
  --time-origin EPOCH_MS     the moment at which scaled and real time agree; default: the start
  --help                     this text

Private keys are made in DIR with mode 0600, or taken from the environment: COUNTERPAY_ALIPAY_KEY and
COUNTERPAY_BACKEND_KEY (PKCS#8 PEM, RSA and Ed25519), COUNTERPAY_HASH_KEY (32 bytes in hex).
`;

// Ends in order within 3 s, or at once after that.
const closeMs = 2_700;

function say(line: string): void {
  process.stderr.write(`backend: ${line}\n`);
}

function fail(sentence: string, exitCode: 1 | 2): never {
  say(sentence);
  process.exit(exitCode);
}

type Flags = { settings: BackendSettings; timeScale: number; timeOriginMs: number };

function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      alipay: { type: 'string' },
      'alipay-client-id': { type: 'string' },
      'alipay-public-key': { type: 'string' },
      terminal: { type: 'string' },
      'terminal-key': { type: 'string' },
      'database-url': { type: 'string' },
      'refuse-unknown-codes': { type: 'boolean', default: false },
      'time-scale': { type: 'string', default: '1' },
      'time-origin': { type: 'string', default: String(Date.now()) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    process.exit(0);
  }
  const need = (name: keyof typeof values): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new Error(`--${name} is missing`);
    return value;
  };
  const number = (name: keyof typeof values, fits: (value: number) => boolean): number => {
    const value = Number(need(name));
    if (!fits(value)) throw new Error(`--${name} ${need(name)} is no number that fits`);
    return value;
  };
  return {
    settings: {
      port: number('port', (port) => Number.isInteger(port) && port >= 0 && port < 65_536),
      dataDir: need('data'),
      alipayUrl: need('alipay'),
      alipayClientId: need('alipay-client-id'),
      alipayPublicKeyFile: need('alipay-public-key'),
      terminalId: need('terminal'),
      terminalKeyFile: need('terminal-key'),
      databaseUrl: values['database-url'] ?? (process.env['DATABASE_URL'] || null),
      unknownCodes: values['refuse-unknown-codes'] ? 'refuse' : 'alipay',
    },
    timeScale: number('time-scale', (scale) => scale > 0 && scale <= 10_000),
    timeOriginMs: number('time-origin', Number.isSafeInteger),
  };
}

function readFlagsOrEnd(): Flags {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fail(`${why}; --help lists the flags.`, 2);
  }
}

function endOn(backend: Backend): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), closeMs).unref();
    backend.close().then(
      () => process.exit(0),
      (error: unknown) => fail(`did not end in order: ${error instanceof Error ? error.message : String(error)}`, 1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

const { settings, timeScale, timeOriginMs } = readFlagsOrEnd();
const platform = {
  performanceNow: () => performance.now(),
  dateNow: () => Date.now(),
  setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
  clearTimeout: (handle: NodeJS.Timeout) => clearTimeout(handle),
};
try {
  const clock = scaledClock(platform, timeScale, timeOriginMs);
  const backend = await startBackend(settings, clock, say, (why) => fail(why, 1));
  endOn(backend);
  process.stdout.write(`${JSON.stringify({ ready: 'backend', url: backend.url })}\n`);
} catch (error) {
  if (error instanceof StartFault) fail(error.message, 1);
  fail(`could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 1);
}
