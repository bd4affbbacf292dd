import { Worker } from 'node:worker_threads';

import { batchWorlds, type Batch } from './batch.ts';

export type Ask = { seed: number; first: number; worlds: number };
export type Told = { first: number; batch: Batch };

/** Batches are begun this far ahead of the one that is waited for, so that no worker waits for another. */
const aheadPerWorker = 4;

/**
 * Runs batches in several threads. They are handed out in order, so that a campaign's totals and its digest are the same
 * whatever the number of workers.
 */
export class Workers {
  readonly #seed: number;
  readonly #worlds: number;
  readonly #workers: Worker[];
  readonly #done = new Map<number, PromiseWithResolvers<Batch>>();
  #begun = 0;

  /** `worlds`: in a batch. */
  constructor(seed: number, count: number, worlds = batchWorlds) {
    this.#seed = seed;
    this.#worlds = worlds;
    this.#workers = Array.from({ length: count }, () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      worker.on('message', ({ first, batch }: Told) => this.#batch(first).resolve(batch));
      worker.on('error', (error) => {
        for (const batch of this.#done.values()) batch.reject(error);
      });
      return worker;
    });
  }

  /** The batch that begins with world number `first`. To be asked for in order. */
  async run(first: number): Promise<Batch> {
    const aheadTo = first + this.#workers.length * aheadPerWorker * this.#worlds;
    for (; this.#begun <= aheadTo; this.#begun += this.#worlds) {
      const worker = this.#workers[(this.#begun / this.#worlds) % this.#workers.length];
      worker?.postMessage({ seed: this.#seed, first: this.#begun, worlds: this.#worlds } satisfies Ask);
    }
    const batch = await this.#batch(first).promise;
    this.#done.delete(first);
    return batch;
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #batch(first: number): PromiseWithResolvers<Batch> {
    const known = this.#done.get(first);
    if (known !== undefined) return known;
    const made = Promise.withResolvers<Batch>();
    this.#done.set(first, made);
    return made;
  }
}
