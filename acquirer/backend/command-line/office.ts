import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Environment } from '#contract';
import { Kysely, PostgresDialect } from 'kysely';

import { migrate } from '../ledger/migrate.ts';
import { becomeTheOnlyNode } from '../ledger/single-node.ts';
import type { Tables } from '../ledger/tables.ts';
import { KnownTills } from '../pairing/known-tills.ts';
import { PairingCodes } from '../pairing/pairing-codes.ts';
import { StartFault } from '../postgres/fault.ts';
import { openDatabase, type Database } from '../postgres/open-database.ts';

/** Where the backend is whose tills are looked after. */
export type OfficePlace = {
  dataDir: string | null;
  /** Null: the built-in PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
};

export type Office = {
  tills: KnownTills;
  codes: PairingCodes;
  /** Null while no backend has been started on this database. */
  environment(): Promise<Environment | null>;
};

/** Opens the backend's database, whether the backend serves or not, and leaves it as it was. @throws StartFault */
export async function inOffice<T>(place: OfficePlace, work: (office: Office) => Promise<T>): Promise<T> {
  const database = await open(place);
  try {
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) });
    await migrate(db);
    return await work({
      tills: new KnownTills(db),
      codes: new PairingCodes(db),
      async environment() {
        const row = await db.selectFrom('identity').select('environment').executeTakeFirst();
        if (row === undefined) return null;
        return row.environment === 'production' ? 'production' : 'sandbox';
      },
    });
  } finally {
    await leave(database);
  }
}

async function open({ dataDir, databaseUrl }: OfficePlace): Promise<Database> {
  if (databaseUrl !== null) return await openDatabase('', databaseUrl);
  if (dataDir === null) throw new StartFault('--data DIR is missing: the data folder of the backend.');
  // A name that is mistyped must not become a database of its own.
  if (!existsSync(join(dataDir, 'backend.pub.pem')))
    throw new StartFault(`There is no backend in ${dataDir}: give the --data that the backend was started with.`);
  return await openDatabase(dataDir, null);
}

/** A backend that serves needs its server; without one, ours is ended. One that starts just now starts once more. */
async function leave(database: Database): Promise<void> {
  const lock = await becomeTheOnlyNode(database.pool, () => undefined, 0).catch(() => null);
  if (lock === null) return await database.leave();
  lock.release();
  await database.close();
}
