import * as z from 'zod';

import { Currency, Minor, type EpochMs } from '#payment';

import { isResultCode, type ResultCode } from '#protocol';

import type { Database, Row } from './database.ts';
import type { Order, OrderState, WithoutOrder } from './order.ts';

export type OrderFilter = {
  /** Whose payments they are. */
  walletId?: string | undefined;
  referenceOrderId?: string | undefined;
  /** Only orders made after this one. */
  after?: string | undefined;
  limit: number;
};

/** Orders are listed from the oldest, where nothing else is said. */
export type OrderStore = {
  byRequestId(paymentRequestId: string): Order | undefined;
  byPaymentId(paymentId: string): Order | undefined;
  byOrderCode(code: string): Order | undefined;
  list(filter: OrderFilter): Order[];
  /** What a wallet's owner knows of, the newest first: its payments, and the orders whose codes it scanned. */
  listOnPhone(walletId: string, limit: number): Order[];
  add(order: Order): void;
  change(paymentRequestId: string, state: OrderState): void;
  /** Who pays it and how, from now on: all but its state. */
  goOn(order: Order): void;
  /** When it pays by itself from now on; null: never. It is late only once. */
  payBy(paymentRequestId: string, paysAt: EpochMs | null): void;
  /** Orders whose own moment to pay has come, the earliest first. */
  payingBy(now: EpochMs): Order[];
  /** Closes what nobody paid in time; the time that is kept is the order's own. */
  closeOverdue(now: EpochMs): void;
  withoutOrder(paymentRequestId: string): WithoutOrder | undefined;
  addWithoutOrder(paymentRequestId: string, fact: WithoutOrder): void;
};

export function orderStore(db: Database): OrderStore {
  return {
    byRequestId: (id) => readOrder(db.row('SELECT * FROM payment_order WHERE payment_request_id = ?', id)),
    byPaymentId: (id) => readOrder(db.row('SELECT * FROM payment_order WHERE payment_id = ?', id)),
    byOrderCode: (code) => readOrder(db.row('SELECT * FROM payment_order WHERE order_code = ?', code)),
    list: (filter) => listOrders(db, filter),
    listOnPhone: (walletId, limit) => listOnPhone(db, walletId, limit),
    add: (order) => addOrder(db, order),
    change(id, state) {
      const { code, paidAt, endedAt } = stateColumns(state);
      db.run(
        'UPDATE payment_order SET state = ?, code = ?, paid_at = ?, ended_at = ? WHERE payment_request_id = ?',
        state.kind,
        code,
        paidAt,
        endedAt,
        id,
      );
    },
    goOn: (order) => goOn(db, order),
    payBy: (id, at) =>
      db.run('UPDATE payment_order SET pays_at = ?, late_ms = NULL WHERE payment_request_id = ?', at, id),
    payingBy: (now) =>
      db
        .rows('SELECT * FROM payment_order WHERE pays_at <= ? ORDER BY pays_at', now)
        .flatMap((row) => readOrder(row) ?? []),
    closeOverdue: (now) => closeOverdue(db, now),
    withoutOrder: (id) => readWithoutOrder(db.row('SELECT * FROM without_order WHERE payment_request_id = ?', id)),
    addWithoutOrder(id, fact) {
      const [compared, code] = fact.kind === 'tombstone' ? ['', 'ORDER_IS_CLOSED'] : [fact.compared, fact.code];
      db.run('INSERT OR IGNORE INTO without_order VALUES (?, ?, ?, ?)', id, fact.kind, compared, code);
    },
  };
}

