import { spawn, type ChildProcess } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { scaledClock } from '#payment';

import { backendLink, type BackendLink } from '../../client/backend-link.ts';
import { openAlipayStub, stubClientId, type AlipayStub } from './alipay-stub.ts';
import { newDataFolder, removeFolder } from './data-folders.ts';
import { till } from './orders.ts';

export const clock = scaledClock(
  {
    performanceNow: () => performance.now(),
    dateNow: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (handle: NodeJS.Timeout) => clearTimeout(handle),
  },
  1,
  0,
);
/** As a till's: a UUID of version 7, but for its time. */
export const ids = {
  next: () =>
    randomUUID()
      .replaceAll('-', '')
      .replace(/^(.{12})4/, '$17'),
};
const main = join(import.meta.dirname, '..', 'main.ts');

/** An Alipay+ to be asked: a stub, or the sandbox. */
export type Asked = { url: string; close(): Promise<void> };

/** One machine: a data folder, a till's key, an Alipay+; backends come and go on it. */
export type Machine<A extends Asked = AlipayStub> = {
  dataDir: string;
  /** Private, of the till that needs no pairing. */
  tillKey: KeyObject;
  alipay: A;
  backends: Running[];
  start(flags?: Readonly<Record<string, string>>): Promise<Running>;
  close(): Promise<void>;
};

export type Started = {
  process: ChildProcess;
  ready: Ready;
  url: string;
  log(): string;
  ended: Promise<number | null>;
};
/** What it printed when it was ready; a sandbox that speaks TLS says more. */
type Ready = { url: string; tls?: string; pin?: string };
export type Running = Started & { link: BackendLink };

/** With a stub for Alipay+. */
export async function newMachine(databaseUrl: string | null = null): Promise<Machine> {
  return await newMachineBefore(openAlipayStub, databaseUrl);
}

/** `open` gets the file for Alipay+'s public key, and the file with the backend's. */
export async function newMachineBefore<A extends Asked>(
  open: (publicKeyFile: string, clientKeyFile: string) => Promise<A>,
  databaseUrl: string | null = null,
): Promise<Machine<A>> {
  const folder = await newDataFolder();
  const dataDir = join(folder, 'backend');
  const tillKeys = generateKeyPairSync('ed25519');
  writeFileSync(join(folder, 'till.pub.pem'), tillKeys.publicKey.export({ type: 'spki', format: 'pem' }));
  const alipay = await open(join(folder, 'alipay.pub.pem'), join(dataDir, 'alipay.pub.pem'));
  const backends: Running[] = [];
  return {
    dataDir,
    tillKey: tillKeys.privateKey,
    alipay,
    backends,
    async start(flags = {}) {
      const given = { ...(databaseUrl === null ? {} : { 'database-url': databaseUrl }), ...flags };
      const running = await startProcess(folder, alipay.url, given, tillKeys.privateKey);
      backends.push(running);
      return running;
    },
    async close() {
      for (const { process: backend, ended } of backends) {
        backend.kill('SIGTERM');
        await ended;
      }
      await alipay.close();
      await removeFolder(folder);
    },
  };
}

async function startProcess(
  folder: string,
  alipayUrl: string,
  given: Readonly<Record<string, string>>,
  key: KeyObject,
): Promise<Running> {
  const flags = {
    port: '0',
    data: join(folder, 'backend'),
    alipay: alipayUrl,
    'alipay-client-id': stubClientId,
    'alipay-public-key': join(folder, 'alipay.pub.pem'),
    terminal: till,
    'terminal-key': join(folder, 'till.pub.pem'),
    ...given,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const { DATABASE_URL: _elsewhere, ...env } = process.env;
  const started = await startNode([main, ...args], env);
  const backendKey = createPublicKey(readFileSync(join(folder, 'backend', 'backend.pub.pem')));
  const link = backendLink(
    { baseUrl: started.url, terminalId: till, key, backendKey: () => backendKey },
    { clock, ids },
  );
  return { ...started, link };
}

export async function killed(running: Running): Promise<void> {
  running.process.kill('SIGKILL');
  await running.ended;
}

/** Starts one of our processes and waits for its ready line. */
export async function startNode(args: string[], env: NodeJS.ProcessEnv): Promise<Started> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let log = '';
  child.stderr.on('data', (part: Buffer) => (log += part.toString()));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => Promise.reject(new Error(`it ended: ${log}`))),
  ]);
  const ready = JSON.parse(line) as Ready;
  return { process: child, ready, url: ready.url, log: () => log, ended };
}
