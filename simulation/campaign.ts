import { createHash } from 'node:crypto';

import { addRules, batchWorlds, runAbreast, runBatch, type Batch } from './batch.ts';
import { addTally, emptyTally, type Tally } from './history.ts';
import type { PlantedBug } from './planted-bug.ts';
import type { Planted } from './planted.ts';
import { WorldRun, type Outcome } from './world-run.ts';

const failedMax = 100;
const plantedSalesMax = 10_000;
/** Most are noticed at once. */
const plantedWorlds = 16;

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
  /** Worlds in a batch; there is a pair of twins of each relation in every one. */
  worlds?: number;
  /** Runs the batch that begins with that world; here when it is left out. */
  run?: (first: number) => Promise<Batch>;
  progress(campaign: Campaign): void;
};

/** Runs worlds from one seed until they have had that many sales. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const campaign: Campaign = { tally: emptyTally(), rules: new Map(), failed: [], violations: 0, digest: '' };
  const digest = createHash('sha256');
  const { seed, planted, salesMin, worlds = batchWorlds } = options;
  const { run = (first) => runBatch(seed, first, planted, worlds) } = options;
  for (let first = 0; campaign.tally.sales < salesMin && !isEnough(campaign, options); first += worlds) {
    const batch = await run(first);
    for (const ofWorld of batch.digests) digest.update(ofWorld);
    addTally(campaign.tally, batch.tally);
    addRules(campaign.rules, batch.rules);
    campaign.failed.push(...batch.failed);
    campaign.violations += batch.failed.reduce((sum, { violations }) => sum + violations.length, 0);
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
    worlds: plantedWorlds,
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
  const run = new WorldRun(seed, planted, true);
  await runAbreast([run]);
  return run.outcome();
}
