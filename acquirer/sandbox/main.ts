import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { scaledClock } from '#payment';

import { openOwnCertificate } from './certificate.ts';
import { helpText, readFlags, type Flags } from './flags.ts';
import { clientKeyReader, openOwnKey } from './keys.ts';
import { startSandbox } from './sandbox.ts';

const endWithinMs = 3_000;

const flags = readFlags(process.argv.slice(2), Date.now());
if (flags.kind === 'help') {
  console.log(helpText);
} else if (flags.kind === 'wrong') {
  console.error(flags.sentence);
  process.exitCode = 2;
} else {
  await run(flags.flags).catch((cause: unknown) => {
    console.error(`The sandbox could not start: ${sentenceOf(cause, flags.flags)}`);
    process.exitCode = 1;
  });
}

async function run(flags: Flags): Promise<void> {
  mkdirSync(flags.data, { recursive: true });
  mkdirSync(dirname(flags.publicKey), { recursive: true });
  const platform = {
    performanceNow: () => performance.now(),
    dateNow: () => Date.now(),
    setTimeout,
    clearTimeout: (handle: never) => clearTimeout(handle),
  };
  const tls =
    flags.tlsPort === null ? null : { port: flags.tlsPort, certificate: await openOwnCertificate(flags.data) };
  const sandbox = await startSandbox({
    port: flags.port,
    tls,
    ledgerPath: join(flags.data, 'ledger.sqlite'),
    clock: scaledClock(platform, flags.timeScale, flags.timeOrigin),
    digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
    currency: flags.currency,
    clients: flags.clients.map(({ id, keyFile }) => ({ id, key: clientKeyReader(keyFile) })),
    ownKey: openOwnKey(flags.data, flags.publicKey),
    strict: flags.strict,
    onFault: (fault) => console.error('The sandbox failed in a call:', fault),
  });
  const end = (): void => {
    setTimeout(() => process.exit(1), endWithinMs).unref();
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const overTls = tls === null ? {} : { tls: sandbox.tlsUrl, pin: tls.certificate.pin };
  console.log(JSON.stringify({ ready: 'sandbox', url: sandbox.url, ...overTls, wallet: `${sandbox.url}/wallet` }));
}

function sentenceOf(cause: unknown, { port, tlsPort, data, publicKey }: Flags): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return `port ${tlsPort === null ? port : `${port} or ${tlsPort}`} is taken by another program.`;
  }
  const unwritable = ['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'ENOENT', 'EEXIST', 'ENOSPC'];
  if (typeof code === 'string' && unwritable.includes(code)) {
    return `${data} or ${publicKey} cannot be written (${code}).`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}
