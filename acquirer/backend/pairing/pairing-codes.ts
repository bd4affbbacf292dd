import { randomBytes } from 'node:crypto';

import { sql, type Kysely, type Transaction } from 'kysely';

import { pairingCodeForMs, pairingCodeLength, type PairingRequest, type ShopSettings } from '#contract';
import { TerminalId } from '#payment';
import { isSameProof, pairingCodeId, pairingKeyOf, tillProof } from '#protocol';

import type { Tables } from '../ledger/tables.ts';

/** So many proofs under a code's id that do not fit, and the code is worth nothing: somebody listens and tries. */
const wrongProofsMax = 5;

/** A code that a till has named and proved to know. `codeKey` proves the same to the till. */
export type Redeemed = {
  terminalId: TerminalId;
  /** The exact text of a `ShopSettings`. */
  settings: string;
  codeKey: Buffer;
  /** When the code was first used, ms since 1970. */
  usedAt: number;
};

/** One-time codes. Their age is measured by the database's clock, which the command line and the backend share. */
export class PairingCodes {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Makes a code, which is nowhere but in the answer; an older one for the same till is worth nothing from now on. */
  async make(settings: ShopSettings, worthMs: number = pairingCodeForMs): Promise<{ code: string; expiresAt: number }> {
    const code = newCode();
    const key = pairingKeyOf(code);
    const { terminalId, terminalName } = settings;
    const row = await this.#db.transaction().execute(async (tx) => {
      await forgetExpired(tx);
      await tx.deleteFrom('pairing_codes').where('terminal_id', '=', terminalId).execute();
      return await tx
        .insertInto('pairing_codes')
        .values({
          code_id: pairingCodeId(key),
          code_key: key.toString('hex'),
          terminal_id: terminalId,
          name: terminalName ?? null,
          settings: JSON.stringify(settings),
          expires_at: sql<Date>`now() + ${worthMs} * interval '1 millisecond'`,
          used_by: null,
          used_at: null,
        })
        .returning('expires_at')
        .executeTakeFirstOrThrow();
    });
    return { code, expiresAt: row.expires_at.getTime() };
  }

  /**
   * Uses a code for the key that the request names, once; for the same key again and again. Null: it is worth nothing. A key
   * that was revoked uses no code.
   */
  async redeem(request: PairingRequest): Promise<Redeemed | 'key-revoked' | null> {
    return await this.#db.transaction().execute(async (tx) => {
      await forgetExpired(tx);
      const found = await tx
        .selectFrom('pairing_codes')
        .selectAll()
        .where('code_id', '=', request.codeId)
        .forUpdate()
        .executeTakeFirst();
      if (found === undefined || found.wrong_proofs >= wrongProofsMax) return null;
      const codeKey = Buffer.from(found.code_key, 'hex');
      if (!isSameProof(tillProof(codeKey, request), request.proof)) {
        await tx
          .updateTable('pairing_codes')
          .set({ wrong_proofs: found.wrong_proofs + 1 })
          .where('code_id', '=', found.code_id)
          .execute();
        return null;
      }
      if (await isRevoked(tx, request.terminalKey)) return 'key-revoked';
      const usedAt = found.used_by === null ? await use(tx, found, request.terminalKey) : found.used_at;
      if (usedAt === null || (found.used_by !== null && found.used_by !== request.terminalKey)) return null;
      const { settings } = found;
      return { terminalId: TerminalId.parse(found.terminal_id), settings, codeKey, usedAt: usedAt.getTime() };
    });
  }
}

/** The code is used up, and its till is known by this key from now on. */
async function use(
  tx: Transaction<Tables>,
  code: Pick<Tables['pairing_codes'], 'code_id' | 'terminal_id' | 'name' | 'settings'>,
  publicKey: string,
): Promise<Date | null> {
  const till = {
    name: code.name,
    public_key: publicKey,
    settings: code.settings,
    paired_at: sql<Date>`now()`,
    revoked_at: null,
  };
  await tx
    .insertInto('tills')
    .values({ terminal_id: code.terminal_id, ...till })
    .onConflict((at) => at.column('terminal_id').doUpdateSet(till))
    .execute();
  const used = await tx
    .updateTable('pairing_codes')
    .set({ used_by: publicKey, used_at: sql<Date>`now()` })
    .where('code_id', '=', code.code_id)
    .returning('used_at')
    .executeTakeFirstOrThrow();
  return used.used_at;
}

/** Whoever stole a till may have its key still. */
async function isRevoked(tx: Transaction<Tables>, publicKey: string): Promise<boolean> {
  const found = await tx.selectFrom('revoked_keys').selectAll().where('public_key', '=', publicKey).executeTakeFirst();
  return found !== undefined;
}

async function forgetExpired(tx: Transaction<Tables>): Promise<void> {
  await tx
    .deleteFrom('pairing_codes')
    .where('expires_at', '<=', sql<Date>`now()`)
    .execute();
}

/** Crockford's base 32: what is easily taken for something else is not in it. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function newCode(): string {
  return [...randomBytes(pairingCodeLength)].map((byte) => letters[byte % letters.length]).join('');
}
