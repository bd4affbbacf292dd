import { once } from 'node:events';
import { join } from 'node:path';

import { problemsOf } from './kept.ts';
import type { Product } from './product.ts';
import { calm, sell, type SaleEnd, type Story } from './sale.ts';
import { counting, countsIn, dyingAt, type CallCounts, type CallPoint } from './system-calls.ts';

/** What was open when the first host died: a payment that was sent, or a cancel. */
export const interrupted = ['pay', 'cancel'] as const;
export type Interrupted = (typeof interrupted)[number];

export type TriedAgain = {
  open: Interrupted;
  point: CallPoint;
  /** Whether the second host came as far as this call. */
  reached: boolean;
  end: SaleEnd | null;
  problems: readonly string[];
};

const stories: Readonly<Record<Interrupted, Story>> = { pay: 'approves', cancel: 'stopped' };

/**
 * The crash during the recovery from a crash: the second host dies at one of its own system calls, from its first one on.
 * These hosts run without a kiosk.
 */
export class RecoveryPoints {
  readonly #product: Product;
  readonly #trace: string;
  #minor = 100;

  constructor(product: Product) {
    this.#product = product;
    this.#trace = join(product.folder, 'recovery.trace');
  }

  /** The calls of a second host that lives: its start, its recovery, and the rest of the sale. */
  async count(open: Interrupted): Promise<CallCounts> {
    await this.#startAnew();
    await this.#sellWith(open, async () => {
      await this.#product.startHostAlone(counting(this.#trace));
      return false;
    });
    return countsIn(this.#trace);
  }

  async try(open: Interrupted, point: CallPoint): Promise<TriedAgain> {
    const product = this.#product;
    try {
      await this.#startAnew();
      const { end, died } = await this.#sellWith(open, async (over) => {
        const second = await product.startHostAlone(dyingAt(point, this.#trace));
        const died = await Promise.race([once(second, 'exit').then(() => true), over.then(() => false)]);
        if (died) await product.startHostAlone();
        return died;
      });
      return { open, point, reached: died, end, problems: await problemsOf(product) };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { open, point, reached: true, end: null, problems: [problem] };
    }
  }

  async #startAnew(): Promise<void> {
    await this.#product.endTill();
    await this.#product.startHostAlone();
  }

  /** Kills the first host when its request has left; it arrives when that host is dead. */
  async #sellWith(
    open: Interrupted,
    second: (over: Promise<unknown>) => Promise<boolean>,
  ): Promise<{ end: SaleEnd; died: boolean }> {
    const product = this.#product;
    const caught = product.near.catchNext(open, 'request');
    const over = Promise.withResolvers<void>();
    const next = caught.then(async (request) => {
      product.kill('host');
      await product.gone('host');
      request.handOn();
      return await second(over.promise);
    });
    const selling = sell(product, stories[open], this.#minor++, calm).finally(() => over.resolve());
    const [end, died] = await Promise.all([selling, next]);
    return { end, died };
  }
}
