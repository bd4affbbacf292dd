import {
  beginSale,
  confirm,
  isAnswered,
  nothingStruck,
  requireLasting,
  requireOk,
  runCell,
  type Cell,
  type CellEnd,
} from './cell.ts';
import { faults } from './faults.ts';
import { wireTrouble } from './ledger.ts';
import { chance } from './pace.ts';
import { Shop, wallet } from './shop.ts';

export type Plan = {
  timeScale: number;
  /** Counters that sell at the same time. */
  counters: number;
  /** How many requests of its kind a fault strikes. */
  times: number;
  seed: number;
};

const allCalls = ['pay', 'inquiry', 'cancel'] as const;

/** Sales for one cell, until its fault has struck. */
const triesMax = 4;

/** Every fault on every stretch of wire that it fits, at each call, before and after the server acted. */
export function allCells(seed: number): Cell[] {
  const random = chance(seed);
  return faults.flatMap((fault) =>
    fault.hops.flatMap((hop) =>
      allCalls
        .filter((call) => fault.calls?.includes(call) !== false)
        .flatMap((call) =>
          (['before', 'after'] as const).map((moment) => ({ fault, hop, call, moment, seed: random(2 ** 31) })),
        ),
    ),
  );
}

export function nameOf({ fault, hop, call, moment }: Cell): string {
  return `${fault.layer}: ${fault.name}, ${hop} ${call} ${moment}`;
}

/** `count` of them, every layer among them when there is room. */
export function sampleOf(cells: readonly Cell[], count: number, seed: number): Cell[] {
  const random = chance(seed);
  const left = [...cells];
  return Array.from({ length: Math.min(count, cells.length) }, () => left.splice(random(left.length), 1)).flat();
}

/** Runs the cells, each as a sale of its own; resolves with their ends in the order in which they were given. */
export async function runMatrix(
  plan: Plan,
  cells: readonly Cell[],
  done: (end: CellEnd) => void = () => undefined,
): Promise<CellEnd[]> {
  const plain = cells.filter(({ fault }) => fault.layer !== 'TLS');
  const overTls = cells.filter(({ fault }) => fault.layer === 'TLS');
  // At least one counter for each of the two that there are cells for; those over TLS take twice as long.
  const share = Math.ceil((2 * plan.counters * overTls.length) / Math.max(1, cells.length));
  const tlsCounters = Math.min(plan.counters, share);
  const ends = await Promise.all([
    runQueue(plan, plain, false, Math.max(1, plan.counters - tlsCounters), done),
    runQueue(plan, overTls, true, Math.max(1, tlsCounters), done),
  ]);
  const byCell = new Map(ends.flat().map((end) => [end.cell, end]));
  return cells.flatMap((cell) => byCell.get(cell) ?? []);
}

async function runQueue(
  plan: Plan,
  cells: readonly Cell[],
  tls: boolean,
  counters: number,
  done: (end: CellEnd) => void,
): Promise<CellEnd[]> {
  const queue = [...cells];
  const open = Math.min(counters, cells.length);
  const ends = await Promise.all(
    Array.from({ length: open }, async () => {
      const mine: CellEnd[] = [];
      while (queue.length > 0) mine.push(...(await runShop(plan, queue, tls, done)));
      return mine;
    }),
  );
  return ends.flat();
}

/** One counter from its opening to its closing; a new one takes over when a sale could not be brought to its end. */
async function runShop(plan: Plan, queue: Cell[], tls: boolean, done: (end: CellEnd) => void): Promise<CellEnd[]> {
  const shop = await Shop.open({ timeScale: plan.timeScale, tls });
  try {
    const ends: CellEnd[] = [];
    await warmUp(shop);
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      let end = await runCell(shop, cell, plan.times);
      for (let tries = 1; end.problem === nothingStruck && tries < triesMax; tries++)
        end = await runCell(shop, cell, plan.times);
      ends.push(end);
      done(end);
      if (end.shown === null) break;
    }
    const lasting = await requireLasting(shop, ends);
    const trouble = wireTrouble(shop);
    return trouble === null ? lasting : lasting.map((end, at) => (at === 0 ? { ...end, problem: trouble } : end));
  } finally {
    await shop.close();
  }
}

/** A payment, one that the customer confirms, and one that is stopped: their answers are what liars have to repeat. */
async function warmUp(shop: Shop): Promise<void> {
  const { till, pace, sandbox } = shop;
  await sandbox.switches({ faultsByAmount: false });
  const plenty = { currency: 'EUR', minor: 90_000_000 };
  await fetch(`${shop.sandboxUrl}/sandbox/wallets/${wallet}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ balance: plenty }),
  });
  for (const story of ['pay', 'inquiry', 'cancel'] as const) {
    await sandbox.behave(wallet, story === 'pay' ? 'approves' : 'must-confirm');
    await till.until('ready', ({ connection }) => connection === 'connected', 60_000);
    await beginSale(shop);
    const isAsked = await till.until('an answer', isAnswered, pace.wallMs(900_000));
    const { paymentRequestId = '' } = isAsked.stage;
    if (story === 'inquiry') await confirm(shop, paymentRequestId);
    if (story === 'cancel') requireOk('stop', await till.ask({ do: 'stop', paymentRequestId }));
    await till.until('an outcome', ({ stage }) => stage.at === 'outcome', pace.wallMs(900_000));
    requireOk('leaving', await till.ask({ do: 'acknowledge', paymentRequestId, again: false }));
  }
}
