import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { SaleId, TerminalId } from '#payment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NewEntry } from '../ports/journal.ts';
import { euros } from '../testing/till-world.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { JournalWriteFailed } from '../ports/journal.ts';
import { openSqliteJournal, type JournalOptions, type SqliteJournal } from './sqlite-journal.ts';

let folder: string;
let file: string;
const options: JournalOptions = {
  terminalId: TerminalId.parse('TILL1'),
  stamp: { environment: 'sandbox', bootId: 'boot1', clock: new VirtualClock() },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterpay-journal-'));
  file = join(folder, 'journal.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(change: Partial<JournalOptions> = {}): SqliteJournal {
  const opened = openSqliteJournal(file, { ...options, ...change });
  if (!opened.ok) throw new Error(`${opened.error.why}: ${opened.error.detail}`);
  return opened.value;
}

function problem(change: Partial<JournalOptions> = {}): string {
  const opened = openSqliteJournal(file, { ...options, ...change });
  if (!opened.ok) return opened.error.why;
  opened.value.close();
  return 'opened';
}

function saleOpened(id: string): NewEntry {
  const saleId = SaleId.parse(id);
  return {
    sale: saleId,
    attempt: null,
    actor: 'cashier',
    record: { kind: 'sale.opened', saleId, amount: euros(1_250), despite: null },
  };
}

async function filled(count: number): Promise<void> {
  const journal = open();
  for (let i = 1; i <= count; i++) await journal.append([saleOpened(`S${i}`)]);
  journal.close();
}

/** Everything in the file, as text; `null` when it does not open. */
function content(path: string): string | null {
  const opened = openSqliteJournal(path, options);
  if (!opened.ok) return null;
  const text = JSON.stringify([...opened.value.readAll()]);
  opened.value.close();
  return text;
}

function files(): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}

