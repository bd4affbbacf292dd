import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';

import { StartFault } from '../postgres/fault.ts';
import { up as makeLedger } from './migrations/001-ledger.ts';
import { up as makeTills } from './migrations/002-tills.ts';
import { up as makeHints } from './migrations/003-hints.ts';
import { up as makeRevokedKeys } from './migrations/004-revoked-keys.ts';
import { up as makeOwnKey } from './migrations/005-own-key.ts';
import { up as makeOrderCodes } from './migrations/006-order-codes.ts';
import type { Tables } from './tables.ts';

const migrations = {
  '001-ledger': { up: makeLedger },
  '002-tills': { up: makeTills },
  '003-hints': { up: makeHints },
  '004-revoked-keys': { up: makeRevokedKeys },
  '005-own-key': { up: makeOwnKey },
  '006-order-codes': { up: makeOrderCodes },
};

/** Brings the tables up to date; Kysely holds an advisory lock meanwhile. @throws StartFault */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new StartFault(
      `The database could not be brought up to date: ${error instanceof Error ? error.message : JSON.stringify(error)}.`,
    );
}
