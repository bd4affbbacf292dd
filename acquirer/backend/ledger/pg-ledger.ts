import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';

import { fold, PaymentRequestId, TerminalId, type AttemptRecord, type EpochMs } from '#payment';

import { StartFault } from '../postgres/fault.ts';
import { hasLateSuccess } from './late-success.ts';
import type { Held, Ledger, Opening } from './ledger.ts';
import { isUnfinished } from './memory-ledger.ts';
import { migrate } from './migrate.ts';
import { readRecord, writeRecord, type Environment, type WrittenRecord } from './record-text.ts';
import type { Tables } from './tables.ts';

/** The tables in `pool`; `failed` hears of every statement that did. */
export function tablesIn(pool: pg.Pool, failed: (error: unknown) => void = () => undefined): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => {
      if (event.level === 'error') failed(event.error);
    },
  });
}

/** Opens the ledger in `db`, makes or updates its tables, and checks that it belongs to this world (V34). @throws StartFault */
export async function openLedger(
  db: Kysely<Tables>,
  environment: Environment,
  wallMs: () => number,
): Promise<PgLedger> {
  await migrate(db);
  await db
    .insertInto('identity')
    .values({ environment })
    .onConflict((at) => at.doNothing())
    .execute();
  const found = await db.selectFrom('identity').select('environment').executeTakeFirstOrThrow();
  if (found.environment !== environment)
    throw new StartFault(
      `This database belongs to the ${found.environment} environment and cannot take ${environment} payments: use another one.`,
    );
  return new PgLedger(db, environment, wallMs);
}

/** Of an attempt's row, what begins with its default. */
type CountedColumns = 'records' | 'head' | 'inquired_at' | 'conflict_told';

/** The ledger in PostgreSQL. Each method is one transaction. */
export class PgLedger implements Ledger {
  readonly #db: Kysely<Tables>;
  readonly #environment: Environment;
  readonly #wallMs: () => number;

  constructor(db: Kysely<Tables>, environment: Environment, wallMs: () => number) {
    this.#db = db;
    this.#environment = environment;
    this.#wallMs = wallMs;
  }

