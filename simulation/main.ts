import { parseArgs } from 'node:util';

import { findPlanted, replay, runCampaign, type Campaign } from './campaign.ts';
import { plantedBugs } from './planted-bugs.ts';
import { noBugs } from './planted.ts';
import { Workers } from './workers.ts';
import type { Outcome } from './world-run.ts';

const help = `Usage: node simulation/main.ts [--sales N] [--seed S] [--workers N] [--json]
       node simulation/main.ts --replay WORLD

  --sales N       simulate at least N sales (default 10000)
  --seed S        everything follows from this whole number (default 1)
  --workers N     share the work among N threads (default 1); the totals are the same
  --json          only the last line, as JSON
  --replay WORLD  run one world again by its seed, and tell all that happens in it
  --planted       plant the known bugs, one after the other; the last line is JSON: planted, caught
  --coverage      list the rules that decided, and how often
  --help          this
The last line on stdout is JSON: sales, faults, crashes, violations, salesPerSecond, seed, …
Exit code 1 when an invariant did not hold.`;

const failedShown = 3;

async function main(): Promise<number> {
  const flags = readFlags();
  if (typeof flags === 'string') {
    console.error(flags);
    return 2;
  }
  if (flags.help === true) {
    console.log(help);
    return 0;
  }
  if (flags.planted === true) return await runPlanted(Number(flags.seed ?? 1));
  if (flags.replay !== undefined) return await runReplay(Number(flags.replay));
  return await runSales({
    salesMin: Number(flags.sales ?? 10_000),
    seed: Number(flags.seed ?? 1),
    workers: Number(flags.workers ?? 1),
    quiet: flags.json === true,
    coverage: flags.coverage === true,
  });
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        sales: { type: 'string' },
        seed: { type: 'string' },
        workers: { type: 'string' },
        json: { type: 'boolean' },
        replay: { type: 'string' },
        coverage: { type: 'boolean' },
        planted: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    for (const name of ['sales', 'seed', 'replay', 'workers'] as const)
      if (values[name] !== undefined && !/^\d{1,15}$/.test(values[name])) return `--${name} takes a whole number.`;
    return values;
  } catch (error) {
    return error instanceof Error ? error.message : 'These flags are not known.';
  }
}

type Sales = { salesMin: number; seed: number; workers: number; quiet: boolean; coverage: boolean };

async function runSales({ salesMin, seed, workers, quiet, coverage }: Sales): Promise<number> {
  const startedAt = performance.now();
  let toldAt = startedAt;
  let failedTold = 0;
  const threads = workers > 1 ? new Workers(seed, workers) : null;
  const campaign = await runCampaign({
    seed,
    salesMin,
    planted: noBugs,
    noticed: [],
    ...(threads === null ? {} : { run: (first: number) => threads.run(first) }),
    progress: ({ tally, violations, failed }) => {
      for (const { seed: world, violations: broken } of failed.slice(failedTold))
        for (const { v, what } of broken) console.error(`world ${world}: ${v}: ${what}`);
      failedTold = failed.length;
      if (quiet || performance.now() - toldAt < 3_000) return;
      toldAt = performance.now();
      console.error(`${tally.sales} sales, ${tally.crashes} crashes, ${violations} violations`);
    },
  });
  await threads?.end();
  if (coverage) tellCoverage(campaign);
  for (const { seed: world } of campaign.failed.slice(0, failedShown)) tellFailure(await replay(world, noBugs));
  const seconds = (performance.now() - startedAt) / 1000;
  const salesPerSecond = Math.round(campaign.tally.sales / seconds);
  console.log(
    JSON.stringify({
      ...campaign.tally,
      violations: campaign.violations,
      salesPerSecond,
      seed,
      digest: campaign.digest,
    }),
  );
  return campaign.violations > 0 ? 1 : 0;
}

async function runReplay(seed: number): Promise<number> {
  const outcome = await replay(seed, noBugs);
  tellFailure(outcome);
  const { sales, faults, crashes } = outcome.tally;
  console.log(
    JSON.stringify({ sales, faults, crashes, violations: outcome.violations.length, seed, digest: outcome.digest }),
  );
  return outcome.violations.length > 0 ? 1 : 0;
}

/** The test of the test: each bug must be noticed by the invariants that it breaks. */
async function runPlanted(seed: number): Promise<number> {
  let caught = 0;
  for (const { planted, violates } of plantedBugs) {
    const found = await findPlanted({ planted, violates }, seed);
    const noticed = violates.every((v) => found.seen.has(v));
    if (noticed) caught += 1;
    console.error(
      `${noticed ? 'caught' : 'MISSED'} after ${found.sales} sales: ${planted.name} (${[...found.seen].join(', ')})`,
    );
  }
  console.log(JSON.stringify({ planted: plantedBugs.length, caught }));
  return caught === plantedBugs.length ? 0 : 1;
}

function tellFailure({ seed, violations, lines }: Outcome): void {
  console.error(`world ${seed}:`);
  for (const line of lines) console.error(line);
  for (const { v, what } of violations) console.error(`  ${v}: ${what}`);
  console.error(`again: node simulation/main.ts --replay ${seed}`);
}

function tellCoverage({ rules }: Campaign): void {
  for (const [rule, times] of [...rules].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.error(`${rule.padEnd(48)} ${times}`);
}

process.exitCode = await main();
