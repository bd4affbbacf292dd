import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import * as z from 'zod';

import { CannotStart, reasonOf } from './cannot-start.ts';

/** The processes of one run, in `run.json`. */
const RunPids = z.object({
  start: z.number().int(),
  sandbox: z.number().int().optional(),
  backend: z.number().int().optional(),
  kiosk: z.number().int().optional(),
});
type RunPids = z.infer<typeof RunPids>;

export interface DataFolder {
  /** Where one process keeps its things; made by that process. */
  of(name: 'sandbox' | 'backend' | 'till'): string;
  /** Notes a process that was started, or started again. */
  note(name: 'sandbox' | 'backend' | 'kiosk', pid: number): void;
  close(): void;
}

/** Makes the folder if need be and keeps a second run out of it. Throws `CannotStart`. */
export function openDataFolder(dataDir: string): DataFolder {
  const lock = lockFolder(dataDir);
  const runFile = join(dataDir, 'run.json');
  let pids: RunPids = { start: process.pid };
  const write = (): void => {
    writeFileSync(`${runFile}.new`, `${JSON.stringify(pids)}\n`, { mode: 0o600 });
    renameSync(`${runFile}.new`, runFile);
  };
  write();
  return {
    of: (name) => join(dataDir, name),
    note(name, pid) {
      pids = { ...pids, [name]: pid };
      write();
    },
    close() {
      rmSync(runFile, { force: true });
      lock.close();
    },
  };
}

// An operating system's lock on a file, held through SQLite since Node offers none of its own: it ends with the
// process that holds it, however that ends. A pid in a file would need guessing whether that pid is still us.
function lockFolder(dataDir: string): DatabaseSync {
  let lock: DatabaseSync | null = null;
  try {
    // As root, PostgreSQL runs as nobody and must be able to pass through here; it cannot list the folder.
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    lock = new DatabaseSync(join(dataDir, 'run.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) throw new CannotStart(inUseWords(dataDir));
    throw new CannotStart(`The data folder ${dataDir} cannot be used: ${reasonOf(error)}.`);
  }
}

// SQLITE_BUSY is 5 (sqlite.org/rescode.html).
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function inUseWords(dataDir: string): string {
  const pid = runningPid(join(dataDir, 'run.json'));
  const who = pid === null ? '' : ` (process ${pid})`;
  return `Counterpay already runs on ${dataDir}${who}: use that one, end it, or choose another folder with --data.`;
}

function runningPid(runFile: string): number | null {
  try {
    return RunPids.parse(JSON.parse(readFileSync(runFile, 'utf8'))).start;
  } catch {
    return null; // only there to be helpful
  }
}
