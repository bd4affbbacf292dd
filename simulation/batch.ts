import { setImmediate as nextTurn } from 'node:timers/promises';

import { seedOf } from './dice.ts';
import { addTally, emptyTally, type Tally } from './history.ts';
import { twinsOf } from './metamorphic.ts';
import type { Planted } from './planted.ts';
import { WorldRun, type Outcome } from './world-run.ts';

/** Worlds share nothing, so that many can wait for the end of one turn of Node's loop together. */
export const batchWorlds = 128;

/** What a batch of worlds came to: plain data, which a worker can hand over. */
export type Batch = {
  tally: Tally;
  rules: Map<string, number>;
  /** Worlds in which an invariant did not hold, in order. */
  failed: Outcome[];
  /** Of each world, in order. */
  digests: string[];
};

/** The worlds of a campaign from number `first` on, and a sample of twins (V28, V30). */
export async function runBatch(seed: number, first: number, planted: Planted, worlds = batchWorlds): Promise<Batch> {
  const runs = Array.from({ length: worlds }, (_, index) => new WorldRun(seedOf(seed, first + index), planted, false));
  const twins = twinsOf(seed, first, planted);
  await runAbreast([...runs, ...twins]);
  const batch: Batch = { tally: emptyTally(), rules: new Map(), failed: [], digests: [] };
  for (const twin of twins) {
    batch.tally[twin.relation.counted] += 1;
    const violations = twin.violations();
    if (violations.length > 0) batch.failed.push({ ...twin.outcome(), violations });
  }
  for (const run of runs) {
    const outcome = run.outcome();
    batch.digests.push(outcome.digest);
    addTally(batch.tally, outcome.tally);
    addRules(batch.rules, outcome.rules);
    if (outcome.violations.length > 0) batch.failed.push(outcome);
  }
  return batch;
}

export function addRules(total: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [rule, times] of more) total.set(rule, (total.get(rule) ?? 0) + times);
}

/** One event of each, then everything that follows from it, until all have ended. */
export async function runAbreast(runs: readonly { step(): boolean }[]): Promise<void> {
  const going = [...runs];
  while (going.length > 0) {
    for (let index = going.length - 1; index >= 0; index -= 1)
      if (going[index]?.step() === false) going.splice(index, 1);
    await nextTurn();
  }
}
