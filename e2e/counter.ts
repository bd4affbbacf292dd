import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Page } from '@playwright/test';

import { electronEnv, windowOf } from './electron-window.ts';
import { bringDatabase } from './prepared-database.ts';

/** Where the running product can be reached: the one line that `npm start -- --json` prints. */
export type Addresses = { till: string; display: string; wallet: string; sandbox: string; backend: string };

/** How the till is shown: to a browser, or in a window of Electron's. */
export type Shell = 'kiosk' | 'electron';

/** One counter: the whole product on a data folder of its own, started as a person starts it. */
export type Counter = Addresses & {
  dataDir: string;
  /** The process id of one part; `kiosk` is the till's shell, whichever it is. */
  pidOf(part: 'sandbox' | 'backend' | 'kiosk'): Promise<number>;
  /** The till's own window, in Electron; after the shell was started again, the new one. */
  window(): Promise<Page>;
  /** The customer's, where it was started with one. */
  displayWindow(): Promise<Page>;
  /** Everything that the product said on stderr so far. */
  said(): string;
  stop(): Promise<void>;
};

export const timeScale = Number.parseInt(process.env['E2E_TIME_SCALE'] ?? '10', 10);

const readyWithinMs = 90_000;

/** Starts the product in sandbox mode; `dataDir` takes up an earlier run's folder again. */
export async function openCounter(
  options: { dataDir?: string; keep?: boolean; scale?: number; shell?: Shell; displayWindow?: boolean } = {},
): Promise<Counter> {
  const dataDir = options.dataDir ?? (await newDataDir());
  const port = await freePorts(3);
  const shell = options.shell === 'electron' ? 'electron' : 'none';
  const args = ['start/main.ts', '--json', '--shell', shell, '--data', dataDir, '--port', String(port)];
  if (options.displayWindow === true) args.push('--display', 'window');
  const child = spawn(process.execPath, [...args, '--time-scale', String(options.scale ?? timeScale)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...electronEnv },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const line = await firstLine(child, () => said);
  const addresses = JSON.parse(line) as Addresses;
  return {
    ...addresses,
    dataDir,
    pidOf: async (part) =>
      (JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as Record<string, number>)[part] ?? 0,
    window: () => windowOf(said),
    displayWindow: () => windowOf(said, 'display'),
    said: () => said,
    stop: async () => {
      await end(child);
      if (options.keep !== true) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** As root the database runs as nobody, which must be able to pass through. */
async function newDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'counterpay-e2e-'));
  await chmod(dataDir, 0o711);
  await bringDatabase(dataDir);
  return dataDir;
}

/** The process that owns the engine and the journal. */
export async function hostPid(counter: Counter): Promise<number> {
  return Number.parseInt(await readFile(join(counter.dataDir, 'till', 'host.pid'), 'utf8'), 10);
}

function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in ${readyWithinMs} ms\n${said()}`)), readyWithinMs);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready\n${said()}`)));
    if (child.stdout === null) throw new Error('stdout is piped');
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(timer);
}

/** The first of `count` neighbouring ports that nobody listens on. */
async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
