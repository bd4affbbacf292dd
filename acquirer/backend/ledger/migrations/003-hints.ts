import { sql, type Kysely } from 'kysely';

/** Hints to tills, what is still to be told or asked after a start, and messages that were not believed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table hint_numbers (
      terminal_id text primary key,
      last bigint not null check (last > 0)
    )`.execute(db);
  await sql`
    create table hints (
      terminal_id text not null references hint_numbers,
      number bigint not null,
      payment_request_id text not null,
      currency text not null,
      value text not null,
      says text not null check (says in ('succeeded', 'failed', 'conflict', 'other')),
      at bigint not null,
      primary key (terminal_id, number)
    )`.execute(db);
  await sql`create index hints_by_age on hints (at)`.execute(db);
  await sql`alter table attempts add column conflict_told boolean not null default false`.execute(db);
  await sql`
    create index attempts_untold on attempts (payment_request_id)
    where standing = 'conflict' and not conflict_told`.execute(db);
  // What began lately is looked through at every start.
  await sql`create index records_that_begin on records (wall_at) where seq = 1`.execute(db);
  await sql`
    create table security (
      number bigint generated always as identity primary key,
      at bigint not null,
      why text not null,
      about text not null
    )`.execute(db);
}
