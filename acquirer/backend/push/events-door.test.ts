import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';

import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { hintHeartbeatMs, type Hint } from '#contract';
import { PaymentRequestId, TerminalId } from '#payment';
import { readHint, signRequest } from '#protocol';

import { EventStreamReader } from '../../client/event-stream.ts';
import { rawServer } from '../http/raw-server.ts';
import { openLedger, tablesIn } from '../ledger/pg-ledger.ts';
import type { Tables } from '../ledger/tables.ts';
import type { SigningTill } from '../pairing/till-directory.ts';
import { databases, type Opened } from '../testing/databases.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { openEventsDoor } from './events-door.ts';
import { HintBoard } from './hint-board.ts';
import { PgHintBook } from './hint-book.ts';

const till = TerminalId.parse('TILL1');
const startMs = Date.UTC(2026, 10, 21, 10);
const backendKeys = generateKeyPairSync('ed25519');
const soon = { timeout: 10_000, interval: 10 };

let opened: Opened;
let db: Kysely<Tables>;
let clock: VirtualClock;
let board: HintBoard;
let server: FastifyInstance;
let url: string;
/** Who the till is; the test changes it. */
let known: SigningTill | null;

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
  board = new HintBoard(new PgHintBook(db), clock, log);
  server = rawServer(log);
  openEventsDoor(server, { board, clock, key: backendKeys.privateKey, findTill, log, logStranger: log });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  board.close();
  await server.close();
});

function log(line: string): void {
  expect.fail(line);
}

async function findTill(): Promise<SigningTill | null> {
  return known;
}

/** The key that the till has from now on. */
function newTillKey(): KeyObject {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  known = { key: publicKey, revoked: false };
  return privateKey;
}

/** A line that was opened with that key, after that number: the numbers that come, and whether it has ended. */
async function listen(key: KeyObject, after: number) {
  const target = '/v1/events';
  const question = { method: 'GET', target, body: null, terminalId: till, journalHead: '1:0' } as const;
  const signed = await signRequest({ ...question, nonce: randomUUID().replaceAll('-', ''), sentAt: startMs }, key);
  const numbers: number[] = [];
  const reader = new EventStreamReader();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}${target}`, { headers: { ...signed, 'last-event-id': String(after) } }, resolve).once('error', reject);
  });
  expect(response.statusCode).toBe(200);
  response.on('error', () => undefined); // cut off; that it ended is seen
  response.on('data', (bytes: Buffer) => {
    for (const { data } of reader.take(bytes) ?? []) numbers.push(numberOf(data));
  });
  return { numbers, response, ended: () => response.readableEnded || response.destroyed };
}

function numberOf(data: string): number {
  const hint = readHint(data, backendKeys.publicKey);
  if (!hint.ok) throw new Error(hint.error);
  return hint.value.number;
}

function tell(says: Hint['says'] = 'succeeded'): void {
  const paymentRequestId = PaymentRequestId.parse('TILL1a');
  board.tell({ terminalId: till, paymentRequestId, amount: { currency: 'EUR', value: '1250' }, says });
}

async function missed(count: number): Promise<void> {
  await db
    .insertInto('hint_numbers')
    .values({ terminal_id: till, last: String(count) })
    .onConflict((at) => at.column('terminal_id').doUpdateSet({ last: String(count) }))
    .execute();
  const hint = { terminal_id: till, currency: 'EUR', value: '1250', says: 'succeeded', at: String(startMs) };
  const rows = Array.from({ length: count }, (_, i) => ({
    ...hint,
    number: String(i + 1),
    payment_request_id: `TILL1${String(i).padStart(40, '0')}`,
  }));
  await db.insertInto('hints').values(rows).execute();
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('the door of hints', () => {
  it('[R13] all of 1,500 hints that a till missed come, in order, and then what is told', async () => {
    await missed(1_500);
    const line = await listen(newTillKey(), 0);
    tell();
    await expect.poll(() => line.numbers.length, soon).toBe(1_501);
    expect(line.numbers).toEqual(upTo(1_501));
    expect(line.ended()).toBe(false);
  });

  it('[R13] they wait for a till that reads slowly', async () => {
    await missed(4_000);
    const line = await listen(newTillKey(), 0);
    line.response.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    tell();
    line.response.resume();
    await expect.poll(() => line.numbers.length, soon).toBe(4_001);
    expect(line.numbers).toEqual(upTo(4_001));
  });

  it.each([
    ['has got another key', () => void newTillKey()],
    ['is revoked', () => (known = known === null ? null : { ...known, revoked: true })],
    ['is not known any more', () => (known = null)],
  ])('[T16] when the till %s, the line ends before the next hint, which it does not get', async (_what, change) => {
    const line = await listen(newTillKey(), 0);
    tell();
    await expect.poll(() => line.numbers.length, soon).toBe(1);
    change();
    tell();
    await expect.poll(line.ended, soon).toBe(true);
    expect(line.numbers).toHaveLength(1);
  });

  it('[T16] the machine that was replaced loses its line at the next sign of life; the new one keeps its own', async () => {
    const old = await listen(newTillKey(), 0);
    await clock.advance(hintHeartbeatMs);
    expect(old.ended()).toBe(false);
    const heir = await listen(newTillKey(), 0);
    await clock.advance(hintHeartbeatMs);
    await expect.poll(old.ended, soon).toBe(true);
    tell();
    await expect.poll(() => heir.numbers.length, soon).toBe(1);
    expect([old.numbers, heir.ended()]).toEqual([[], false]);
  });
});
