import { randomUUID } from 'node:crypto';

import type { Reply, Seen } from '../crash/till-client.ts';
import type { LedgerEntry } from '../sandbox.ts';
import { price, type Fault } from './fault.ts';
import { ledgerOf, outcomesShown, untruthOf, type Shown } from './ledger.ts';
import { chance } from './pace.ts';
import { wallet, type Shop } from './shop.ts';
import type { Hop, Moment } from './wire.ts';

/** One sale in which one request meets one fault. */
export type Cell = { fault: Fault; hop: Hop; call: 'pay' | 'inquiry' | 'cancel'; moment: Moment; seed: number };

export type CellEnd = {
  cell: Cell;
  paymentRequestId: string;
  shown: Shown | null;
  capturedMinor: number;
  /** Of the wall. */
  ms: number;
  /** What is wrong; null when the till told the truth. */
  problem: string | null;
};

/** The longest that anything may stay unknown, of the product's time. */
const finalWithinMs = 900_000;
/** How long after the fault the customer presses Pay: by then a lie that was believed is on the screen. */
const confirmAfterMs = 12_000;
/** The backend has seen by then what Alipay+ knows: it asks every 3 s. */
const backendKnowsAfterMs = 5_000;

const tempers = { pay: 'approves', inquiry: 'must-confirm', cancel: 'must-confirm' } as const;

/** A busy machine may let time run out before the request was sent that was to be struck. */
export const nothingStruck = 'the fault found nothing to strike';

export async function runCell(shop: Shop, cell: Cell, times: number): Promise<CellEnd> {
  const startedAt = performance.now();
  const end = (id: string, shown: Shown | null, capturedMinor: number, problem: string | null): CellEnd => ({
    cell,
    paymentRequestId: id,
    shown,
    capturedMinor,
    ms: Math.round(performance.now() - startedAt),
    problem,
  });
  let id = '';
  try {
    const { struck, stage, entry } = await sellWith(shop, cell, times);
    id = stage.paymentRequestId ?? '';
    const shown = (stage.outcome as Shown | undefined) ?? null;
    const untruth = untruthOf(stage.outcome, entry, price.minor);
    const problem = untruth ?? (struck > 0 ? null : nothingStruck);
    await within(shop, 'the end of the fault', shop.wires[cell.hop].mended());
    await within(shop, 'leaving', shop.till.ask({ do: 'acknowledge', paymentRequestId: id, again: false }));
    return end(id, shown, entry.capturedMinor, problem);
  } catch (error) {
    return end(id, null, 0, `${error instanceof Error ? error.message : String(error)}\n${shop.said}`);
  }
}

/** What the cashier is shown in the end, and what the ledger holds in that moment. */
type Outcome = { struck: number; stage: Seen['stage']; entry: LedgerEntry };

/** From the keypad to the outcome. */
async function sellWith(shop: Shop, cell: Cell, times: number): Promise<Outcome> {
  const { till, pace, wires } = shop;
  const { call, hop, moment, fault } = cell;
  const wire = wires[hop];
  await shop.sandbox.behave(wallet, tempers[call]);
  await till.until('the keypad', isReady, pace.wallMs(finalWithinMs));
  const random = chance(cell.seed);
  const presses = random(3) > 0;
  const customer: Promise<void>[] = [];
  wire.set({
    call,
    first: 1,
    times,
    moment,
    chance: random,
    strike: fault.strike,
    hit: async (id) => {
      if (call === 'pay') return;
      if (moment === 'before' && presses) customer.push(pace.wait(confirmAfterMs).then(() => confirm(shop, id)));
      // What is lost is the news that it is paid.
      if (call === 'inquiry' && moment === 'after') {
        await confirm(shop, id);
        if (hop === 'near') await pace.wait(backendKnowsAfterMs);
      }
    },
  });
  await beginSale(shop);
  if (call === 'cancel') await stopWhenAsked(shop);
  const { stage } = await till.until('an outcome', ({ stage }) => stage.at === 'outcome', pace.wallMs(finalWithinMs));
  const entry = await ledgerOf(shop, stage.paymentRequestId ?? '');
  await Promise.all(customer);
  return { struck: wire.struck, stage, entry };
}

/** Amount and code; the link may be away for a moment, as the last fault left it. */
export async function beginSale(shop: Shop): Promise<string> {
  const { till, pace } = shop;
  const saleId = `S${randomUUID().replaceAll('-', '')}`;
  const amount = price;
  requireOk('charge', await within(shop, 'charge', till.ask({ do: 'charge', saleId, amount, anotherCustomer: true })));
  const scan = async (): Promise<Reply> => {
    const text = await shop.sandbox.freshCode(wallet);
    return await within(shop, 'scan', till.ask({ do: 'scan', saleId, text, source: 'typed' }));
  };
  let reply = await scan();
  for (let tries = 0; reply.why === 'backend-away' && tries < 10; tries++) {
    await pace.wait(5_000);
    reply = await scan();
  }
  requireOk('scan', reply);
  return saleId;
}

/** Stop, as soon as the customer is asked on the phone. Without an answer to pay, time runs out instead. */
async function stopWhenAsked(shop: Shop): Promise<void> {
  const { till, pace } = shop;
  const { stage } = await till.until('the customer being asked', mayStop, pace.wallMs(finalWithinMs));
  const { paymentRequestId } = stage;
  // It may have become final in this moment.
  if (stage.at === 'asking') await within(shop, 'stop', till.ask({ do: 'stop', paymentRequestId }));
}

/** The customer presses Pay; the order may have been closed in between. */
export async function confirm(shop: Shop, paymentRequestId: string): Promise<void> {
  await shop.sandbox.decide(wallet, 'confirm', paymentRequestId).catch(() => undefined);
}

/** What is shown last is still true when every customer has pressed Pay on whatever still asks. */
export async function requireLasting(shop: Shop, ends: readonly CellEnd[]): Promise<CellEnd[]> {
  for (const { state, paymentRequestId } of await shop.sandbox.ledger())
    if (state === 'in-process') await confirm(shop, paymentRequestId);
  return await Promise.all(
    ends.map(async (end) => {
      if (end.problem !== null || end.shown === null) return end;
      const shown = outcomesShown(shop.till.shown, end.paymentRequestId);
      const entry = await ledgerOf(shop, end.paymentRequestId);
      const later = untruthOf(end.shown, entry, price.minor);
      const changed = shown.length === 1 ? null : `the till showed ${shown.join(', then ')}`;
      return { ...end, problem: changed ?? (later === null ? null : `later ${later}`) };
    }),
  );
}

function mayStop(seen: Seen): boolean {
  return isAnswered(seen) || seen.stage.at === 'cancelling';
}

/** The till has heard that the customer is asked, or how it ended. */
export function isAnswered({ stage }: Seen): boolean {
  return stage.at === 'outcome' || ('phase' in stage && stage.phase === 'waiting');
}

function isReady({ stage, connection }: Seen): boolean {
  return stage.at === 'idle' && connection === 'connected';
}

export function requireOk(what: string, reply: Reply): void {
  if (reply.is !== 'ok') throw new Error(`${what}: ${JSON.stringify(reply)}`);
}

export async function within<T>(shop: Shop, what: string, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer`)), shop.pace.wallMs(finalWithinMs));
  });
  return await Promise.race([done, late]).finally(() => clearTimeout(timer));
}
