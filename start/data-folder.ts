import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  /** Processes of an earlier run that did not end in order, as far as they still live; they end by themselves. */
  leftOver(): number[];
  /** Notes a process that was started, or started again. */
  note(name: 'sandbox' | 'backend' | 'kiosk', pid: number): void;
  close(): void;
}

/** Makes the folder if need be and keeps a second run out of it. Throws `CannotStart`. */
export function openDataFolder(dataDir: string): DataFolder {
  const lock = lockFolder(dataDir);
  const runFile = join(dataDir, 'run.json');
  const before = readPids(runFile);
  let pids: RunPids = { start: process.pid };
  const write = (): void => {
    writeFileSync(`${runFile}.new`, `${JSON.stringify(pids)}\n`, { mode: 0o600 });
    renameSync(`${runFile}.new`, runFile);
  };
  write();
  return {
    of: (name) => join(dataDir, name),
    leftOver: () => (before === null ? [] : [before.sandbox, before.backend, before.kiosk].filter(isAlive)),
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
    makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    lock = new DatabaseSync(join(dataDir, 'run.lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) throw new CannotStart(inUseWords(dataDir));
    throw new CannotStart(`The data folder ${dataDir} cannot be used: ${reasonOf(error)}.`);
  }
}

// One folder after the other: Node's own way of making several never returns where none can be made, as in /proc.
function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), mode);
  mkdirSync(folder, { mode });
}

// SQLITE_BUSY is 5 (sqlite.org/rescode.html).
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function inUseWords(dataDir: string): string {
  const pids = readPids(join(dataDir, 'run.json'));
  const who = pids === null ? '' : ` (process ${pids.start})`;
  return `Counterpay already runs on ${dataDir}${who}: use that one, end it, or choose another folder with --data.`;
}

function readPids(runFile: string): RunPids | null {
  try {
    return RunPids.parse(JSON.parse(readFileSync(runFile, 'utf8')));
  } catch {
    return null; // there is none, or it was half written
  }
}

function isAlive(pid: number | undefined): pid is number {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
