import { expect, test } from '@playwright/test';

import { allCells, nameOf, runMatrix, sampleOf } from './matrix.ts';
import { tableOf } from './table.ts';

// The whole matrix is `npm run faults`.
const seed = 20_261_121;
const plan = { timeScale: 30, counters: 2, times: 1, seed };
const sampleSize = 14;

test('[V4] [V5] [V6] [V27] a fault at any call, before or after the server acted: the till says what the ledger says', async () => {
  const cells = sampleOf(allCells(seed), sampleSize, seed);
  const ends = await runMatrix(plan, cells);
  console.log(tableOf(ends));
  expect(
    ends.filter(({ problem }) => problem !== null).map(({ cell, problem }) => `${nameOf(cell)}: ${problem}`),
  ).toEqual([]);
  expect(ends).toHaveLength(sampleSize);
});

test('the matrix has at least 40 faults at each call, on either stretch of wire', () => {
  for (const hop of ['near', 'far'])
    expect(
      new Set(
        allCells(seed)
          .filter((cell) => cell.hop === hop)
          .map(({ fault }) => fault.name),
      ).size,
    ).toBeGreaterThanOrEqual(40);
});
