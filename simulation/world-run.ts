import { isDeepStrictEqual } from 'node:util';

import type { AttemptRecord } from '#payment';

import type { Circumstances } from './circumstances.ts';
import type { Tally } from './history.ts';
import { foldOrNull } from './oracles/folded.ts';
import { judge, mostAsked, type Violation } from './oracles/index.ts';
import type { Planted } from './planted.ts';
import { morningMs, nightMs, populate, wellMs, type Population } from './population.ts';
import type { Tier } from './tier.ts';
import { makeWorld, type World } from './world.ts';

export type Outcome = {
  seed: number;
  violations: Violation[];
  tally: Tally;
  rules: ReadonlyMap<string, number>;
  digest: string;
  lines: readonly string[];
};

/** What is made of the circumstances that were drawn. */
export type Change = (is: Circumstances) => Circumstances;
export const asDrawn: Change = (is) => is;

/** One thing that happened, and where. */
export type Told = { at: number; who: string; what: object };

/** One world from its seed to its end. */
export class WorldRun {
  readonly #world: World;
  readonly #population: Population;

  constructor(seed: number, planted: Planted, traced: boolean, change: Change = asDrawn) {
    this.#world = makeWorld(seed, traced, change);
    this.#population = populate(this.#world, planted);
  }

  /** Lets the next thing happen; false when the world has ended. What follows from it runs before the next call. */
  step(): boolean {
    if (this.#isOver()) return false;
    this.#world.tally.events += 1;
    const { timeline, is } = this.#world;
    // What waited for a disk may be that much later, which is only looked at near the end.
    return timeline.step(is.healAtMs) || timeline.step(this.#endsAtMs());
  }

  outcome(): Outcome {
    const { seed, history, tally, rules, ledger, is } = this.#world;
    const { tiers } = this.#population;
    const { endedAtMs } = this;
    const slackMs = this.#population.slackMs();
    const { ofOne, ofTill, ofOrder } = mostAsked(tiers);
    tally.mostAskedOfOne = ofOne;
    tally.mostAskedOfTill = ofTill;
    tally.mostAskedOfOrder = ofOrder;
    countModes(tally, tiers);
    const violations = [...judge({ ledger, tiers, healAtMs: is.healAtMs, endedAtMs, slackMs }), ...this.#mistakes()];
    return { seed, violations, tally, rules, digest: history.digest(), lines: history.lines };
  }

  /** What became of everything, in order, without what a wall clock says; to be compared with another world's (V28, V30). */
  story(): Told[] {
    const { tiers } = this.#population;
    const told = tiers.flatMap((tier) => [
      ...tier.facts.map(({ at, id, record }) => ({ at, who: tier.name, what: { id, record: withoutWall(record) } })),
      ...tier.sent.map(({ at, id, op, number }) => ({ at, who: tier.name, what: { id, op, number } })),
      ...tier.shown.map(({ at, id, shows }) => ({ at, who: tier.name, what: { id, shows } })),
    ]);
    const money = this.#world.ledger.captures.map(({ at, ...what }) => ({ at, who: 'Alipay+', what }));
    return [...told, ...money];
  }

  get endedAtMs(): number {
    return this.#isOver() ? this.#world.timeline.nowMs : this.#endsAtMs();
  }

  /** Nothing moves any more, and nothing is open. */
  #isOver(): boolean {
    return this.#world.timeline.drivingLeft === 0 && this.#population.tiers.every(({ open }) => open.size === 0);
  }

  #endsAtMs(): number {
    const { healAtMs, night } = this.#world.is;
    return healAtMs + wellMs + this.#population.slackMs() + (night ? nightMs + morningMs : 0);
  }

  /** What no invariant names: exceptions, and an attempt that is not what its records say. */
  #mistakes(): Violation[] {
    const thrown = this.#world.thrown.map((what) => ({ v: 'threw', what }));
    const [tier] = this.#population.tiers;
    const torn = this.#population
      .heldFacts()
      .filter(({ id, facts }) => tier !== undefined && !isDeepStrictEqual(facts, foldOrNull(tier.factsOf(id))))
      .map(({ id }) => ({ v: 'fold', what: `${id}: the records say something else than the attempt` }));
    return [...thrown, ...torn];
  }
}

/** What was paid how, as whoever stands at the counter has it: a till, or the backend where there is none. */
function countModes(tally: Tally, tiers: readonly Tier[]): void {
  const fronts = tiers.length === 1 ? tiers : tiers.filter(({ name }) => name !== 'backend');
  for (const tier of fronts)
    for (const id of tier.ids()) {
      const facts = foldOrNull(tier.factsOf(id));
      if (facts?.intent.scenario === 'OrderCode') tally.byOrderCode += 1;
      else tally.byPaymentCode += 1;
      if (facts?.codeOff === true && facts.standing.at === 'paid') tally.lastSeconds += 1;
    }
}

function withoutWall(record: AttemptRecord): object {
  return record.kind === 'pay.intent' ? { ...record, wallAt: 0 } : record;
}