  async begin(opening: Opening, records: readonly AttemptRecord[]): Promise<'made' | 'taken'> {
    return await this.#db.transaction().execute(async (tx) => {
      const { orderHmac, codeHmac, storeId } = opening;
      const hashes = { order_hmac: orderHmac, code_hmac: codeHmac, store_id: storeId };
      const row = { ...hashes, standing: 'asking', unfinished: true };
      const made = await this.#makeRow(tx, opening, { is: 'attempt', ...row });
      if (made) await this.#write(tx, opening.paymentRequestId, records);
      return made ? 'made' : 'taken';
    });
  }

  async bury(paymentRequestId: PaymentRequestId, terminalId: TerminalId): Promise<'made' | 'taken'> {
    const row = { order_hmac: null, code_hmac: null, store_id: null, standing: 'tombstone', unfinished: false };
    const made = await this.#makeRow(this.#db, { paymentRequestId, terminalId }, { is: 'tombstone', ...row });
    return made ? 'made' : 'taken';
  }

  async append(paymentRequestId: PaymentRequestId, records: readonly AttemptRecord[]): Promise<void> {
    await this.#db.transaction().execute(async (tx) => await this.#write(tx, paymentRequestId, records));
  }

  async find(paymentRequestId: PaymentRequestId): Promise<Held | null> {
    const row = await this.#db
      .selectFrom('attempts')
      .selectAll()
      .where('payment_request_id', '=', paymentRequestId)
      .executeTakeFirst();
    if (row === undefined) return null;
    const terminalId = TerminalId.parse(row.terminal_id);
    const records = await this.#read(this.#db, paymentRequestId);
    const facts = fold(records);
    if (row.order_hmac === null || facts === null) return { is: 'tombstone', paymentRequestId, terminalId };
    const inquiredAt = row.inquired_at.map(Number);
    const lateSuccess = hasLateSuccess(records);
    const kept = { orderHmac: row.order_hmac, storeId: row.store_id, inquiredAt };
    return { is: 'attempt', paymentRequestId, terminalId, ...kept, facts, lateSuccess };
  }

  async unfinished(): Promise<PaymentRequestId[]> {
    const rows = await this.#db
      .selectFrom('attempts')
      .select('payment_request_id')
      .where('unfinished', '=', true)
      .execute();
    return rows.map((row) => PaymentRequestId.parse(row.payment_request_id));
  }

  async lateSuccesses(begunSince: EpochMs): Promise<PaymentRequestId[]> {
    const lately = this.#db
      .selectFrom('records')
      .select('payment_request_id')
      .where('seq', '=', 1)
      .where('wall_at', '>=', String(begunSince));
    const rows = await this.#db
      .selectFrom('attempts')
      .select('payment_request_id')
      .where('standing', 'in', ['declined', 'cancelled'])
      .where('payment_request_id', 'in', lately)
      .execute();
    const late: PaymentRequestId[] = [];
    for (const { payment_request_id: id } of rows)
      if (hasLateSuccess(await this.#read(this.#db, PaymentRequestId.parse(id)))) late.push(PaymentRequestId.parse(id));
    return late;
  }

  async untoldConflicts(): Promise<PaymentRequestId[]> {
    const rows = await this.#db
      .selectFrom('attempts')
      .select('payment_request_id')
      .where('standing', '=', 'conflict')
      .where('conflict_told', '=', false)
      .execute();
    return rows.map((row) => PaymentRequestId.parse(row.payment_request_id));
  }

  async noteTold(paymentRequestId: PaymentRequestId): Promise<void> {
    await this.#db
      .updateTable('attempts')
      .set({ conflict_told: true })
      .where('payment_request_id', '=', paymentRequestId)
      .execute();
  }

  async claimPaymentId(paymentId: string, paymentRequestId: PaymentRequestId): Promise<boolean> {
    await this.#db
      .insertInto('payment_ids')
      .values({ payment_id: paymentId, payment_request_id: paymentRequestId })
      .onConflict((at) => at.doNothing())
      .execute();
    const owner = await this.#db
      .selectFrom('payment_ids')
      .select('payment_request_id')
      .where('payment_id', '=', paymentId)
      .executeTakeFirstOrThrow();
    return owner.payment_request_id === paymentRequestId;
  }

  async noteInquiries(paymentRequestId: PaymentRequestId, wallAt: readonly number[]): Promise<void> {
    await this.#db
      .updateTable('attempts')
      .set({ inquired_at: wallAt.map(String) })
      .where('payment_request_id', '=', paymentRequestId)
      .execute();
  }

  /** The facts on record, in order, as they were written. */
  async recordsOf(paymentRequestId: PaymentRequestId): Promise<AttemptRecord[]> {
    return await this.#read(this.#db, paymentRequestId);
  }

  /** The primary key decides: of a pay and a cancel at once, one inserts and the other waits for it and finds it there. */
  async #makeRow(
    db: Kysely<Tables>,
    ids: { paymentRequestId: PaymentRequestId; terminalId: TerminalId },
    row: Omit<Tables['attempts'], 'payment_request_id' | 'terminal_id' | CountedColumns>,
  ): Promise<boolean> {
    const made = await db
      .insertInto('attempts')
      .values({ payment_request_id: ids.paymentRequestId, terminal_id: ids.terminalId, ...row })
      .onConflict((at) => at.doNothing())
      .returning('payment_request_id')
      .executeTakeFirst();
    return made !== undefined;
  }

  async #write(tx: Transaction<Tables>, id: PaymentRequestId, records: readonly AttemptRecord[]): Promise<void> {
    const row = await tx
      .selectFrom('attempts')
      .select(['records', 'head'])
      .where('payment_request_id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const written: WrittenRecord[] = [];
    for (const record of records) {
      const last = written.at(-1);
      const at = { paymentRequestId: id, seq: row.records + written.length + 1, previous: last?.hash ?? row.head };
      written.push(writeRecord(record, { ...at, environment: this.#environment, wallAt: this.#wallMs() }));
    }
    await tx
      .insertInto('records')
      .values(written.map((record) => rowOf(id, record)))
      .execute();
    const facts = fold(await this.#read(tx, id));
    await tx
      .updateTable('attempts')
      .set({
        records: row.records + written.length,
        head: written.at(-1)?.hash ?? row.head,
        standing: facts?.standing.at ?? 'tombstone',
        unfinished: isUnfinished(facts),
      })
      .where('payment_request_id', '=', id)
      .execute();
  }

  async #read(db: Kysely<Tables>, id: PaymentRequestId): Promise<AttemptRecord[]> {
    const rows = await db
      .selectFrom('records')
      .selectAll()
      .where('payment_request_id', '=', id)
      .orderBy('seq')
      .execute();
    let previous = '0'.repeat(64);
    return rows.map((row) => {
      const record = readRecord(writtenOf(row), id, previous);
      previous = row.hash;
      return record;
    });
  }
}

function rowOf(id: PaymentRequestId, record: WrittenRecord): Tables['records'] {
  return {
    payment_request_id: id,
    seq: record.seq,
    environment: record.environment,
    wall_at: String(record.wallAt),
    kind: record.kind,
    version: record.version,
    body: record.body,
    body_sha256: record.bodySha256,
    hash: record.hash,
  };
}

function writtenOf(row: Tables['records']): WrittenRecord {
  return {
    seq: row.seq,
    environment: row.environment === 'production' ? 'production' : 'sandbox',
    wallAt: Number(row.wall_at),
    kind: row.kind,
    version: row.version,
    body: row.body,
    bodySha256: row.body_sha256,
    hash: row.hash,
  };
}
