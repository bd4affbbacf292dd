import { randomUUID } from 'node:crypto';

import { Sandbox, type LedgerEntry } from '../sandbox.ts';
import type { Product } from './product.ts';
import type { Reply, Seen } from './till-client.ts';

/**
 * What the customer does, or that the cashier stops while the customer is asked; `unknown`: the customer approves, and
 * every answer to the till's `pay` gets lost.
 */
export type Story = 'approves' | 'confirms' | 'refuses' | 'unknown' | 'stopped';

export const stories: readonly Story[] = ['approves', 'confirms', 'refuses', 'unknown', 'stopped'];

export type SaleEnd = {
  /** What the cashier is shown; `nothing sent` when the sale ended before its payment was on record. */
  shown: 'paid' | 'paid-unwanted' | 'declined' | 'cancelled' | 'nothing sent';
  paymentRequestId: string | null;
  ms: number;
};

const wallet = 'alipayhk';
const tempers = {
  approves: 'approves',
  confirms: 'must-confirm',
  refuses: 'refuses',
  unknown: 'approves',
  stopped: 'must-confirm',
} as const;
/** Of the wall, on a machine that is busy with other things too: some 40 minutes of the till's own time. */
const finalWithinMs = 90_000;
/** A sandbox that was killed is back by then. */
const sandboxAwayMs = 60_000;

/** Nothing happens on the way. */
export const calm = { over: Promise.resolve(), whenLeaving: false };

/** One sale, from the keypad back to the keypad, with something happening on the way. */
export async function sell(
  product: Product,
  story: Story,
  minor: number,
  happening: { over: Promise<void>; whenLeaving: boolean },
): Promise<SaleEnd> {
  const sandbox = new Sandbox(product.sandboxUrl, sandboxAwayMs);
  await sandbox.behave(wallet, tempers[story]);
  product.near.loses = story === 'unknown' ? 'pay' : null;
  const acting = new AbortController();
  const acted = act(product, sandbox, story, acting.signal);
  acted.catch(() => undefined); // is waited for, but not at once
  try {
    return await sellWhile(product, sandbox, minor, happening);
  } finally {
    acting.abort();
    await acted;
  }
}

async function sellWhile(
  product: Product,
  sandbox: Sandbox,
  minor: number,
  happening: { over: Promise<void>; whenLeaving: boolean },
): Promise<SaleEnd> {
  const { till } = product;
  const startedAt = performance.now();
  const sentBefore = payIdsAt(product);
  const saleId = `S${randomUUID().replaceAll('-', '')}`;
  const asked = begin(product, sandbox, saleId, minor);
  if (!happening.whenLeaving) await within('the point', happening.over);
  const reply = await within('the answer of the till', asked);

  // A code that was not taken leaves nothing to know; one that was ends in an outcome.
  const isOver = ({ stage }: Seen): boolean =>
    stage.at === 'outcome' || (reply.is !== 'ok' && (stage.at === 'idle' || stage.at === 'scan'));
  const { stage } = await till.until('an outcome', isOver, finalWithinMs);
  const ms = Math.round(performance.now() - startedAt);

  const { paymentRequestId = null, outcome } = stage;
  const sent = [...payIdsAt(product)].filter((id) => !sentBefore.has(id));
  if (sent.some((id) => id !== paymentRequestId))
    throw new Error(`sent as ${sent.join(', ')}; shown is ${JSON.stringify(stage)}`);
  if (stage.at === 'outcome' && paymentRequestId !== null) {
    await requireTruth(sandbox, outcome, paymentRequestId, minor);
    await within('leaving', till.ask({ do: 'acknowledge', paymentRequestId, again: false }));
  } else if (stage.at === 'scan') await within('going back', till.ask({ do: 'back', saleId }));
  if (happening.whenLeaving) await within('the point', happening.over);
  await till.until('the keypad', isReady, finalWithinMs);
  return { shown: (outcome as SaleEnd['shown'] | undefined) ?? 'nothing sent', paymentRequestId, ms };
}

/** Amount and code, and how the till answered the last of the two that it was told. */
async function begin(product: Product, sandbox: Sandbox, saleId: string, minor: number): Promise<Reply> {
  const { till } = product;
  await till.until('ready for a sale', isReady, finalWithinMs);
  const charged = await till.ask({ do: 'charge', saleId, amount: { currency: 'EUR', minor } });
  if (charged.is !== 'ok') return charged;
  const text = await sandbox.freshCode(wallet); // now: a code is good for a minute of the sandbox's hurried time
  return await till.ask({ do: 'scan', saleId, text, source: 'typed' });
}

/** PAID, also after a refused cancel, says exactly that the shop has the money, once; everything else that it has none. */
export async function requireTruth(
  sandbox: Sandbox,
  outcome: string | undefined,
  paymentRequestId: string,
  minor: number,
): Promise<void> {
  const entry = (await sandbox.ledger()).find((each) => each.paymentRequestId === paymentRequestId);
  const captures = (entry?.timesCharged ?? 0) - (entry?.timesGivenBack ?? 0);
  const captured = entry?.capturedMinor ?? 0;
  const isPaid = outcome === 'paid' || outcome === 'paid-unwanted';
  const isTrue = isPaid ? captures === 1 && captured === minor : captures === 0 && captured === 0;
  const isOnce = (entry?.timesCharged ?? 0) <= 1;
  if (!isTrue || !isOnce || !(isPaid || outcome === 'declined' || outcome === 'cancelled'))
    throw new Error(`the till shows ${String(outcome)}, and the ledger says ${JSON.stringify(entry)}`);
}

/** The names under which payments were sent by the till. */
function payIdsAt(product: Product): Set<string> {
  const pays = product.near.passed.filter(({ call }) => call === 'pay');
  return new Set(pays.map(({ paymentRequestId }) => paymentRequestId));
}

function isReady({ stage, connection }: Seen): boolean {
  return stage.at === 'idle' && connection === 'connected';
}

/** The customer presses Pay, or the cashier presses Stop, as soon as the customer is asked. */
async function act(product: Product, sandbox: Sandbox, story: Story, signal: AbortSignal): Promise<void> {
  if (story !== 'confirms' && story !== 'stopped') return;
  while (!signal.aborted) {
    const asking = (await sandbox.ledger()).filter(({ state }) => state === 'in-process');
    for (const { paymentRequestId } of asking) await actOn(product, sandbox, story, paymentRequestId);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

async function actOn(
  product: Product,
  sandbox: Sandbox,
  story: Story,
  id: LedgerEntry['paymentRequestId'],
): Promise<void> {
  // The order may close in between, and then there is nothing to confirm any more.
  if (story === 'confirms') await sandbox.decide(wallet, 'confirm', id).catch(() => undefined);
  else if (product.till.seen?.stage.at === 'asking') void product.till.ask({ do: 'stop', paymentRequestId: id });
}

async function within<T>(what: string, done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${finalWithinMs} ms`)), finalWithinMs);
  });
  return await Promise.race([done, late]).finally(() => clearTimeout(timer));
}
