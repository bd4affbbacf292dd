import { sql, type Kysely } from 'kysely';

/** The key of a till that needs no pairing, so that it too is known when the till is revoked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table tills add column own_key text`.execute(db);
}