function addOrder(db: Database, order: Order): void {
  const { code, paidAt, endedAt } = stateColumns(order.state);
  db.run(
    `INSERT INTO payment_order (payment_request_id, payment_id, compared, wallet_id, currency, minor, merchant_name,
       reference_order_id, created_at, expires_at, silent, asks, pays_at, late_ms, notify_url, client_id, order_code,
       state, code, paid_at, ended_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    order.paymentRequestId,
    order.paymentId,
    order.compared,
    order.walletId,
    order.amount.currency,
    order.amount.minor,
    order.merchantName,
    order.referenceOrderId,
    order.createdAt,
    order.expiresAt,
    order.silent ? 1 : 0,
    order.asks ? 1 : 0,
    order.paysAt,
    order.lateMs,
    order.notify?.url ?? null,
    order.notify?.clientId ?? null,
    order.orderCode,
    order.state.kind,
    code,
    paidAt,
    endedAt,
  );
}

function goOn(db: Database, order: Order): void {
  db.run(
    `UPDATE payment_order SET wallet_id = ?, expires_at = ?, silent = ?, asks = ?, pays_at = ?, late_ms = ?
     WHERE payment_request_id = ?`,
    order.walletId,
    order.expiresAt,
    order.silent ? 1 : 0,
    order.asks ? 1 : 0,
    order.paysAt,
    order.lateMs,
    order.paymentRequestId,
  );
}

function closeOverdue(db: Database, now: EpochMs): void {
  // Asked first, so that a plain look does not write.
  const overdue = db.row("SELECT 1 AS found FROM payment_order WHERE state = 'in-process' AND expires_at <= ?", now);
  if (overdue === undefined) return;
  db.run(
    "UPDATE payment_order SET state = 'closed', ended_at = expires_at WHERE state = 'in-process' AND expires_at <= ?",
    now,
  );
}

function listOrders(db: Database, filter: OrderFilter): Order[] {
  const rows = db.rows(
    `SELECT * FROM payment_order
     WHERE (?1 IS NULL OR wallet_id = ?1) AND (?2 IS NULL OR reference_order_id = ?2)
       AND number > coalesce((SELECT number FROM payment_order WHERE payment_request_id = ?3), 0)
     ORDER BY number LIMIT ?4`,
    filter.walletId ?? null,
    filter.referenceOrderId ?? null,
    filter.after ?? null,
    filter.limit,
  );
  return rows.flatMap((row) => readOrder(row) ?? []);
}

function listOnPhone(db: Database, walletId: string, limit: number): Order[] {
  // Walked from the newest one and left off at the limit, however many there are.
  const rows = db.rows(
    `SELECT * FROM payment_order
     WHERE wallet_id = ?1 OR EXISTS (SELECT 1 FROM scan
       WHERE scan.payment_request_id = payment_order.payment_request_id AND scan.wallet_id = ?1)
     ORDER BY number DESC LIMIT ?2`,
    walletId,
    limit,
  );
  return rows.flatMap((row) => readOrder(row) ?? []);
}

const OrderRow = z.object({
  payment_request_id: z.string(),
  payment_id: z.string(),
  compared: z.string(),
  wallet_id: z.string().nullable(),
  currency: Currency,
  minor: Minor,
  merchant_name: z.string(),
  reference_order_id: z.string(),
  created_at: z.int(),
  expires_at: z.int(),
  silent: z.literal([0, 1]),
  asks: z.literal([0, 1]),
  pays_at: z.int().nullable(),
  late_ms: z.int().nullable(),
  notify_url: z.string().nullable(),
  client_id: z.string().nullable(),
  order_code: z.string().nullable(),
});

const Code = z.custom<ResultCode>((code) => typeof code === 'string' && isResultCode(code));

const StateRow = z.discriminatedUnion('state', [
  z.object({ state: z.literal('in-process') }),
  z.object({ state: z.literal('paid'), paid_at: z.int() }),
  z.object({ state: z.literal('refused'), code: Code, ended_at: z.int() }),
  z.object({ state: z.literal('closed'), ended_at: z.int() }),
  z.object({ state: z.literal('cancelled'), paid_at: z.int().nullable(), ended_at: z.int() }),
]);

const WithoutOrderRow = z.object({
  kind: z.enum(['turned-away', 'tombstone']),
  compared: z.string(),
  code: Code,
});

function readOrder(stored: Row | undefined): Order | undefined {
  if (stored === undefined) return undefined;
  const row = OrderRow.parse(stored);
  return {
    paymentRequestId: row.payment_request_id,
    paymentId: row.payment_id,
    compared: row.compared,
    orderCode: row.order_code,
    walletId: row.wallet_id,
    amount: { currency: row.currency, minor: row.minor },
    merchantName: row.merchant_name,
    referenceOrderId: row.reference_order_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    silent: row.silent === 1,
    asks: row.asks === 1,
    paysAt: row.pays_at,
    lateMs: row.late_ms,
    notify: row.notify_url === null ? null : { url: row.notify_url, clientId: row.client_id ?? '' },
    state: readState(StateRow.parse(stored)),
  };
}

function readState(row: z.infer<typeof StateRow>): OrderState {
  switch (row.state) {
    case 'in-process':
      return { kind: 'in-process' };
    case 'paid':
      return { kind: 'paid', paidAt: row.paid_at };
    case 'refused':
      return { kind: 'refused', code: row.code, endedAt: row.ended_at };
    case 'closed':
      return { kind: 'closed', endedAt: row.ended_at };
    case 'cancelled':
      return { kind: 'cancelled', paidAt: row.paid_at, endedAt: row.ended_at };
  }
}

function readWithoutOrder(stored: Row | undefined): WithoutOrder | undefined {
  if (stored === undefined) return undefined;
  const row = WithoutOrderRow.parse(stored);
  return row.kind === 'tombstone'
    ? { kind: 'tombstone' }
    : { kind: 'turned-away', compared: row.compared, code: row.code };
}

function stateColumns(state: OrderState): { code: string | null; paidAt: number | null; endedAt: number | null } {
  return {
    code: 'code' in state ? state.code : null,
    paidAt: 'paidAt' in state ? state.paidAt : null,
    endedAt: 'endedAt' in state ? state.endedAt : null,
  };
}
