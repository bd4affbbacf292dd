import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { seedOf } from './dice.ts';
import { emptyTally, type Tally } from './history.ts';
import type { PlantedBug } from './planted-bugs.ts';
import type { Planted } from './planted.ts';
import { WorldRun, type Outcome } from './world-run.ts';

/** Worlds share nothing, so that many can wait for the end of one turn of Node's loop together. */
const abreast = 64;

const failedMax = 100;
const plantedSalesMax = 10_000;

export type Campaign = {
  tally: Tally;
  rules: Map<string, number>;
  /** Worlds in which an invariant did not hold, in order. */
  failed: Outcome[];
  violations: number;
  digest: string;
};

export type CampaignOptions = {
  seed: number;
  salesMin: number;
  planted: Planted;
  /** Ends early once all of these invariants have been seen broken, or, when none is named, after 100 failed worlds. */
  noticed: readonly string[];
  progress(campaign: Campaign): void;
};

/** Runs worlds from one seed until they have had that many sales. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const campaign: Campaign = { tally: emptyTally(), rules: new Map(), failed: [], violations: 0, digest: '' };
  const digest = createHash('sha256');
  for (let first = 0; campaign.tally.sales < options.salesMin && !isEnough(campaign, options); first += abreast) {
    const runs = Array.from(
      { length: abreast },
      (_, index) => new WorldRun(seedOf(options.seed, first + index), options.planted, false),
    );
    for (const outcome of await runAbreast(runs)) {
      digest.update(outcome.digest);
      addTally(campaign.tally, outcome.tally);
      for (const [rule, times] of outcome.rules) campaign.rules.set(rule, (campaign.rules.get(rule) ?? 0) + times);
      campaign.violations += outcome.violations.length;
      if (outcome.violations.length > 0) campaign.failed.push(outcome);
    }
    options.progress(campaign);
  }
  return { ...campaign, digest: digest.digest('hex') };
}

function isEnough({ failed }: Campaign, { noticed, planted }: CampaignOptions): boolean {
  if (noticed.length === 0) return failed.length >= failedMax;
  const seen = brokenIn(failed, planted);
  return noticed.every((v) => seen.has(v));
}

/** How many sales it took until a planted bug had broken all that it must break, and what it broke. */
export async function findPlanted(
  { planted, violates }: PlantedBug,
  seed: number,
): Promise<{ sales: number; seen: Set<string> }> {
  const { tally, failed } = await runCampaign({
    seed,
    salesMin: plantedSalesMax,
    planted,
    noticed: violates,
    progress: () => undefined,
  });
  return { sales: tally.sales, seen: brokenIn(failed, planted) };
}

/** What broke where the bug was planted. */
function brokenIn(failed: readonly Outcome[], { tier }: Planted): Set<string> {
  return new Set(
    failed.flatMap(({ violations }) =>
      violations.filter(({ what }) => tier !== 'till' || what.startsWith(tier)).map(({ v }) => v),
    ),
  );
}

/** One world again, with every line of its history. */
export async function replay(seed: number, planted: Planted): Promise<Outcome> {
  const [outcome] = await runAbreast([new WorldRun(seed, planted, true)]);
  if (outcome === undefined) throw new Error('one run has one outcome');
  return outcome;
}

/** One event of each world, then everything that follows from it, until all have ended. */
async function runAbreast(runs: readonly WorldRun[]): Promise<Outcome[]> {
  for (let going = [...runs]; going.length > 0;) {
    going = going.filter((run) => run.step());
    await nextTurn();
  }
  return runs.map((run) => run.outcome());
}

function addTally(total: Tally, more: Tally): void {
  total.sales += more.sales;
  total.attempts += more.attempts;
  total.faults += more.faults;
  total.crashes += more.crashes;
  total.stops += more.stops;
  total.parks += more.parks;
  total.sameAmounts += more.sameAmounts;
  total.events += more.events;
}
