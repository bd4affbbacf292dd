import { parseArgs } from 'node:util';

import { allCells, nameOf, runMatrix, sampleOf } from './matrix.ts';
import { tableOf } from './table.ts';

const help = `Every fault × {pay, inquiry, cancel} × {before, after the server acted}, on both stretches of wire.

  --only TEXT       only cells whose name has this text
  --sample N        N cells, chosen by the seed
  --times N         how many requests of its kind a fault strikes (1)
  --counters N      counters that sell at the same time (3)
  --time-scale N    how many times as fast the product's clocks run (30)
  --seed N          of all that is left to chance (7)
  --help            this text

Prints the table, then one line of JSON; ends with 1 when a till did not say what the ledger says.
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sample: { type: 'string' },
    times: { type: 'string', default: '1' },
    counters: { type: 'string', default: '3' },
    'time-scale': { type: 'string', default: '30' },
    seed: { type: 'string', default: '7' },
    help: { type: 'boolean', default: false },
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (values.help) process.stdout.write(help);
else await run();

async function run(): Promise<void> {
  const seed = Number(values.seed);
  const plan = {
    timeScale: Number(values['time-scale']),
    counters: Number(values.counters),
    times: Number(values.times),
    seed,
  };
  const named = allCells(seed).filter((cell) => nameOf(cell).includes(values.only));
  const cells = values.sample === undefined ? named : sampleOf(named, Number(values.sample), seed);
  const startedAt = performance.now();
  let count = 0;
  const ends = await runMatrix(plan, cells, (end) => {
    count += 1;
    const { cell, shown, ms, problem } = end;
    console.error(`${count}/${cells.length} ${nameOf(cell)}: ${problem ?? `${shown}, ${ms} ms`}`);
  });
  const wrong = ends.filter(({ problem }) => problem !== null);
  console.log(tableOf(ends));
  for (const end of wrong) console.log(`\n${nameOf(end.cell)}\n  ${end.problem}`);
  const faults = new Set(ends.map(({ cell }) => cell.fault.name)).size;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(`\n${JSON.stringify({ faults, cells: ends.length, wrong: wrong.length, seconds, ...plan })}`);
  process.exitCode = wrong.length === 0 && ends.length === cells.length ? 0 : 1;
}
