import { sql, type Kysely } from 'kysely';

/** Attempts, their records, the bound payment ids, and which world this is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identity (
      only_row boolean primary key default true check (only_row),
      environment text not null check (environment in ('sandbox', 'production'))
    )`.execute(db);
  await sql`
    create table attempts (
      payment_request_id text primary key check (payment_request_id ~ '^[A-Za-z0-9]{1,64}$'),
      terminal_id text not null,
      "is" text not null check ("is" in ('attempt', 'tombstone')),
      order_hmac text,
      code_hmac text,
      standing text not null,
      unfinished boolean not null,
      records integer not null default 0,
      head text not null default repeat('0', 64),
      inquired_at bigint[] not null default '{}',
      made_at timestamptz not null default now(),
      check (("is" = 'attempt') = (order_hmac is not null and code_hmac is not null))
    )`.execute(db);
  await sql`create index attempts_unfinished on attempts (payment_request_id) where unfinished`.execute(db);
  await sql`
    create table records (
      payment_request_id text not null references attempts,
      seq integer not null check (seq > 0),
      environment text not null check (environment in ('sandbox', 'production')),
      wall_at bigint not null,
      kind text not null,
      version integer not null,
      body text not null,
      body_sha256 text not null,
      hash text not null,
      primary key (payment_request_id, seq)
    )`.execute(db);
  await sql`
    create table payment_ids (
      payment_id text primary key,
      payment_request_id text not null references attempts
    )`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the ledger is append-only'; end $$`.execute(db);
  await sql`
    create trigger records_stay before update or delete or truncate on records
    for each statement execute function refuse_change()`.execute(db);
}
