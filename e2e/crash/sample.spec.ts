import { expect, test } from '@playwright/test';

import { pointsOf } from './every-call.ts';
import { owedBy } from './kept.ts';
import type { AnyVictim } from './mishap.ts';
import { Product } from './product.ts';
import { RandomKills } from './random-kills.ts';
import { stories, type Story } from './sale.ts';
import { pick, seeded } from './seeded.ts';
import { nameOf, SyscallPoints } from './syscall-points.ts';
import { watchingProblem, type CallPoint } from './system-calls.ts';

// A sample, the same every time; `npm run crash:syscalls` and `npm run crash:random` go through all.
const seed = 20_260_701;
const timeScale = 30;
/** Each is killed at this many calls. */
const pointsOfVictim: readonly (readonly [AnyVictim, number])[] = [
  ['host', 13],
  ['renderer', 6],
  ['main', 3],
  ['backend', 1],
  ['sandbox', 1],
];
const salesMax = 40;
const randomKills = 10;

test.setTimeout(300_000);

let product: Product;

test.beforeEach(async () => {
  product = await Product.start({ timeScale });
});

test.afterEach(async () => {
  await product.stop();
});

test('[V1] [V5] [V13] [V15] [V17] killed at system calls of the host: nothing that was told is lost, charged at most once, and it ends', async () => {
  const problem = watchingProblem();
  test.skip(problem !== null, problem ?? '');
  const points = new SyscallPoints(product);
  const random = seeded(seed);
  const all: { story: Story; point: CallPoint }[] = [];
  for (const story of stories) for (const point of pointsOf(await points.count(story))) all.push({ story, point });
  let sales = 0;
  for (const [victim, count] of pointsOfVictim)
    for (let killed = 0; killed < count;) {
      const { story, point } = pick(all, random);
      const tried = await points.try(story, victim, point);
      expect(tried.problems, `${nameOf(tried)}\n${product.said()}`).toEqual([]);
      killed += tried.reached ? 1 : 0;
      sales += 1;
      expect(sales, 'sales that end before the call').toBeLessThan(salesMax);
    }
  const killed = pointsOfVictim.reduce((sum, [, count]) => sum + count, 0);
  console.log(`killed at ${killed} system calls, seed ${seed}; ${owedBy(product)} things told were on record before`);
});

test('[V1] [V5] [V15] killed at random moments: nothing that was told is lost, charged at most once, and it ends', async () => {
  const random = new RandomKills(product, seed);
  let killed = 0;
  while (killed < randomKills) {
    const sale = await random.sale();
    expect(sale.problems, `${JSON.stringify(sale)}\n${product.said()}`).toEqual([]);
    killed += sale.kills.length;
  }
  console.log(`killed ${killed} at random, seed ${seed}; ${owedBy(product)} things told were on record before`);
});
