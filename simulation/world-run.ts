import { isDeepStrictEqual } from 'node:util';

import { backendPolicy } from '#payment';

import { DirectBackend } from './direct-backend.ts';
import { DirectPeople } from './direct-people.ts';
import type { Tally } from './history.ts';
import { judge, type Violation } from './oracles/index.ts';
import { foldOrNull } from './oracles/folded.ts';
import type { Planted } from './planted.ts';
import { Scheme } from './scheme.ts';
import type { Tier } from './tier.ts';
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
  readonly #backend: DirectBackend;

  constructor(seed: number, planted: Planted, traced: boolean) {
    this.#world = makeWorld(seed, traced);
    this.#backend = new DirectBackend(this.#world, new Scheme(this.#world), backendPolicy, planted);
    new DirectPeople(this.#world, this.#backend).begin();
  }

  /** Lets the next thing happen; false when the world has ended. What follows from it runs before the next call. */
  step(): boolean {
    const { timeline, is, tally } = this.#world;
    const decided = this.#tiers().every(({ open }) => open.size === 0);
    if (timeline.drivingLeft === 0 && decided) return false;
    tally.events += 1;
    return timeline.step(is.healAtMs + wellMs + this.#backend.slackMs);
  }

  outcome(): Outcome {
    const { seed, history, tally, rules, thrown, ledger, is, timeline } = this.#world;
    const slackMs = this.#backend.slackMs;
    const over = timeline.drivingLeft === 0 && this.#tiers().every(({ open }) => open.size === 0);
    const endedAtMs = over ? timeline.nowMs : is.healAtMs + wellMs + slackMs;
    const violations = judge({ ledger, tiers: this.#tiers(), healAtMs: is.healAtMs, endedAtMs, slackMs });
    for (const what of thrown) violations.push({ v: 'threw', what });
    for (const { id, facts } of this.#backend.heldFacts())
      if (!isDeepStrictEqual(facts, foldOrNull(this.#backend.tier.factsOf(id))))
        violations.push({ v: 'fold', what: `${id}: the records say something else than the attempt` });
    return { seed, violations, tally, rules, digest: history.digest(), lines: history.lines };
  }

  #tiers(): readonly Tier[] {
    return [this.#backend.tier];
  }
}
