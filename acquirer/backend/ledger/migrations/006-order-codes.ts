import { sql, type Kysely } from 'kysely';

/** The store of each attempt, of which the word of the minute is; and attempts for which no code was scanned. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table attempts
      add column store_id text,
      drop constraint attempts_check,
      add constraint attempts_check check (("is" = 'attempt') = (order_hmac is not null))`.execute(db);
}
