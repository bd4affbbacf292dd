import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One record of a till's journal, as its file holds it. */
export type Row = {
  seq: number;
  hash: string;
  boot_id: string;
  kind: string;
  sale: string | null;
  attempt: string | null;
  body: string;
};

/**
 * Reads a till's journal, which is at rest, from a copy of its files. Shares no code with the till: the chain is
 * reckoned anew. Throws a sentence when anything about the file or the chain is wrong.
 */
export function readJournal(tillFolder: string): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'counterpay-read-'));
  try {
    for (const name of ['journal.sqlite', 'journal.sqlite-wal'])
      if (existsSync(join(tillFolder, name))) copyFileSync(join(tillFolder, name), join(folder, name));
    const db = new DatabaseSync(join(folder, 'journal.sqlite'));
    const [check] = db.prepare('PRAGMA integrity_check').all();
    if (check?.['integrity_check'] !== 'ok') throw new Error(`the journal is damaged: ${JSON.stringify(check)}`);
    const rows = db.prepare('SELECT * FROM journal ORDER BY seq').all();
    db.close();
    requireChain(rows);
    return rows as Row[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a record's hash is made of, in this order (RELIABILITY 4.3). */
const hashed = [
  'prev_hash',
  'seq',
  'environment',
  'boot_id',
  'mono_ms',
  'wall_utc',
  'kind',
  'version',
  'sale',
  'attempt',
  'actor',
  'body_hash',
];

function requireChain(rows: readonly Readonly<Record<string, unknown>>[]): void {
  let before = '0'.repeat(64);
  for (const [index, row] of rows.entries()) {
    const own = sha256(JSON.stringify(hashed.map((field) => row[field])));
    const isNext = row['seq'] === index + 1 && row['prev_hash'] === before;
    if (!isNext || row['hash'] !== own || row['body_hash'] !== sha256(String(row['body'])))
      throw new Error(`the journal's chain is broken at record ${index + 1}: ${JSON.stringify(row)}`);
    before = own;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
