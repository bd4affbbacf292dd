import { parseArgs } from 'node:util';

import { owedBy, storyOfNewest } from './kept.ts';
import { victims } from './mishap.ts';
import { OneProduct } from './one-product.ts';
import { shellOf } from './product.ts';
import { RandomKills, type RandomSale } from './random-kills.ts';

const help = `Usage: npm run crash:random -- [--kills N] [--seed S] [--shell kiosk|electron] [--time-scale N]

Kills a random process of the product (SIGKILL) at random moments of random sales, until N (500) have died.
Exit code 1 when something was lost, charged twice, left open or shown wrongly.`;

/** How many kills lie between two words about it. */
const tellEvery = 50;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    'time-scale': { type: 'string', default: '30' },
    shell: { type: 'string', default: 'kiosk' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(help);
else process.exitCode = await run(Number(values.kills), Number(values.seed));

async function run(killsWanted: number, seed: number): Promise<number> {
  const shell = shellOf(values.shell);
  const one = new OneProduct({ timeScale: Number(values['time-scale']), shell });
  const startedAt = performance.now();
  const sales: RandomSale[] = [];
  let owed = 0;
  let product = await one.start();
  try {
    let random = new RandomKills(product, seed);
    while (killsIn(sales) < killsWanted) {
      const sale = await random.sale();
      const before = killsIn(sales);
      sales.push(sale);
      if (Math.floor(killsIn(sales) / tellEvery) > Math.floor(before / tellEvery))
        console.log(`  ${killsIn(sales)} kills, ${sales.length} sales, ${secondsSince(startedAt)} s`);
      if (sale.problems.length === 0) continue;
      console.log(`  sale ${sales.length}: ${JSON.stringify(sale)}`);
      if (sale.end !== null) continue;
      // It did not come to rest: what follows begins anew.
      console.log(storyOfNewest(product));
      product = await one.start();
      random = new RandomKills(product, seed + sales.length);
    }
    owed = owedBy(product);
  } finally {
    await one.stop();
  }
  const kills = sales.flatMap((sale) => sale.kills);
  const problems = sales.flatMap((sale) => sale.problems).length;
  const killed = Object.fromEntries(
    victims.map((each) => [each, kills.filter(({ victim }) => victim === each).length]),
  );
  const shown = countEach(sales.map(({ end }) => end?.shown ?? 'no outcome'));
  console.log(
    JSON.stringify({
      kills: kills.length,
      killed,
      sales: sales.length,
      shown,
      owed,
      problems,
      seed,
      shell,
      seconds: secondsSince(startedAt),
    }),
  );
  return problems === 0 ? 0 : 1;
}

function killsIn(sales: readonly RandomSale[]): number {
  return sales.reduce((sum, { kills }) => sum + kills.length, 0);
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 1_000);
}

function countEach(names: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((each) => each === name).length]));
}
