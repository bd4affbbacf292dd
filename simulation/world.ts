import { drawCircumstances, type Circumstances } from './circumstances.ts';
import { Dice } from './dice.ts';
import { emptyTally, History, type Tally } from './history.ts';
import { OutsideLedger } from './outside-ledger.ts';
import { Timeline } from './timeline.ts';

/** What every part of one simulated world shares. Nothing is shared between worlds. */
export type World = {
  readonly seed: number;
  readonly is: Circumstances;
  readonly dice: Dice;
  readonly timeline: Timeline;
  readonly history: History;
  readonly ledger: OutsideLedger;
  readonly tally: Tally;
  /** Rules that decided, and how often. */
  readonly rules: Map<string, number>;
  /** What nobody expected: an exception out of the code under test. */
  readonly thrown: string[];
};

/** `change` is applied to what was drawn, so that two worlds of one seed can differ in one thing (V28, V30). */
export function makeWorld(seed: number, traced: boolean, change: (is: Circumstances) => Circumstances): World {
  const dice = new Dice(seed);
  const timeline = new Timeline();
  return {
    seed,
    is: change(drawCircumstances(dice.fork())),
    dice,
    timeline,
    history: new History(traced),
    ledger: new OutsideLedger(timeline),
    tally: emptyTally(),
    rules: new Map(),
    thrown: [],
  };
}

/** Until the world heals, what can fail does. */
export function isStormy(world: World): boolean {
  return world.timeline.nowMs < world.is.healAtMs;
}

/** A throw for a fault: never after the world has healed, and counted when it hits. */
export function faultHits(world: World, dice: Dice, probability: number): boolean {
  if (!dice.chance(probability) || !isStormy(world)) return false;
  world.tally.faults += 1;
  return true;
}

export function wallNow(world: World): number {
  return world.is.wallAtStart + world.timeline.nowMs;
}

/** `inFull` is for whoever reads the history; `line` must differ when it does. */
export function tell(world: World, line: string, inFull = line): void {
  world.history.add(world.timeline.nowMs, line, inFull);
}

export function countRule(world: World, rule: string): void {
  world.rules.set(rule, (world.rules.get(rule) ?? 0) + 1);
}
