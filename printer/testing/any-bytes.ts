import { anyStream, seeded } from './any-stream.ts';
import { survive } from './survive.ts';

// node printer/testing/any-bytes.ts [streams] [seed]: the emulator against bytes that nobody should send. Prints the seed
// of a stream that it does not survive, or that takes too long.

const slowMs = 2_000;

const streams = Number(process.argv[2] ?? 200_000);
const firstSeed = Number(process.argv[3] ?? 1);
let slowestMs = 0;
const startedAt = performance.now();
for (let seed = firstSeed; seed < firstSeed + streams; seed += 1) {
  const random = seeded(seed);
  const before = performance.now();
  try {
    await survive(anyStream(random), random);
  } catch (fault) {
    process.stdout.write(`seed ${seed} was not survived:\n`);
    throw fault;
  }
  const tookMs = performance.now() - before;
  slowestMs = Math.max(slowestMs, tookMs);
  if (tookMs > slowMs) process.stdout.write(`seed ${seed} took ${Math.round(tookMs)} ms\n`);
}
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
process.stdout.write(`${streams} streams survived in ${seconds} s, the slowest in ${Math.round(slowestMs)} ms\n`);
