import type { Kysely } from 'kysely';

import { Hint } from '#contract';
import type { EpochMs, TerminalId } from '#payment';

import type { HintFacts } from '../engine/hint-teller.ts';
import type { Tables } from '../ledger/tables.ts';

/** After a longer absence the till has asked about everything by itself. */
export const missedMax = 5_000;

/** The hints that were told, with their numbers: what a till missed is there when its line is open again. */
export interface HintBook {
  /** Resolves when the hint and its number are durable. Numbers rise for ever, over restarts too. */
  add(facts: HintFacts, at: EpochMs): Promise<Hint>;
  /** Oldest first: what came after the number; null: the conflicts about which the till has not asked. */
  missed(terminalId: TerminalId, after: number | null): Promise<Hint[]>;
  forget(before: EpochMs): Promise<void>;
}

export class PgHintBook implements HintBook {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async add(facts: HintFacts, at: EpochMs): Promise<Hint> {
    const { terminalId, paymentRequestId, amount, says } = facts;
    return await this.#db.transaction().execute(async (tx) => {
      const { last } = await tx
        .insertInto('hint_numbers')
        .values({ terminal_id: terminalId, last: '1' })
        .onConflict((at) => at.column('terminal_id').doUpdateSet((eb) => ({ last: eb('hint_numbers.last', '+', '1') })))
        .returning('last')
        .executeTakeFirstOrThrow();
      await tx
        .insertInto('hints')
        .values({
          terminal_id: terminalId,
          number: last,
          payment_request_id: paymentRequestId,
          ...amount,
          says,
          at: String(at),
        })
        .execute();
      return Hint.parse({ ...facts, number: Number(last), at });
    });
  }

  async missed(terminalId: TerminalId, after: number | null): Promise<Hint[]> {
    const ofTill = this.#db.selectFrom('hints').selectAll().where('terminal_id', '=', terminalId);
    const untold = this.#db.selectFrom('attempts').select('payment_request_id').where('conflict_told', '=', false);
    const rows = await (
      after === null
        ? ofTill.where('says', '=', 'conflict').where('payment_request_id', 'in', untold)
        : ofTill.where('number', '>', String(after))
    )
      .orderBy('number', 'desc')
      .limit(missedMax)
      .execute();
    return rows.toReversed().map((row) =>
      Hint.parse({
        number: Number(row.number),
        terminalId,
        paymentRequestId: row.payment_request_id,
        amount: { currency: row.currency, value: row.value },
        says: row.says,
        at: Number(row.at),
      }),
    );
  }

  async forget(before: EpochMs): Promise<void> {
    await this.#db.deleteFrom('hints').where('at', '<', String(before)).execute();
  }
}
