import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where a backend's data folder names the place of its database, and how it names one inside. */
const placeFile = 'postgres-place.json';
const inside = '{"cluster":"postgres","socket":null}';

let counters = 0;
let prepared: Promise<string | null> | null = null;

/**
 * The files of a new database take seconds to make, in each of a hundred counters. The first counter of a process makes
 * its own, as a shop's does; a later one gets a copy of what a backend made that was never used.
 */
export async function bringDatabase(dataDir: string): Promise<void> {
  counters += 1;
  if (counters === 1) return;
  const from = await (prepared ??= prepare());
  if (from === null) return;
  const to = join(dataDir, 'backend');
  await makePassable(to);
  // Not Node's own: the files belong to the user that the database runs as.
  await promisify(execFile)('cp', ['-a', join(from, 'postgres'), join(from, placeFile), to]);
}

/** A data folder of a backend that has started and ended once; null where its database lies elsewhere. */
async function prepare(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'counterpay-database-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  const dataDir = join(folder, 'backend');
  await makePassable(dataDir);
  const flags = ['--port', '0', '--data', dataDir, '--alipay', 'http://127.0.0.1:9', '--notify-url', 'none'];
  const client = ['--alipay-client-id', 'SANDBOX_COUNTERPAY', '--alipay-public-key', join(folder, 'none.pem')];
  const backend = spawn(process.execPath, ['acquirer/backend/main.ts', ...flags, ...client], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(backend, 'exit');
  await Promise.race([once(backend.stdout, 'data'), ended]);
  backend.kill('SIGTERM');
  const [code] = await ended;
  const place = code === 0 ? await readFile(join(dataDir, placeFile), 'utf8') : '';
  return place.trim() === inside ? dataDir : null;
}

/** As root the database runs as nobody, which must be able to pass through. */
async function makePassable(folder: string): Promise<void> {
  await mkdir(folder);
  await chmod(folder, 0o711);
}
