import { expect, it } from 'vitest';

import { replay, runCampaign, type Campaign } from './campaign.ts';
import { seedOf } from './dice.ts';
import { noBugs } from './planted.ts';

function simulate(sales: number, seed: number): Promise<Campaign> {
  return runCampaign({ seed, salesMin: sales, planted: noBugs, noticed: [], progress: () => undefined });
}

it('[V1] [V2] [V4] [V5] [V6] [V13] [V14] [V24] [V25] [V26] [V33] hold in 2,000 sales with all that can fail failing', async () => {
  const { tally, failed } = await simulate(2_000, 7);

  expect(failed.map(({ seed, violations }) => ({ seed, violations }))).toEqual([]);
  expect(tally.crashes).toBeGreaterThan(200);
  expect(tally.stops).toBeGreaterThan(200);
  expect(tally.parks).toBeGreaterThan(20);
  expect(tally.sameAmounts).toBeGreaterThan(2);
}, 60_000);

it('[V48] the same seed makes the same history, byte for byte, alone or among others', async () => {
  const first = await simulate(200, 3);
  const second = await simulate(200, 3);
  const other = await simulate(200, 4);
  expect(second.digest).toBe(first.digest);
  expect(other.digest).not.toBe(first.digest);

  const alone = await replay(seedOf(3, 0), noBugs);
  const again = await replay(seedOf(3, 0), noBugs);
  expect(again.lines).toEqual(alone.lines);
  expect(alone.lines.length).toBeGreaterThan(10);
});