function edit(sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

describe('a journal in SQLite', () => {
  it('keeps what was appended, in order, with the environment in every record [V34]', async () => {
    const journal = open();
    await journal.append([saleOpened('S1'), saleOpened('S2')]);
    const head = journal.head();
    journal.close();

    const again = open();
    const entries = [...again.readAll()];
    expect([...again.readAll()]).toEqual(entries);
    await again.append([saleOpened('S3')]);
    expect([...again.readAll()]).toHaveLength(4);
    again.close();

    expect(entries.map(({ kind, sale }) => [kind, sale])).toEqual([
      ['journal.opened', null],
      ['sale.opened', 'S1'],
      ['sale.opened', 'S2'],
    ]);
    expect(entries.every(({ environment }) => environment === 'sandbox')).toBe(true);
    expect(head.seq).toBe(3);
  });

  it('[V20] asks for room when the disk is full, and writes what then fits; without more room it stops for good', async () => {
    let room = 2;
    let asked = 0;
    const makeRoom = (): boolean => {
      asked += 1;
      return room-- > 0;
    };
    const opened = openSqliteJournal(file, { ...options, pagesMax: 12, makeRoom });
    if (!opened.ok) throw new Error(opened.error.detail);
    const journal = opened.value;
    let written = 0;
    async function fill(): Promise<void> {
      for (; written < 1_000; written++) await journal.append([saleOpened(`S${written}`)]);
    }
    await expect(fill()).rejects.toThrow(JournalWriteFailed);
    expect(asked).toBe(3);
    await expect(journal.append([saleOpened('more')])).rejects.toThrow(JournalWriteFailed);
    expect([...journal.readAll()]).toHaveLength(written + 1);
    journal.close();
  });

  it('hands on everything, however long it is', async () => {
    const journal = open();
    await journal.append(Array.from({ length: 5_000 }, (_, index) => saleOpened(`S${index}`)));
    journal.close();
    const again = open();
    const [first, ...others] = [...again.readAll()];
    again.close();
    expect(first?.kind).toBe('journal.opened');
    expect(others).toHaveLength(5_000);
  });

  it('is a private file in WAL mode that says whose it is', () => {
    open().close();
    const db = new DatabaseSync(file, { readOnly: true });

    expect(db.prepare('PRAGMA journal_mode').get()?.['journal_mode']).toBe('wal');
    expect(db.prepare('PRAGMA user_version').get()?.['user_version']).toBe(1);
    expect(db.prepare('PRAGMA application_id').get()?.['application_id']).toBe(0x43_50_4a_31);
    db.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is read by its owner alone, its write-ahead log too, whatever the umask and whatever it was left as', () => {
    const modes = () => new Set(files().map((path) => (statSync(path).mode & 0o777).toString(8)));
    // A worker of vitest cannot set its umask: each opening is a process of its own, killed with its log in place.
    const script = `
      import { openSqliteJournal } from ${JSON.stringify(new URL('sqlite-journal.ts', import.meta.url).href)};
      process.umask(0);
      const clock = { monoMs: () => 0, wallMs: () => 0 };
      const opened = openSqliteJournal(${JSON.stringify(file)}, {
        terminalId: 'TILL1', stamp: { environment: 'sandbox', bootId: 'b', clock } });
      if (opened.ok) process.kill(process.pid, 'SIGKILL');`;
    const openOnce = () => spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal;
    expect(openOnce()).toBe('SIGKILL');
    expect(files()).toContain(`${file}-wal`);
    expect(modes()).toEqual(new Set(['600']));

    for (const path of files()) chmodSync(path, 0o644);
    expect(openOnce()).toBe('SIGKILL');
    expect(modes()).toEqual(new Set(['600']));
  });

  it('[V21] is held by one writer: a second opening, here or in another process, is refused', () => {
    const journal = open();

    expect(problem()).toBe('in-use');
    const script = `
      import { openSqliteJournal } from ${JSON.stringify(new URL('sqlite-journal.ts', import.meta.url).href)};
      const clock = { monoMs: () => 0, wallMs: () => 0 };
      const opened = openSqliteJournal(${JSON.stringify(file)}, {
        terminalId: 'TILL1', stamp: { environment: 'sandbox', bootId: 'b', clock } });
      process.stdout.write(opened.ok ? 'opened' : opened.error.why);`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(said).toBe('in-use');

    journal.close();
    expect(problem()).toBe('opened');
  });

  it('recognises a journal that a newer till wrote', async () => {
    await filled(1);
    edit('PRAGMA user_version = 2');

    expect(problem()).toBe('journal-newer');
  });

  it('[V34] is not opened for another environment, nor by another till', async () => {
    await filled(1);

    expect(problem({ stamp: { ...options.stamp, environment: 'production' } })).toBe('settings-invalid');
    expect(problem({ terminalId: TerminalId.parse('TILL2') })).toBe('settings-invalid');
  });

  it('reads its settings back, and refuses a file that does not keep them', () => {
    const opened = openSqliteJournal(':memory:', options);

    expect(opened).toMatchObject({
      ok: false,
      error: { why: 'disk', detail: expect.stringContaining('journal_mode') },
    });
  });

  it('says that a folder cannot be used', () => {
    writeFileSync(join(folder, 'plain'), '');
    file = join(folder, 'plain', 'journal.sqlite');

    expect(problem()).toBe('disk');
  });

  it('says that a file is no journal', () => {
    writeFileSync(file, 'Dear diary, '.repeat(1_000));
    expect(problem()).toBe('journal-damaged');

    rmSync(file);
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    expect(problem()).toBe('journal-damaged');
  });

  it.each([
    ['an amount', `UPDATE journal SET body = replace(body, '1250', '1251') WHERE seq = 3`],
    ['a time', 'UPDATE journal SET wall_utc = wall_utc + 1 WHERE seq = 3'],
    ['a kind', `UPDATE journal SET kind = 'boot' WHERE seq = 3`],
    ['a sale', `UPDATE journal SET sale = 'S9' WHERE seq = 3`],
    ['a removed row', 'DELETE FROM journal WHERE seq = 3'],
    [
      'two rows in each other’s place',
      'UPDATE journal SET seq = 99 WHERE seq = 3; UPDATE journal SET seq = 3 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 99',
    ],
    [
      'a copied row',
      'INSERT INTO journal SELECT 99, prev_hash, hash, environment, boot_id, mono_ms, wall_utc, kind, version, sale, attempt, actor, body, body_hash FROM journal WHERE seq = 5',
    ],
    ['no rows at all', 'DELETE FROM journal'],
    ['an index', 'CREATE INDEX by_sale ON journal (sale)'],
    ['a trigger', `CREATE TRIGGER quiet AFTER INSERT ON journal BEGIN DELETE FROM journal WHERE seq = new.seq; END`],
  ])('[V18] notices %s', async (_, sql) => {
    await filled(4);
    edit(sql);

    expect(problem()).toBe('journal-damaged');
  });

  it('[V18] notices any flipped byte of the file, or nothing has changed by it', async () => {
    await filled(5);
    const before = content(file);
    const bytes = readFileSync(file);
    const damaged = join(folder, 'damaged.sqlite');
    // Every byte that says something, and some of the empty space.
    const places = [...bytes.keys()].filter((at) => (bytes[at] !== 0 ? at % 2 === 0 || at < 100 : at % 97 === 0));
    const different: number[] = [];
    let noticed = 0;

    for (const at of places) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(damaged, copy);
      const found = content(damaged);
      if (found === null) noticed += 1;
      else if (found !== before) different.push(at);
      rmSync(`${damaged}-wal`, { force: true });
    }

    expect(different).toEqual([]);
    expect(noticed).toBeGreaterThan(places.length / 2);
  });

  it('[V18] cannot see a cut tail by itself, which is why its head goes out with every request', async () => {
    await filled(2);
    copyFileSync(file, join(folder, 'yesterday.sqlite'));
    const journal = open();
    await journal.append([saleOpened('S3')]);
    const head = journal.head();
    journal.close();
    copyFileSync(join(folder, 'yesterday.sqlite'), file);

    const restored = open();
    expect(restored.head()).not.toEqual(head);
    restored.close();
  });

  it('[V19] writes all of a step or none of it, and nothing more after a failure', async () => {
    const journal = open({ pagesMax: 4 });
    const many = Array.from({ length: 40 }, (_, i) => saleOpened(`S${i}`));
    await journal.append([saleOpened('A')]);
    const head = journal.head();

    await expect(journal.append(many)).rejects.toThrow('could not be written');
    expect(journal.head()).toEqual(head);
    await expect(journal.append([saleOpened('B')])).rejects.toThrow('failed before');
    journal.close();

    const again = open();
    expect([...again.readAll()].map(({ sale }) => sale)).toEqual([null, 'A']);
    again.close();
  });
});
