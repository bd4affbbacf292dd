import type { Kysely, Transaction } from 'kysely';

import { TerminalId } from '#payment';

import type { Tables } from '../ledger/tables.ts';

/** A till of the table. Without a key it is the one that the backend was started with. Times are ms since 1970. */
export type KnownTill = {
  terminalId: TerminalId;
  name: string | null;
  /** SPKI DER in base64. */
  publicKey: string | null;
  /** The text of a `ShopSettings`. */
  settings: string | null;
  pairedAt: number | null;
  revokedAt: number | null;
};

/** The tills that are known here. The table is shared by the backend and its command line. */
export class KnownTills {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(): Promise<KnownTill[]> {
    const rows = await this.#db.selectFrom('tills').selectAll().orderBy('terminal_id').execute();
    return rows.map((row) => ({
      terminalId: TerminalId.parse(row.terminal_id),
      name: row.name,
      publicKey: row.public_key,
      settings: row.settings,
      pairedAt: row.paired_at?.getTime() ?? null,
      revokedAt: row.revoked_at?.getTime() ?? null,
    }));
  }

  /** A till that needs no pairing, so that it can be seen and revoked like the others. */
  async note(terminalId: TerminalId): Promise<void> {
    const nothing = { name: null, public_key: null, own_key: null, settings: null, paired_at: null, revoked_at: null };
    await this.#db
      .insertInto('tills')
      .values({ terminal_id: terminalId, ...nothing })
      .onConflict((at) => at.doNothing())
      .execute();
  }

  /**
   * The key of such a till, once it is known. One that was revoked before its key was known is revoked with it; what key
   * its file holds after that is another's.
   */
  async noteOwnKey(terminalId: TerminalId, publicKey: string): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const noted = await tx
        .updateTable('tills')
        .set({ own_key: publicKey })
        .where('terminal_id', '=', terminalId)
        .where('public_key', 'is', null)
        .where('own_key', 'is distinct from', publicKey)
        .where((is) => is.or([is('revoked_at', 'is', null), is('own_key', 'is', null)]))
        .returning('revoked_at')
        .executeTakeFirst();
      if (noted !== undefined && noted.revoked_at !== null) await keepRevoked(tx, publicKey);
    });
  }

  /** From now on its payments are refused, and codes that wait for it are worth nothing. */
  async revoke(terminalId: TerminalId): Promise<'revoked' | 'revoked-before' | 'unknown'> {
    return await this.#db.transaction().execute(async (tx) => {
      await tx.deleteFrom('pairing_codes').where('terminal_id', '=', terminalId).execute();
      const done = await tx
        .updateTable('tills')
        .set((column) => ({ revoked_at: column.fn<Date>('now') }))
        .where('terminal_id', '=', terminalId)
        .where('revoked_at', 'is', null)
        .returning(['public_key', 'own_key'])
        .executeTakeFirst();
      if (done !== undefined) {
        const key = done.public_key ?? done.own_key;
        if (key !== null) await keepRevoked(tx, key);
        return 'revoked';
      }
      const found = await tx
        .selectFrom('tills')
        .select('terminal_id')
        .where('terminal_id', '=', terminalId)
        .executeTakeFirst();
      return found === undefined ? 'unknown' : 'revoked-before';
    });
  }

  /** TILL1, TILL2, …: the first that no till here has, or ever paid with. */
  async freeName(): Promise<TerminalId> {
    const taken = await this.#db
      .selectFrom('tills')
      .select('terminal_id')
      .union(this.#db.selectFrom('pairing_codes').select('terminal_id'))
      .union(this.#db.selectFrom('attempts').select('terminal_id').distinct())
      .execute();
    const names = new Set(taken.map((row) => row.terminal_id));
    for (let number = 1; ; number++) if (!names.has(`TILL${number}`)) return TerminalId.parse(`TILL${number}`);
  }
}

/** Longer than the till's row, which another machine may get. */
async function keepRevoked(tx: Transaction<Tables>, publicKey: string): Promise<void> {
  await tx
    .insertInto('revoked_keys')
    .values({ public_key: publicKey })
    .onConflict((at) => at.doNothing())
    .execute();
}
