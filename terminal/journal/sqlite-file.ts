import { chmodSync, closeSync, fsyncSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { platform } from 'node:process';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { Row } from './chain.ts';

/** The only module that knows `node:sqlite`. */

/** "CPJ1": this file is a journal of ours. */
const applicationId = 0x43_50_4a_31;

/** Of the table below. A higher one was written by a newer till. */
export const schemaVersion = 1;

const table = `CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  environment TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  mono_ms INTEGER NOT NULL,
  wall_utc INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  sale TEXT,
  attempt TEXT,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  body_hash TEXT NOT NULL
) STRICT`;

export type FileProblem = 'in-use' | 'journal-damaged' | 'journal-newer' | 'disk';

/** Why a journal file cannot be used. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly why: FileProblem;

  constructor(why: FileProblem, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.why = why;
  }
}

/** One connection, one writer, every commit synced (RELIABILITY 4.3). */
export class SqliteFile {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #one: StatementSync;
  readonly #all: StatementSync;

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO journal (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    this.#one = db.prepare('SELECT * FROM journal WHERE seq = ?');
    this.#all = db.prepare('SELECT * FROM journal ORDER BY seq');
  }

  /**
   * Takes the file for this process alone; `first` gives the rows of a file that is new. Throws `FileRefused`.
   * `pagesMax`: a write that would make the file larger fails as a full disk does.
   */
  static open(path: string, first: () => readonly Row[], pagesMax: number): SqliteFile {
    let db: DatabaseSync | undefined;
    try {
      keepPrivate(path);
      db = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true });
      requireVersion(db);
      const isNew = takeOver(db);
      setPragmas(db, pagesMax);
      if (isNew) {
        create(db, first());
        keepName(path);
      }
      checkSchema(db);
      return new SqliteFile(db);
    } catch (error) {
      close(db);
      throw error instanceof FileRefused ? error : new FileRefused(problemOf(error), wordsOf(error), error);
    }
  }

  /** All rows in one transaction, synced when it returns. Throws when nothing was written. */
  insert(rows: readonly Row[]): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const row of rows) this.#insert.run(...columns.map((column) => row[column]));
      this.#db.exec('COMMIT');
    } catch (error) {
      rollBack(this.#db);
      throw error;
    }
  }

  row(seq: number): unknown {
    return this.#one.get(seq);
  }

  rows(): Iterable<unknown> {
    return this.#all.iterate();
  }

  close(): void {
    close(this.#db);
  }
}

const columns = Object.keys(Row.shape) as (keyof Row)[];

// 3.7.0 to 3.51.2 can corrupt a WAL that is reset while another connection writes (RELIABILITY finding 8).
function requireVersion(db: DatabaseSync): void {
  const version = String(value(db, 'SELECT sqlite_version()'));
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const ok = major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)));
  if (!ok) throw new FileRefused('disk', `SQLite ${version} is older than 3.51.3, which this till needs.`);
}

/** Takes the one lock (V21). True when the file holds nothing yet. */
function takeOver(db: DatabaseSync): boolean {
  // Before the first read, so that the index of the write-ahead log stays in this process's memory.
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  db.exec('BEGIN EXCLUSIVE');
  const version = Number(value(db, 'PRAGMA user_version'));
  const tables = Number(value(db, 'SELECT count(*) FROM sqlite_schema'));
  db.exec('COMMIT');
  if (version > schemaVersion)
    throw new FileRefused('journal-newer', `The journal has version ${version}; this till knows ${schemaVersion}.`);
  return version === 0 && tables === 0;
}

function setPragmas(db: DatabaseSync, pagesMax: number): void {
  const wanted: readonly (readonly [name: string, set: string | number, read: string | number])[] = [
    ['journal_mode', 'WAL', 'wal'],
    ['synchronous', 'FULL', 2],
    ['locking_mode', 'EXCLUSIVE', 'exclusive'],
    ['mmap_size', 0, 0],
    ['foreign_keys', 'ON', 1],
    ['cell_size_check', 'ON', 1],
    ['trusted_schema', 'OFF', 0],
    // Elsewhere fsync reaches the disk by itself.
    ...(platform === 'darwin' ? ([['fullfsync', 'ON', 1]] as const) : []),
    ['max_page_count', pagesMax, pagesMax],
  ];
  for (const [name, set] of wanted) db.exec(`PRAGMA ${name} = ${set}`);
  for (const [name, set, expected] of wanted) {
    const found = value(db, `PRAGMA ${name}`);
    // A build may leave mmap out altogether, which is as good as 0.
    if (found !== expected && !(name === 'mmap_size' && found === undefined))
      throw new FileRefused('disk', `SQLite does not keep ${name} = ${set}: it says ${String(found)}.`);
  }
}

function create(db: DatabaseSync, rows: readonly Row[]): void {
  db.exec('BEGIN EXCLUSIVE');
  db.exec(`PRAGMA application_id = ${applicationId}`);
  db.exec(`PRAGMA user_version = ${schemaVersion}`);
  db.exec(table);
  const insert = db.prepare(
    `INSERT INTO journal (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) insert.run(...columns.map((column) => row[column]));
  db.exec('COMMIT');
}

function checkSchema(db: DatabaseSync): void {
  const found = db.prepare('SELECT type, name, sql FROM sqlite_schema').all();
  const [only] = found;
  const asMade = found.length === 1 && only?.['name'] === 'journal' && only['sql'] === table;
  const ours =
    value(db, 'PRAGMA application_id') === applicationId && value(db, 'PRAGMA user_version') === schemaVersion;
  if (!asMade || !ours) throw new FileRefused('journal-damaged', 'The file is not a journal as this till makes it.');
  const check = value(db, 'PRAGMA quick_check(1)');
  if (check !== 'ok') throw new FileRefused('journal-damaged', `SQLite says: ${String(check)}.`);
}

/**
 * Only its owner reads it: a new one is made so before SQLite opens it, which gives its write-ahead log the mode of the
 * file (sqlite.org/src, findCreateFileMode). What an earlier till left open to others is closed.
 */
function keepPrivate(path: string): void {
  if (platform === 'win32' || path === ':memory:') return;
  try {
    // Never opened when it is there: closing it would take this process's locks off it (POSIX, fcntl).
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined || (found.mode & 0o077) === 0) continue;
    try {
      chmodSync(file, 0o600);
    } catch (error) {
      // Another's file, or a file system without modes: no reason to sell nothing.
      if (!hasCode(error, 'EPERM')) throw error;
    }
  }
}

/** A new file's name must survive a power cut as its content does. */
function keepName(path: string): void {
  if (platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function value(db: DatabaseSync, sql: string): unknown {
  const row = db.prepare(sql).get();
  return row === undefined ? undefined : Object.values(row)[0];
}

/** By SQLite's primary result code (sqlite.org/rescode.html). */
function problemOf(error: unknown): FileProblem {
  const extended = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  switch (extended & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return 'in-use';
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
    case 1: // SQLITE_ERROR: the schema does not read
      return 'journal-damaged';
    default:
      return 'disk';
  }
}

/** The disk, or the file's own limit, is full: nothing of the transaction was written (SQLITE_FULL). */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 13;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function rollBack(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec('ROLLBACK');
  } catch {
    // The failed write is what counts, and it is on its way to the caller.
  }
}

function close(db: DatabaseSync | undefined): void {
  try {
    db?.close();
  } catch {
    // Already closed, or never open: either way nobody holds it.
  }
}
