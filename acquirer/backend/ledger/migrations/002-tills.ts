import { sql, type Kysely } from 'kysely';

/** The tills that are known here, and the codes by which more can be. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tills (
      terminal_id text primary key check (terminal_id ~ '^[A-Za-z0-9]{1,24}$'),
      name text,
      public_key text,
      settings text,
      paired_at timestamptz,
      revoked_at timestamptz,
      check ((public_key is null) = (paired_at is null)),
      check ((public_key is null) = (settings is null))
    )`.execute(db);
  await sql`
    create table pairing_codes (
      code_id text primary key,
      code_key text not null,
      terminal_id text not null check (terminal_id ~ '^[A-Za-z0-9]{1,24}$'),
      name text,
      settings text not null,
      expires_at timestamptz not null,
      wrong_proofs integer not null default 0,
      used_by text,
      used_at timestamptz,
      check ((used_by is null) = (used_at is null))
    )`.execute(db);
}
