import { isDeepStrictEqual } from 'node:util';

import type { Tally } from './history.ts';
import { foldOrNull } from './oracles/folded.ts';
import { judge, type Violation } from './oracles/index.ts';
import type { Planted } from './planted.ts';
import { populate, type Population } from './population.ts';
import { makeWorld, type World } from './world.ts';

/** In a world that is well again everything must be final by then (V24). */
const wellMs = 900_000;

export type Outcome = {
  seed: number;
  violations: Violation[];
  tally: Tally;
  rules: ReadonlyMap<string, number>;
  digest: string;
  lines: readonly string[];
};

/** One world from its seed to its end. */
export class WorldRun {
  readonly #world: World;
  readonly #population: Population;

  constructor(seed: number, planted: Planted, traced: boolean) {
    this.#world = makeWorld(seed, traced);
    this.#population = populate(this.#world, planted);
  }

  /** Lets the next thing happen; false when the world has ended. What follows from it runs before the next call. */
  step(): boolean {
    if (this.#isOver()) return false;
    this.#world.tally.events += 1;
    return this.#world.timeline.step(this.#endsAtMs());
  }

  outcome(): Outcome {
    const { seed, history, tally, rules, ledger, is, timeline } = this.#world;
    const { tiers } = this.#population;
    const endedAtMs = this.#isOver() ? timeline.nowMs : this.#endsAtMs();
    const slackMs = this.#population.slackMs();
    const violations = [...judge({ ledger, tiers, healAtMs: is.healAtMs, endedAtMs, slackMs }), ...this.#mistakes()];
    return { seed, violations, tally, rules, digest: history.digest(), lines: history.lines };
  }

  /** Nothing moves any more, and nothing is open. */
  #isOver(): boolean {
    return this.#world.timeline.drivingLeft === 0 && this.#population.tiers.every(({ open }) => open.size === 0);
  }

  #endsAtMs(): number {
    return this.#world.is.healAtMs + wellMs + this.#population.slackMs();
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
