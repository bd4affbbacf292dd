import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { CannotMeasure } from './cannot-measure.ts';
import type { Line } from './figures.ts';

const salesDefault = 5_000;
const entry = fileURLToPath(new URL('../simulation/main.ts', import.meta.url));

/** Sales that the simulated world goes through in a second, in one process, with its invariants checked. */
export async function sim(sales = salesDefault): Promise<Line> {
  const args = [entry, '--sales', String(sales), '--seed', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: unknown) => {
    throw new CannotMeasure(`The simulation did not hold, so its speed says nothing: ${String(error)}`);
  });
  const { salesPerSecond } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { salesPerSecond: number };
  return { bench: 'sim', unit: 'sales/s', value: salesPerSecond };
}
