import type { Facts, Standing } from '#payment';

/** A payment that is PAID by its journal. Nothing else can be receipted (V42). */
export type PaidFacts = Facts & { standing: Extract<Standing, { at: 'paid' }> };

/** `number`: where its final record stands in the journal, which is the receipt's number, on every copy. */
export type PaidPayment = { facts: PaidFacts; number: number };

/** A payment whose result is not known, or not settled: money may have moved. All that paper may say is that. */
export type PendingFacts = Facts & { standing: Extract<Standing, { at: PendingStanding }> };

type PendingStanding = 'asking' | 'cancelling' | 'conflict' | 'voiding';

export function isPaid(facts: Facts): facts is PaidFacts {
  return facts.standing.at === 'paid';
}

export function isPending(facts: Facts): facts is PendingFacts {
  return pending.has(facts.standing.at);
}

const pending: ReadonlySet<Standing['at']> = new Set<PendingStanding>(['asking', 'cancelling', 'conflict', 'voiding']);
