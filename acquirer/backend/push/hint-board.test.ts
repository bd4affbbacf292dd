import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { hintsKeptMs, type Hint } from '#contract';
import { PaymentRequestId, TerminalId } from '#payment';

import type { HintFacts } from '../engine/hint-teller.ts';
import { openLedger, tablesIn } from '../ledger/pg-ledger.ts';
import type { Tables } from '../ledger/tables.ts';
import { databases, type Opened } from '../testing/databases.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { HintBoard, type HintLine } from './hint-board.ts';
import { PgHintBook } from './hint-book.ts';

const till = TerminalId.parse('TILL1');
const startMs = Date.UTC(2026, 10, 21, 10);

let opened: Opened;
let db: Kysely<Tables>;
let clock: VirtualClock;
let board: HintBoard;

beforeAll(async () => {
  const open = databases['the built-in PostgreSQL'];
  if (open === undefined) throw new Error('there is no built-in PostgreSQL');
  opened = await open();
  db = tablesIn(opened.database.pool);
  await openLedger(db, 'sandbox', () => startMs);
}, 60_000);
afterAll(async () => await opened.close());

beforeEach(async () => {
  await db.deleteFrom('hints').execute();
  clock = new VirtualClock(startMs);
  board = new HintBoard(new PgHintBook(db), clock, (line) => expect.fail(line));
});

function facts(says: Hint['says'], id = 'TILL1a', terminalId = till): HintFacts {
  const paymentRequestId = PaymentRequestId.parse(id);
  return { terminalId, paymentRequestId, amount: { currency: 'EUR', value: '1250' }, says };
}

/** A line that keeps what comes. */
async function open(after: number | null, on = board) {
  const heard: Hint[] = [];
  let ended = false;
  const line: HintLine = { send: (hint) => heard.push(hint), end: () => (ended = true) };
  const takeAway = await on.open(till, after, line);
  return { heard, ended: () => ended, takeAway };
}

const soon = { timeout: 5_000, interval: 10 };

describe('the board of hints', () => {
  it('[R13] numbers each till’s hints, in order, also when they come at once and after a restart', async () => {
    const line = await open(0);
    for (let count = 0; count < 20; count++) board.tell(facts('other'));
    board.tell(facts('other', 'TILL2a', TerminalId.parse('TILL2')));
    await expect.poll(() => line.heard.length, soon).toBe(20);
    const numbers = line.heard.map(({ number }) => number);
    const first = numbers[0] ?? 0;
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => first + i));
    expect(line.heard.every(({ terminalId }) => terminalId === till)).toBe(true);

    const next = new HintBoard(new PgHintBook(db), clock, (text) => expect.fail(text));
    const later = await open(first + 17, next);
    next.tell(facts('succeeded'));
    await expect
      .poll(() => later.heard.map(({ number }) => number), soon)
      .toEqual([first + 18, first + 19, first + 20]);
    next.close();
  });

  it('[5.2/26b] a till that names no number gets the conflicts that it has not asked about, and what comes from now on', async () => {
    for (const [id, told] of [
      ['TILL1told', true],
      ['TILL1untold', false],
    ] as const)
      await db
        .insertInto('attempts')
        .values({
          payment_request_id: id,
          terminal_id: till,
          is: 'attempt',
          order_hmac: '',
          code_hmac: '',
          standing: 'conflict',
          unfinished: false,
          conflict_told: told,
        })
        .execute();
    const before = await open(0);
    for (const hint of [facts('succeeded'), facts('conflict', 'TILL1told'), facts('conflict', 'TILL1untold')])
      board.tell(hint);
    await expect.poll(() => before.heard.length, soon).toBe(3);
    const line = await open(null);
    board.tell(facts('failed'));
    await expect
      .poll(() => line.heard.map(({ paymentRequestId, says }) => `${says} ${paymentRequestId}`), soon)
      .toEqual(['conflict TILL1untold', 'failed TILL1a']);
  });

  it('keeps two lines of a till open, the newest, and ends all with itself', async () => {
    const lines = [await open(null), await open(null), await open(null)];
    expect(lines.map(({ ended }) => ended())).toEqual([true, false, false]);
    lines[1]?.takeAway();
    await open(null);
    expect(lines[2]?.ended()).toBe(false);
    board.close();
    expect(lines[2]?.ended()).toBe(true);
  });

  it('forgets hints after two days', async () => {
    const line = await open(0);
    board.tell(facts('failed'));
    await expect.poll(() => line.heard.length, soon).toBe(1);
    await clock.advance(hintsKeptMs - 3_600_000);
    await clock.advance(0);
    expect((await open(0)).heard).toHaveLength(1);
    await clock.advance(2 * 3_600_000);
    await expect.poll(async () => (await open(0)).heard.length, soon).toBe(0);
  });
});
