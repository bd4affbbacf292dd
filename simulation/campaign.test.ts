import { expect, it } from 'vitest';

import { replay, runCampaign, type Campaign } from './campaign.ts';
import { seedOf } from './dice.ts';
import { noBugs } from './planted.ts';
import { Workers } from './workers.ts';

const worlds = 16;

type Run = (first: number) => ReturnType<Workers['run']>;

function simulate(sales: number, seed: number, run?: Run): Promise<Campaign> {
  const here = run === undefined ? {} : { run };
  const all = { planted: noBugs, noticed: [], worlds, progress: () => undefined };
  return runCampaign({ seed, salesMin: sales, ...all, ...here });
}

it('[V1] [V2] [V4] [V5] [V6] [V13]–[V15] [V17] [V24]–[V28] [V30]–[V33] and [5.2b] hold in 2,000 sales with all that can fail failing', async () => {
  const { tally, failed } = await simulate(2_000, 7);

  expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
  expect(tally.crashes).toBeGreaterThan(200);
  expect(tally.stops).toBeGreaterThan(200);
  expect(tally.parks).toBeGreaterThan(20);
  expect(tally.sameAmounts).toBeGreaterThan(2);
  expect(tally.leaps).toBeGreaterThan(200);
  expect(tally.sleeps).toBeGreaterThan(20);
  expect(tally.notifications).toBeGreaterThan(2_000);
  expect(tally.hints).toBeGreaterThan(500);
  expect(tally.forgeries).toBeGreaterThan(100);
  expect(tally.conflicts).toBeGreaterThan(2);
  expect(tally.clockTwins).toBeGreaterThan(2);
  expect(tally.copyTwins).toBeGreaterThan(2);
  expect(tally.mostAskedOfOne).toBeLessThanOrEqual(20);
  expect(tally.byPaymentCode).toBeGreaterThan(500);
  expect(tally.byOrderCode).toBeGreaterThan(500);
  expect(tally.codesShown).toBeGreaterThan(200);
  expect(tally.lastSeconds).toBeGreaterThan(10);
  // Who is still confirming when it is closed: both ends of it.
  expect(tally.confirmedAfterOff).toBeGreaterThan(20);
  expect(tally.closedConfirming).toBeGreaterThan(20);
  expect(tally.twoPhones).toBeGreaterThan(5);
  expect(tally.mostAskedOfOrder).toBeLessThanOrEqual(59);
}, 300_000);

it('[V48] the same seed makes the same history, byte for byte, alone, among others or in several threads', async () => {
  const first = await simulate(100, 3);
  const other = await simulate(100, 4);
  const workers = new Workers(3, 2, worlds);
  const second = await simulate(100, 3, (batch) => workers.run(batch));
  await workers.end();
  expect(second.digest).toBe(first.digest);
  expect(second.tally).toEqual(first.tally);
  expect(other.digest).not.toBe(first.digest);

  const alone = await replay(seedOf(3, 0), noBugs);
  const again = await replay(seedOf(3, 0), noBugs);
  expect(again.lines).toEqual(alone.lines);
  expect(alone.lines.length).toBeGreaterThan(10);
}, 120_000);
