import { err, ok, type PaymentRequestId, type Result, type TerminalId } from '#payment';

import { JournalWriteFailed, type Entry, type Head, type Journal, type NewEntry } from '../ports/journal.ts';
import { beginning, headOf, openingEntry, readAlone, readRow, sealedAll, type Row, type Stamp } from './chain.ts';
import { FileRefused, isFull, SqliteFile, type FileProblem } from './sqlite-file.ts';

/** Beyond this the till stops as it does on a full disk: 16 GiB of pages of 4 KiB. */
const pagesMaxDefault = 4_194_304;

export type JournalProblem = { why: FileProblem | 'settings-invalid'; detail: string };

export type JournalOptions = {
  terminalId: TerminalId;
  stamp: Stamp;
  pagesMax?: number;
  /** Called when a write finds the disk full: true when there is a little room now (V20). */
  makeRoom?: () => boolean;
};

/**
 * The till's journal in one SQLite file, for this process alone. Everything in it was read and verified before this
 * returns: chain, hashes, every record.
 */
export function openSqliteJournal(path: string, options: JournalOptions): Result<SqliteJournal, JournalProblem> {
  const { stamp, makeRoom = () => false, pagesMax = pagesMaxDefault } = options;
  try {
    const file = SqliteFile.open(path, () => firstRows(options), pagesMax);
    const checked = check(file, options);
    if (checked.ok) return ok(new SqliteJournal(file, { stamp, makeRoom }, checked.value));
    file.close();
    return checked;
  } catch (error) {
    if (isFull(error) || (error instanceof FileRefused && isFull(error.cause))) {
      if (makeRoom()) return openSqliteJournal(path, options);
    }
    if (error instanceof FileRefused) return err({ why: error.why, detail: error.message });
    throw error;
  }
}

export class SqliteJournal implements Journal {
  readonly #file: SqliteFile;
  readonly #stamp: Stamp;
  readonly #makeRoom: () => boolean;
  readonly #places: Map<string, number[]>;
  /** What was read and verified at the opening, until somebody takes it or it is no longer all. */
  #fresh: readonly Entry[] | null;
  #head: Head;
  #failed = false;

  constructor(
    file: SqliteFile,
    { stamp, makeRoom }: Required<Pick<JournalOptions, 'stamp' | 'makeRoom'>>,
    checked: Checked,
  ) {
    this.#file = file;
    this.#stamp = stamp;
    this.#makeRoom = makeRoom;
    this.#fresh = checked.entries;
    this.#head = checked.head;
    this.#places = checked.places;
  }

  // Asynchronous for its callers' sake: the sync itself is done when the promise is made.
  async append(entries: readonly NewEntry[]): Promise<readonly Entry[]> {
    if (this.#failed) throw new JournalWriteFailed('The journal failed before; nothing is written any more.');
    const rows = sealedAll(this.#head, entries, this.#stamp);
    const written = rows.map(entryOf);
    try {
      this.#insert(rows);
    } catch (error) {
      this.#failed = true;
      throw new JournalWriteFailed('The journal could not be written.', { cause: error });
    }
    this.#fresh = null;
    const last = rows.at(-1);
    if (last !== undefined) this.#head = headOf(last);
    for (const entry of written) note(this.#places, entry);
    return written;
  }

  /** A full disk has taken nothing of it, so that it can be tried again with more room; any other failure stands (V19). */
  #insert(rows: readonly Row[]): void {
    for (;;) {
      try {
        return this.#file.insert(rows);
      } catch (error) {
        if (!isFull(error) || !this.#makeRoom()) throw error;
      }
    }
  }

  readAll(): Iterable<Entry> {
    const fresh = this.#fresh;
    this.#fresh = null;
    return fresh ?? this.#readAgain();
  }

  *#readAgain(): Iterable<Entry> {
    for (const stored of this.#file.rows()) yield readAgain(stored);
  }

  of(attempt: PaymentRequestId): readonly Entry[] {
    return (this.#places.get(attempt) ?? []).map((seq) => readAgain(this.#file.row(seq)));
  }

  at(seq: number): Entry | undefined {
    return seq < 1 || seq > this.#head.seq ? undefined : readAgain(this.#file.row(seq));
  }

  head(): Head {
    return this.#head;
  }

  close(): void {
    this.#failed = true;
    this.#file.close();
  }
}

/** `entries`: all of them, or null where there are more than are worth keeping. */
type Checked = { head: Head; places: Map<string, number[]>; entries: readonly Entry[] | null };

/** So many are handed on as they were read at the opening; a longer journal is read a second time instead. */
const freshMax = 5_000;

function check(file: SqliteFile, options: JournalOptions): Result<Checked, JournalProblem> {
  const places = new Map<string, number[]>();
  const entries: Entry[] = [];
  let head = beginning;
  try {
    for (const stored of file.rows()) {
      const read = readRow(head, stored);
      if (read === null) return err(damaged(`The record after number ${head.seq} was changed or does not read.`));
      const foreign = foreignWords(read.entry, options);
      if (foreign !== null) return err({ why: 'settings-invalid', detail: foreign });
      head = read.head;
      note(places, read.entry);
      if (entries.length <= freshMax) entries.push(read.entry);
    }
  } catch (error) {
    // SQLite itself gives up on a page.
    return err(damaged(error instanceof Error ? error.message : String(error)));
  }
  if (head.seq === 0) return err(damaged('The journal has no first record.'));
  return ok({ head, places, entries: entries.length <= freshMax ? entries : null });
}

/** Play money and real money, or two tills, never share a journal (V34). */
function foreignWords({ seq, environment, record }: Entry, { terminalId, stamp }: JournalOptions): string | null {
  if (environment !== stamp.environment)
    return `environment: is ${stamp.environment}, but the journal in this folder is ${environment}.`;
  if (seq !== 1) return null;
  if (record?.kind !== 'journal.opened') return 'The journal does not begin with its opening.';
  return record.terminal === terminalId
    ? null
    : `terminalId: is ${terminalId}, but the journal in this folder is ${record.terminal}'s.`;
}

function firstRows({ terminalId, stamp }: JournalOptions): readonly Row[] {
  return sealedAll(beginning, [openingEntry(terminalId, stamp.environment)], stamp);
}

function note(places: Map<string, number[]>, { attempt, seq }: Entry): void {
  if (attempt === null) return;
  const seqs = places.get(attempt);
  if (seqs === undefined) places.set(attempt, [seq]);
  else seqs.push(seq);
}

/** What is about to be written must be readable later; a row that is not is our own mistake. */
function entryOf(row: Row): Entry {
  const entry = readAlone(row);
  if (entry === null) throw new Error(`a ${row.kind} record does not have its form`);
  return entry;
}

/** A row that was verified when the journal was opened, or written since. */
function readAgain(stored: unknown): Entry {
  const entry = readAlone(stored);
  if (entry === null) throw new Error('the journal was changed while it was open');
  return entry;
}

function damaged(detail: string): JournalProblem {
  return { why: 'journal-damaged', detail };
}
