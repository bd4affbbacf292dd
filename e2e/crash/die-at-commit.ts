// Loaded before one of the product's processes (NODE_OPTIONS=--import), in these tests only: notes every commit and ends
// the process with SIGKILL right before or right after the one that is ordered in the crash folder.
import { appendFileSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';

type Edge = 'before' | 'after';

const folder = process.env['CRASH_FOLDER'] ?? '';
const entry = process.argv[1] ?? '';
const who = entry.endsWith(join('out', 'host', 'main.cjs'))
  ? 'host'
  : entry.endsWith(join('backend', 'main.ts'))
    ? 'backend'
    : null;

if (folder !== '' && who === 'host') watchJournal();
if (folder !== '' && who === 'backend') watchPostgres((await import('pg')).default.Client.prototype);

/** Passes a commit: here the process may end. */
function pass(edge: Edge, commit: string): void {
  appendFileSync(join(folder, `${who}.commits`), `${edge} ${commit}\n`);
  const order = join(folder, `${who}.kill`);
  if (ordered(order) !== `${edge} ${commit}`) return;
  renameSync(order, `${order}.done`);
  process.kill(process.pid, 'SIGKILL');
  for (;;); // nothing more is done, however late the signal comes
}

function ordered(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // no order, which is the rule
  }
}

/** A commit is named by the kinds of its records. */
function watchJournal(): void {
  let kinds: string[] = [];
  replace(StatementSync.prototype, 'run', (original, statement, values) => {
    const sql = String(Reflect.get(statement, 'sourceSQL'));
    const columns = /^insert into journal \(([^)]*)\)/i.exec(sql)?.[1]?.split(', ');
    if (columns !== undefined) kinds.push(String(values[columns.indexOf('kind')]));
    return original();
  });
  replace(DatabaseSync.prototype, 'exec', (original, _database, [sql]) => {
    const commit = sql === 'COMMIT' ? kinds.join('+') : '';
    if (sql === 'COMMIT') kinds = [];
    if (commit !== '') pass('before', commit);
    const result = original();
    if (commit !== '') pass('after', commit);
    return result;
  });
}

/** A commit is named by the tables that it wrote and the kinds of its records; a single statement commits itself. */
function watchPostgres(client: object): void {
  const open = new WeakMap<object, string[]>();
  replace(client, 'query', (original, connection, args) => {
    const [sql, values] = args;
    // The driver's own queries come as objects or with a callback: they are none of ours.
    if (typeof sql !== 'string' || typeof args.at(-1) === 'function') return original();
    const commit = commitIn(open, connection, sql, values);
    if (commit === '') return original();
    pass('before', commit);
    return Promise.resolve(original()).then((result) => {
      pass('after', commit);
      return result;
    });
  });
}

/** What this statement commits; empty for one that commits nothing. */
function commitIn(open: WeakMap<object, string[]>, connection: object, sql: string, values: unknown): string {
  const transaction = open.get(connection);
  if (/^begin\b/i.test(sql)) open.set(connection, []);
  if (/^(commit|rollback)\b/i.test(sql)) open.delete(connection);
  if (/^commit\b/i.test(sql)) return transaction?.join(', ') ?? '';
  const table = /^(?:insert into|update) "(\w+)"/i.exec(sql)?.[1];
  if (table === undefined) return '';
  const written = [table, ...kindsIn(sql, values)].join(' ');
  if (transaction === undefined) return written;
  transaction.push(written);
  return '';
}

function kindsIn(sql: string, values: unknown): string[] {
  const columns = /^insert into "records" \(([^)]*)\)/i.exec(sql)?.[1]?.split(', ');
  if (columns === undefined || !Array.isArray(values)) return [];
  const at = columns.indexOf('"kind"');
  return values.filter((_, index) => index % columns.length === at).map(String);
}

type Method = (original: () => unknown, self: object, args: unknown[]) => unknown;

function replace(prototype: object, name: string, method: Method): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') throw new Error(`there is no ${name} to watch`);
  Reflect.set(prototype, name, function (this: object, ...args: unknown[]): unknown {
    return method(() => Reflect.apply(original, this, args) as unknown, this, args);
  });
}
