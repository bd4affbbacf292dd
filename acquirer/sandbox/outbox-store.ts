import * as z from 'zod';

import type { NotificationList } from '#contract';
import type { EpochMs } from '#payment';

import type { Database, Row } from './database.ts';

/** Alipay+ sends again so long after each try, seven times (DOMAIN 2.8). */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const againAfterMs = [2 * minuteMs, 10 * minuteMs, 10 * minuteMs, hourMs, 2 * hourMs, 6 * hourMs, 15 * hourMs];

const listedMax = 100;

/** A notification that is kept until it is acknowledged, or was sent as often as Alipay+ does. */
export type Notice = {
  number: number;
  paymentRequestId: string;
  status: 'S' | 'F';
  code: string;
  endedAt: EpochMs;
  tries: number;
  heldBack: boolean;
};

export type OutboxStore = {
  /** Whose time has come; `delayMs` is what a first try waits besides. */
  due(now: EpochMs, delayMs: number, limit: number): Notice[];
  /** Not sent yet, of this payment. */
  unsent(paymentRequestId: string): Notice | undefined;
  /** When something will have to be done: a try, or a payment that ends by itself; null: nothing. */
  nextAt(delayMs: number): EpochMs | null;
  /** Counted before it leaves, so that a restart forgets no try. */
  countTry(notice: Notice, now: EpochMs): void;
  holdBack(notice: Notice, until: EpochMs): void;
  answered(number: number, answer: string, acknowledgedAt: EpochMs | null): void;
  list(paymentRequestId: string | undefined): NotificationList;
};

export function outboxStore(db: Database): OutboxStore {
  return {
    due: (now, delayMs, limit) =>
      db
        .rows(
          'SELECT * FROM notification WHERE next_at + iif(tries = 0, ?, 0) <= ? ORDER BY next_at LIMIT ?',
          delayMs,
          now,
          limit,
        )
        .map(readNotice),
    unsent(id) {
      const row = db.row('SELECT * FROM notification WHERE payment_request_id = ? AND tries = 0 LIMIT 1', id);
      return row === undefined ? undefined : readNotice(row);
    },
    nextAt: (delayMs) =>
      NextRow.parse(
        db.row(
          `SELECT min(at) AS at FROM (
             SELECT min(next_at + iif(tries = 0, ?, 0)) AS at FROM notification WHERE next_at IS NOT NULL
             UNION ALL SELECT min(pays_at) FROM payment_order WHERE pays_at IS NOT NULL
             UNION ALL SELECT min(expires_at) FROM payment_order WHERE state = 'in-process')`,
          delayMs,
        ),
      ).at,
    countTry({ number, tries }, now) {
      const gapMs = againAfterMs[tries];
      db.run(
        'UPDATE notification SET tries = tries + 1, next_at = ? WHERE number = ?',
        gapMs === undefined ? null : now + gapMs,
        number,
      );
    },
    holdBack: ({ number }, until) =>
      db.run('UPDATE notification SET held_back = 1, next_at = ? WHERE number = ?', until, number),
    answered: (number, answer, acknowledgedAt) =>
      db.run(
        `UPDATE notification SET last_answer = ?1, acknowledged_at = coalesce(acknowledged_at, ?2),
           next_at = iif(?2 IS NULL, next_at, NULL) WHERE number = ?3`,
        answer,
        acknowledgedAt,
        number,
      ),
    list: (id) => ({
      notifications: db
        .rows(
          'SELECT * FROM notification WHERE ?1 IS NULL OR payment_request_id = ?1 ORDER BY number DESC LIMIT ?2',
          id ?? null,
          listedMax,
        )
        .map(listed),
    }),
  };
}

const NextRow = z.object({ at: z.int().nullable() });

const NoticeRow = z.object({
  number: z.int(),
  payment_request_id: z.string(),
  status: z.enum(['S', 'F']),
  code: z.string(),
  ended_at: z.int(),
  tries: z.int(),
  next_at: z.int().nullable(),
  held_back: z.literal([0, 1]),
  acknowledged_at: z.int().nullable(),
  last_answer: z.string().nullable(),
});

function readNotice(stored: Row): Notice {
  const { number, payment_request_id: paymentRequestId, status, code, ...row } = NoticeRow.parse(stored);
  const { ended_at: endedAt, tries } = row;
  return { number, paymentRequestId, status, code, endedAt, tries, heldBack: row.held_back === 1 };
}

function listed(stored: Row): NotificationList['notifications'][number] {
  const row = NoticeRow.parse(stored);
  const { number, status, code, tries } = row;
  return {
    number,
    paymentRequestId: row.payment_request_id,
    status,
    code,
    tries,
    nextAt: row.next_at,
    acknowledgedAt: row.acknowledged_at,
    lastAnswer: row.last_answer,
  };
}
