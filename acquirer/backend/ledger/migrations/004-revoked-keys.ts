import { sql, type Kysely } from 'kysely';

/** The keys of tills that were revoked, which stay so when their names go to other machines. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table revoked_keys (public_key text primary key)`.execute(db);
  await sql`
    insert into revoked_keys
    select distinct public_key from tills where revoked_at is not null and public_key is not null`.execute(db);
}
