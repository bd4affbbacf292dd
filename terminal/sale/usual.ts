import type { Usual } from '#contract';

/** One paid payment: whose wallet it was, and how long it took from pay to PAID. */
export type Took = { wallet: string | null; tookMs: number };

/** The newest payments that count; older ones say nothing about today's network. */
const paymentsKept = 200;

/** Fewer payments than this say nothing about what is usual. */
const paymentsMin = 5;

/** How long the newest payments of this till took. */
export class Durations {
  readonly #took: Took[] = [];

  add(took: Took): void {
    this.#took.push(took);
    if (this.#took.length > paymentsKept) this.#took.shift();
  }

  /** Of this wallet where enough are known of it, else of all together; null while there are too few. */
  usual(wallet: string | null): Usual | null {
    const ofWallet = wallet === null ? [] : this.#took.filter((took) => took.wallet === wallet);
    return figures(ofWallet, wallet) ?? figures(this.#took, null);
  }
}

function figures(took: readonly Took[], wallet: string | null): Usual | null {
  if (took.length < paymentsMin) return null;
  const sorted = took.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  return { wallet, usualMs: atShare(sorted, 0.5), slowMs: atShare(sorted, 0.95) };
}

/** The smallest value that this share of them does not exceed (nearest rank). */
function atShare(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
