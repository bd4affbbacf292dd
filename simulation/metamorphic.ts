import { isDeepStrictEqual } from 'node:util';

import type { Circumstances } from './circumstances.ts';
import { seedOf } from './dice.ts';
import type { Violation } from './oracles/index.ts';
import type { Planted } from './planted.ts';
import { WorldRun, type Change, type Outcome } from './world-run.ts';

/** Two worlds of one seed that differ in one thing, which must make no difference. */
export type Relation = {
  v: string;
  name: string;
  counted: 'clockTwins' | 'copyTwins';
  one: Change;
  other: Change;
};

/** Nothing dies: then only what differs can make a difference. */
function undying(is: Circumstances): Circumstances {
  return { ...is, crashes: 0, diskFails: 0, night: false };
}

/** The cancel window ends at midnight in UTC+8: a rule about wall time, which a world at noon is far from. */
function atNoon(wallAtStart: number): number {
  const dayMs = 86_400_000;
  return Math.floor(wallAtStart / dayMs) * dayMs + dayMs / 2;
}

/** [V28] Without a restart, a leaping wall clock changes nothing at all. */
const wallClocks: Relation = {
  v: 'V28',
  name: 'with and without leaps of the wall clock',
  counted: 'clockTwins',
  one: (is) => ({ ...undying(is), wallAtStart: atNoon(is.wallAtStart), clockLeaps: false }),
  other: (is) => ({ ...undying(is), wallAtStart: atNoon(is.wallAtStart), clockLeaps: true }),
};

/**
 * What comes within a minute of the same is its copy, for Alipay+ tells again after two at the earliest: so here nothing
 * that it tells is late, or told of money that it took again. It tells again what was not acknowledged in time, as one of
 * eight may be when the first was not: so it hears the first alone.
 */
function toldOnTime(is: Circumstances, copiesMax: number): Circumstances {
  const notices = { ...is.notices, late: 0, copiesMax, copiesHeard: false };
  return { ...undying(is), sleeps: false, rogues: 0, notices };
}

/** [V30] A notification that comes eight times, in any order, has the effect of one. */
const copies: Relation = {
  v: 'V30',
  name: 'with each notification once and eight times',
  counted: 'copyTwins',
  one: (is) => toldOnTime(is, 1),
  other: (is) => toldOnTime(is, 8),
};

export const relations: readonly Relation[] = [wallClocks, copies];

/** A pair of worlds whose histories are to be compared. */
export class TwinRun {
  readonly #seed: number;
  readonly #relation: Relation;
  readonly #one: WorldRun;
  readonly #other: WorldRun;

  constructor(seed: number, relation: Relation, planted: Planted) {
    this.#seed = seed;
    this.#relation = relation;
    this.#one = new WorldRun(seed, planted, false, relation.one);
    this.#other = new WorldRun(seed, planted, false, relation.other);
  }

  step(): boolean {
    const one = this.#one.step();
    const other = this.#other.step();
    return one || other;
  }

  get relation(): Relation {
    return this.#relation;
  }

  /** Of the first of the two. */
  outcome(): Outcome {
    return this.#one.outcome();
  }

  violations(): Violation[] {
    const { v, name } = this.#relation;
    // Copies that still travel keep a world going a little longer.
    const untilMs = Math.min(this.#one.endedAtMs, this.#other.endedAtMs);
    const one = this.#one.story().filter(({ at }) => at < untilMs);
    const other = this.#other.story().filter(({ at }) => at < untilMs);
    const line = one.findIndex((said, index) => !isDeepStrictEqual(said, other[index]));
    if (line < 0 && one.length === other.length) return [];
    const at = line < 0 ? one.length : line;
    const who = (one[at] ?? other[at])?.who;
    const what = `${who}, world ${this.#seed} ${name}: ${JSON.stringify(one[at])} and ${JSON.stringify(other[at])}`;
    return [{ v, what }];
  }
}

/** A sample of twins, one of each relation, out of the worlds that a campaign has from `first` on. */
export function twinsOf(seed: number, first: number, planted: Planted): TwinRun[] {
  return relations.map((relation, index) => new TwinRun(seedOf(seed, first + index), relation, planted));
}
