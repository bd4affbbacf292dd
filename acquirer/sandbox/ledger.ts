import * as z from 'zod';

import type { LedgerEntry, LedgerMovement, LedgerPage, LedgerQuery } from '#contract';
import { Currency, Minor } from '#payment';

import type { Order } from './order.ts';
import { inLedger, type World } from './world.ts';

/** What really happened under this id, also when nothing did. */
export function ledgerEntry(world: World, paymentRequestId: string): LedgerEntry {
  return inLedger(world, () => {
    const order = world.orders.byRequestId(paymentRequestId);
    return order === undefined ? { ...nothing, paymentRequestId } : entryOf(world, order);
  });
}

export function ledgerPage(world: World, query: LedgerQuery): LedgerPage {
  return inLedger(world, () => {
    const { limit, ...filter } = query;
    const orders = world.orders.list({ ...filter, limit: limit + 1 });
    const entries = orders.slice(0, limit).map((order) => entryOf(world, order));
    return { entries, next: orders.length > limit ? (entries.at(-1)?.paymentRequestId ?? null) : null };
  });
}

const nothing: Omit<LedgerEntry, 'paymentRequestId'> = {
  state: 'none',
  paymentId: null,
  referenceOrderId: null,
  walletId: null,
  asked: null,
  timesCharged: 0,
  timesGivenBack: 0,
  capturedMinor: 0,
  createdAt: null,
  movements: [],
};

function entryOf(world: World, order: Order): LedgerEntry {
  const movements = movementsOf(world, order.paymentRequestId);
  const captures = movements.filter(({ kind }) => kind === 'capture');
  const givenBack = movements.filter(({ kind }) => kind === 'give-back');
  return {
    paymentRequestId: order.paymentRequestId,
    state: order.state.kind,
    paymentId: order.paymentId,
    referenceOrderId: order.referenceOrderId,
    walletId: order.walletId,
    asked: order.amount,
    timesCharged: captures.length,
    timesGivenBack: givenBack.length,
    capturedMinor: sum(captures) - sum(givenBack),
    createdAt: order.createdAt,
    movements,
  };
}

function sum(movements: readonly LedgerMovement[]): number {
  return movements.reduce((total, { amount }) => total + amount.minor, 0);
}

const MovementRow = z.object({
  kind: z.enum(['capture', 'give-back']),
  wallet_id: z.string(),
  currency: Currency,
  minor: Minor,
  at: z.int(),
});

function movementsOf(world: World, paymentRequestId: string): LedgerMovement[] {
  const rows = world.db.rows('SELECT * FROM movement WHERE payment_request_id = ? ORDER BY number', paymentRequestId);
  return rows.map((stored) => {
    const { kind, wallet_id, currency, minor, at } = MovementRow.parse(stored);
    return { kind, walletId: wallet_id, amount: { currency, minor }, at };
  });
}
