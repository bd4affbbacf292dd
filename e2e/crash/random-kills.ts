import { problemsOf } from './kept.ts';
import { killAndStartAgain, victims, type AnyVictim } from './mishap.ts';
import type { Product } from './product.ts';
import { calm, sell, stories, type SaleEnd, type Story } from './sale.ts';
import { pick, seeded } from './seeded.ts';

/** A till sells no more when its host keeps dying (V47): `startTill` forgets the deaths. */
const hostDeathsPerKiosk = 2;
/** Of the wall, after the sale's first command. An undisturbed sale takes some 100 ms, one with an outage seconds. */
const soonMs = 250;
const lateMs = 2_500;
const shareOfLate = 0.25;
/** How many sales see a second death, while the first is being got over. */
const shareOfTwo = 0.25;

type Kill = { victim: AnyVictim; afterMs: number };
export type RandomSale = { story: Story; kills: readonly Kill[]; end: SaleEnd | null; problems: readonly string[] };

/** Sales of all kinds, during which processes die at random moments. All follows from `seed`, but for the machine's own pace. */
export class RandomKills {
  readonly #product: Product;
  readonly #random: () => number;
  #hostDeaths = 0;
  #minor = 100;

  constructor(product: Product, seed: number) {
    this.#product = product;
    this.#random = seeded(seed);
  }

  async sale(): Promise<RandomSale> {
    const product = this.#product;
    const story = pick(stories, this.#random);
    const kills = this.#random() < shareOfTwo ? [this.#kill(), this.#kill()] : [this.#kill()];
    try {
      await this.#forgetDeaths(kills.filter(({ victim }) => victim === 'host').length);
      const mishaps = (async () => {
        for (const { victim, afterMs } of kills) {
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          await killAndStartAgain(product, victim);
        }
      })();
      const [end] = await Promise.all([sell(product, story, this.#minor++, calm), mishaps]);
      return { story, kills, end, problems: await problemsOf(product) };
    } catch (error) {
      return { story, kills, end: null, problems: [error instanceof Error ? error.message : String(error)] };
    }
  }

  #kill(): Kill {
    const longestMs = this.#random() < shareOfLate ? lateMs : soonMs;
    return { victim: pick(victims, this.#random), afterMs: Math.round(this.#random() * longestMs) };
  }

  async #forgetDeaths(more: number): Promise<void> {
    if (this.#hostDeaths + more > hostDeathsPerKiosk) {
      await this.#product.startTill();
      this.#hostDeaths = 0;
    }
    this.#hostDeaths += more;
  }
}
