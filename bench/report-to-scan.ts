import { execFileSync, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { scaledClock } from '#payment';

import { forkByNode } from '../kiosk/fork-by-node.ts';
import { keepDrivers, type ForkProcess } from '../terminal/supervise/index.ts';
import type { FromBareHid } from './bare-hid.ts';
import { CannotMeasure } from './cannot-measure.ts';
import { lineOf, percentile, type Line } from './figures.ts';
import type { FromHostStub } from './host-stub.ts';
import { plugMockScanner, type MockScanner } from './mock-scanner.ts';
import { paymentCodes } from './payment-codes.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const runsDefault = 400;
/** So that neither side is measured before its code is compiled. */
const warmUps = 40;
/** Between scans, as no scanner's come without one: from 250 reports a second on the driver process takes it for a flood. */
const pauseMs = 10;
const withinMs = 20_000;

const hostStub = fileURLToPath(new URL('host-stub.ts', import.meta.url));
const bareHid = fileURLToPath(new URL('bare-hid.ts', import.meta.url));
const driversEntry = fileURLToPath(new URL('../out/drivers/main.cjs', import.meta.url));

/** A process that reads a scanner, and when it had what was scanned. */
type Reader = { next(): Promise<number>; stop(): Promise<void> };

/**
 * From the moment that a scanner's report is there to be read until the terminal host has read the scan that came of
 * it: driver process, this process as the shell, and a host that reads frames as the till's does. The floor: a process
 * with node-hid alone, until it has the report, of a scanner of its own, since the stand-in for a device has one reader.
 */
export async function reportToScan(runs = runsDefault): Promise<Line> {
  requireUmockdev();
  return inTemporaryFolder(async (folder) => {
    const [scanner, bareScanner] = [await plugMockScanner(), await plugMockScanner()];
    const samples: number[] = [];
    const floorSamples: number[] = [];
    const readers: Reader[] = [];
    try {
      const host = await startProduct(folder, scanner);
      readers.push(host);
      const bare = await startBare(bareScanner);
      readers.push(bare);
      const nextCode = paymentCodes();
      for (let run = -warmUps; run < runs; run++) {
        const took = await once(host, scanner, nextCode());
        const floorTook = await once(bare, bareScanner, nextCode());
        await pause(pauseMs);
        if (run < 0) continue;
        samples.push(took);
        floorSamples.push(floorTook);
      }
    } finally {
      for (const reader of readers) await reader.stop();
      for (const each of [scanner, bareScanner]) each.stop();
    }
    console.error(`  floor p50 ${percentile(floorSamples, 50).toFixed(3)} ms`);
    return lineOf('report-to-scan', 'ms', samples, floorSamples);
  });
}

async function once(reader: Reader, scanner: MockScanner, code: string): Promise<number> {
  const had = reader.next();
  const readableAt = await scanner.scan(code);
  return (await within('what was scanned', had)) - readableAt;
}

/** The till's driver process under the till's own supervision, and a host that reads what it says. */
async function startProduct(folder: string, scanner: MockScanner): Promise<Reader> {
  const host = forkByNode(hostStub)([]);
  const clock = scaledClock(
    { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout },
    1,
    0,
  );
  const drivers = keepDrivers({
    clock,
    say: (words) => console.error(words),
    fork: withEnvironment(scanner.environment, forkByNode(driversEntry)),
    flags: ['--data', folder],
    deliver(frame) {
      host.send(frame);
      return true;
    },
    tellScreens: () => undefined,
  });
  const ready = Promise.withResolvers<void>();
  let has: ((at: number) => void) | null = null;
  host.onMessage((message) => {
    const word = message as FromHostStub; // from a file of ours, beside this one
    if ('at' in word) has?.(word.at);
    else if (word.ready) ready.resolve();
  });
  const stop = async (): Promise<void> => {
    await drivers.stop();
    host.kill('kill');
  };
  drivers.start();
  try {
    await within('the scanner is ready', ready.promise);
  } catch (error) {
    await stop();
    throw error;
  }
  return { next: () => new Promise((resolve) => (has = resolve)), stop };
}

async function startBare({ environment }: MockScanner): Promise<Reader> {
  const child = fork(bareHid, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  await within('node-hid alone is ready', new Promise((resolve) => child.once('message', resolve)));
  return {
    next: () => new Promise((resolve) => child.once('message', (word) => resolve((word as FromBareHid).at))),
    stop: async () => void child.kill('SIGKILL'),
  };
}

/** A program inherits this process's environment, and this process is not to see the scanner. */
function withEnvironment(environment: Readonly<Record<string, string>>, forking: ForkProcess): ForkProcess {
  return (flags) => {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      return forking(flags);
    } finally {
      for (const name of Object.keys(environment))
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    }
  };
}

function requireUmockdev(): void {
  try {
    execFileSync('umockdev-wrapper', ['true'], { stdio: 'ignore' });
  } catch {
    throw new CannotMeasure('umockdev is needed (Debian: apt-get install umockdev gir1.2-umockdev-1.0 python3-gi).');
  }
}

async function within<T>(what: string, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${withinMs} ms`)), withinMs);
  });
  return await Promise.race([done, late]).finally(() => clearTimeout(timer));
}
