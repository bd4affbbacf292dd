import type { Clock } from '#payment';

import type { Machine } from './machine.ts';
import { faultHits, tell, type World } from './world.ts';

/** For how long a process that came up again counts as getting up. */
const gettingUpMs = 2_000;

/**
 * One life of a process. It can die between any two steps; from then on its code may run on, but nothing that it does
 * reaches the world, and nothing reaches it.
 */
export class Process {
  readonly name: string;
  readonly bornAt: number;
  readonly machine: Machine;
  readonly clock: Clock;
  diedAt: number | null = null;
  readonly #world: World;
  readonly #again: boolean;
  readonly #died: () => void;

  constructor(world: World, machine: Machine, again: boolean, died: () => void) {
    this.name = machine.name;
    this.machine = machine;
    this.#world = world;
    this.#again = again;
    this.#died = died;
    this.bornAt = world.timeline.nowMs;
    this.clock = machine.clock(machine.monoMs, () => this.step('timer'));
  }

  get alive(): boolean {
    return this.diedAt === null;
  }

  /** A place between two steps, where the process may die. False when it is dead. */
  step(where: string): boolean {
    if (!this.alive) return false;
    const { is, tally, dice, timeline } = this.#world;
    const gettingUp = this.#again && timeline.nowMs - this.bornAt < gettingUpMs;
    const probability = is.crashes === 0 ? 0 : Math.max(is.crashes, gettingUp ? is.crashesInRecovery : 0);
    if (probability === 0 || tally.crashes >= is.crashesMax) return true;
    if (!faultHits(this.#world, dice, probability)) return true;
    this.die(where);
    return false;
  }

  /** Ends in order, which no fault is. */
  end(): void {
    this.diedAt ??= this.#world.timeline.nowMs;
  }

  die(where: string): void {
    if (!this.alive) return;
    this.diedAt = this.#world.timeline.nowMs;
    this.#world.tally.crashes += 1;
    tell(this.#world, `${this.name} dies (${where})`);
    this.#died();
  }
}

/** Waits for ever: what a process that died waits for. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
