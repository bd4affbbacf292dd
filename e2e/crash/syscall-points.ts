import { join } from 'node:path';

import { problemsOf } from './kept.ts';
import { killAndStartAgain, startAgain, type AnyVictim } from './mishap.ts';
import type { Product } from './product.ts';
import { calm, sell, type SaleEnd, type Story } from './sale.ts';
import { countCalls, Trap, type CallCounts, type CallPoint } from './system-calls.ts';

/** A till sells no more when its host keeps dying (V47): `startTill` forgets the deaths. */
const hostDeathsPerKiosk = 2;

export type Tried = {
  story: Story;
  victim: AnyVictim;
  point: CallPoint;
  /** Whether the sale came as far as this call. */
  reached: boolean;
  end: SaleEnd | null;
  problems: readonly string[];
};

/** Kills one process at one system call of the host after the other, in one product that goes on running. */
export class SyscallPoints {
  readonly #product: Product;
  #hostDeaths = 0;
  #minor = 100;

  constructor(product: Product) {
    this.#product = product;
  }

  /** An undisturbed sale, and the outward system calls that the host made from its first command to the keypad again. */
  async count(story: Story): Promise<CallCounts> {
    const product = this.#product;
    const file = join(product.folder, 'calls.trace');
    await sell(product, story, this.#minor++, calm); // a till that has just started has other things to do besides
    return await countCalls(product.pidOf('host'), file, () => sell(product, story, this.#minor++, calm));
  }

  /** One sale, in which `victim` is killed at this call of the host. */
  async try(story: Story, victim: AnyVictim, point: CallPoint): Promise<Tried> {
    const product = this.#product;
    const tried = { story, victim, point };
    try {
      if (this.#hostDeaths >= hostDeathsPerKiosk) {
        await product.startTill();
        this.#hostDeaths = 0;
      }
      const hostId = product.till.seen?.hostId;
      const pid = product.pidOf('host');
      const trap = await Trap.lay(pid, point, victim === 'host' ? 'SIGKILL' : 'SIGSTOP');
      const mishap = trap.sprung.then(async (sprung) => {
        if (!sprung) return false;
        if (victim === 'host') {
          this.#hostDeaths += 1;
          await startAgain(product, 'host', hostId);
        } else await killAndStartAgain(product, victim, () => process.kill(pid, 'SIGCONT'));
        return true;
      });
      const selling = sell(product, story, this.#minor++, calm);
      const over = selling
        .then(() => undefined)
        .catch(() => undefined)
        .then(() => trap.takeAway());
      const [end, reached] = await Promise.all([selling, mishap, over]);
      return { ...tried, reached, end, problems: await problemsOf(product) };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { ...tried, reached: true, end: null, problems: [problem] };
    }
  }
}

export function nameOf({ story, victim, point }: Pick<Tried, 'story' | 'victim' | 'point'>): string {
  return `${story}: ${victim} at ${point.call} ${point.k}`;
}
