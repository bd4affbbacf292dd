import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;

/** The ledger's file: one process, durable at every commit. */
export type Database = {
  run(sql: string, ...values: SQLInputValue[]): void;
  row(sql: string, ...values: SQLInputValue[]): Row | undefined;
  rows(sql: string, ...values: SQLInputValue[]): Row[];
  /** Everything that `work` writes is kept together or not at all. */
  transact<T>(work: () => T): T;
  close(): void;
};

/** Opens or makes the file. Throws when the folder cannot be written or the file is of a newer version. */
export function openDatabase(path: string): Database {
  const file = new DatabaseSync(path);
  prepareFile(file);
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string): ReturnType<DatabaseSync['prepare']> => {
    const known = statements.get(sql) ?? file.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  let depth = 0;
  return {
    run: (sql, ...values) => void statement(sql).run(...values),
    row: (sql, ...values) => statement(sql).get(...values),
    rows: (sql, ...values) => statement(sql).all(...values),
    transact(work) {
      if (depth > 0) return work();
      file.exec('BEGIN IMMEDIATE');
      depth += 1;
      try {
        const result = work();
        file.exec('COMMIT');
        return result;
      } catch (cause) {
        file.exec('ROLLBACK');
        throw cause;
      } finally {
        depth -= 1;
      }
    },
    close: () => file.close(),
  };
}

const schemaVersion = 4;

function prepareFile(file: DatabaseSync): void {
  file.exec('PRAGMA busy_timeout = 2000');
  file.exec('PRAGMA journal_mode = WAL');
  file.exec('PRAGMA synchronous = FULL'); // an answer that left is on disk (SQLite: 2 is FULL)
  file.exec('PRAGMA foreign_keys = ON');
  const journal = file.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  const synchronous = file.prepare('PRAGMA synchronous').get()?.['synchronous'];
  if ((journal !== 'wal' && journal !== 'memory') || synchronous !== 2) {
    throw new Error('the sandbox ledger could not be opened durably: WAL and synchronous=FULL were refused');
  }
  const version = file.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === schemaVersion) return;
  if (typeof version !== 'number' || version > schemaVersion) {
    throw new Error(`the sandbox ledger is of version ${String(version)}, made by a newer Counterpay`);
  }
  const steps = [firstSchema, secondSchema, thirdSchema, fourthSchema].slice(version).join('');
  file.exec(`BEGIN; ${steps} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
}

const firstSchema = `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE wallet (id TEXT PRIMARY KEY, temper TEXT NOT NULL, currency TEXT NOT NULL) STRICT;
  CREATE TABLE purse (
    wallet_id TEXT NOT NULL REFERENCES wallet (id),
    currency TEXT NOT NULL,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    confirm_above INTEGER NOT NULL,
    maximum INTEGER NOT NULL,
    PRIMARY KEY (wallet_id, currency)
  ) STRICT;
  CREATE TABLE code (
    digest TEXT PRIMARY KEY, -- the code itself is a secret and is kept in memory only
    wallet_id TEXT NOT NULL REFERENCES wallet (id),
    expires_at INTEGER NOT NULL,
    used_by TEXT
  ) STRICT;
  CREATE TABLE without_order (
    payment_request_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('turned-away', 'tombstone')),
    compared TEXT NOT NULL,
    code TEXT NOT NULL
  ) STRICT;
  CREATE TABLE payment_order (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_request_id TEXT NOT NULL UNIQUE,
    payment_id TEXT NOT NULL UNIQUE,
    compared TEXT NOT NULL,
    wallet_id TEXT REFERENCES wallet (id),
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL,
    merchant_name TEXT NOT NULL,
    reference_order_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('in-process', 'paid', 'refused', 'closed', 'cancelled')),
    code TEXT,
    paid_at INTEGER,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX order_of_wallet ON payment_order (wallet_id, number);
  CREATE INDEX order_of_sale ON payment_order (reference_order_id, number);
  CREATE INDEX order_in_process ON payment_order (expires_at) WHERE state = 'in-process';
  CREATE TABLE movement (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_request_id TEXT NOT NULL REFERENCES payment_order (payment_request_id),
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'give-back')),
    wallet_id TEXT NOT NULL REFERENCES wallet (id),
    currency TEXT NOT NULL,
    minor INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX movement_of_order ON movement (payment_request_id, number);
`;

const secondSchema = `
  ALTER TABLE wallet ADD COLUMN digits INTEGER NOT NULL DEFAULT 24;
  ALTER TABLE payment_order ADD COLUMN asks INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE payment_order ADD COLUMN pays_at INTEGER;
  ALTER TABLE payment_order ADD COLUMN late_ms INTEGER;
  CREATE INDEX order_that_pays ON payment_order (pays_at) WHERE pays_at IS NOT NULL;
  CREATE TABLE call_with_fault (
    payment_request_id TEXT NOT NULL,
    api TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (payment_request_id, api)
  ) STRICT;
`;

// Whatever ends a payment, the notification of it is kept together with the end.
const thirdSchema = `
  ALTER TABLE payment_order ADD COLUMN notify_url TEXT;
  ALTER TABLE payment_order ADD COLUMN client_id TEXT;
  CREATE TABLE notification (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_request_id TEXT NOT NULL REFERENCES payment_order (payment_request_id),
    status TEXT NOT NULL CHECK (status IN ('S', 'F')),
    code TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER, -- of the first try without the delay
    held_back INTEGER NOT NULL DEFAULT 0,
    acknowledged_at INTEGER,
    last_answer TEXT
  ) STRICT;
  CREATE INDEX notification_to_send ON notification (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX notification_of_order ON notification (payment_request_id);
  -- Who pays gets the answer at once; Alipay+ notifies about ten seconds later.
  CREATE TRIGGER ended_at_once AFTER INSERT ON payment_order
    WHEN NEW.notify_url IS NOT NULL AND NEW.state IN ('paid', 'refused')
  BEGIN
    INSERT INTO notification (payment_request_id, status, code, ended_at, next_at)
    VALUES (NEW.payment_request_id, iif(NEW.state = 'paid', 'S', 'F'), coalesce(NEW.code, 'SUCCESS'), NEW.created_at,
      NEW.created_at + 10000);
  END;
  CREATE TRIGGER ended_later AFTER UPDATE OF state ON payment_order
    WHEN NEW.notify_url IS NOT NULL AND NEW.state IN ('paid', 'refused', 'closed') AND NEW.state <> OLD.state
  BEGIN
    INSERT INTO notification (payment_request_id, status, code, ended_at, next_at)
    VALUES (NEW.payment_request_id, iif(NEW.state = 'paid', 'S', 'F'),
      iif(NEW.state = 'paid', 'SUCCESS', coalesce(NEW.code, 'ORDER_IS_CLOSED')),
      coalesce(NEW.paid_at, NEW.ended_at), coalesce(NEW.paid_at, NEW.ended_at));
  END;
`;

// An order's code is shown to everybody and pays nothing by itself, so it is no secret: a repeat of pay gets it again.
const fourthSchema = `
  ALTER TABLE payment_order ADD COLUMN order_code TEXT;
  CREATE UNIQUE INDEX order_by_code ON payment_order (order_code) WHERE order_code IS NOT NULL;
  CREATE TABLE scan (
    payment_request_id TEXT NOT NULL REFERENCES payment_order (payment_request_id),
    wallet_id TEXT NOT NULL REFERENCES wallet (id),
    state TEXT NOT NULL CHECK (state IN ('asking', 'silent', 'refused')),
    code TEXT,
    ended_at INTEGER,
    PRIMARY KEY (payment_request_id, wallet_id)
  ) STRICT;
`;
