import { parentPort } from 'node:worker_threads';

import { runBatch } from './batch.ts';
import { noBugs } from './planted.ts';
import type { Ask, Told } from './workers.ts';

let last: Promise<void> = Promise.resolve();

// One of a campaign's workers: runs the batches that it is asked for, one after the other.
parentPort?.on('message', ({ seed, first, worlds }: Ask) => {
  last = last.then(async () => {
    const batch = await runBatch(seed, first, noBugs, worlds);
    parentPort?.postMessage({ first, batch } satisfies Told);
  });
});
