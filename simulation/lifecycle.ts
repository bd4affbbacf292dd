import type { Disk } from './disk.ts';
import type { Machine } from './machine.ts';
import { Process } from './process.ts';
import type { Tier } from './tier.ts';
import { tell, type World } from './world.ts';

/** A process that is started again whenever it dies, 0.1 to 60 s later. */
export class Lifecycle {
  readonly #world: World;
  readonly #tier: Tier;
  readonly #machine: Machine;
  readonly #disk: Disk;
  readonly #boot: (process: Process) => void;
  #process: Process;

  constructor(world: World, tier: Tier, machine: Machine, disk: Disk, boot: (process: Process) => void) {
    this.#world = world;
    this.#tier = tier;
    this.#machine = machine;
    this.#disk = disk;
    this.#boot = boot;
    this.#process = this.#begin(false);
  }

  get process(): Process {
    return this.#process;
  }

  /** Boots the first life. */
  start(): void {
    this.#boot(this.#process);
  }

  /** The process ends in order, and begins again at that instant. */
  restUntil(at: number): void {
    if (!this.#process.alive) return;
    tell(this.#world, `${this.#tier.name} is off for the night`);
    this.#process.end();
    const life = this.#tier.lives.at(-1);
    if (life !== undefined) life.to = this.#world.timeline.nowMs;
    this.#world.timeline.plan(at - this.#world.timeline.nowMs, () => this.#again(), true);
  }

  #begin(again: boolean): Process {
    this.#tier.lives.push({ from: this.#world.timeline.nowMs, to: Number.POSITIVE_INFINITY });
    return new Process(this.#world, this.#machine, again, () => this.#died());
  }

  #died(): void {
    const life = this.#tier.lives.at(-1);
    if (life !== undefined) life.to = this.#world.timeline.nowMs;
    this.#disk.processDied();
    const { dice, timeline } = this.#world;
    const downMs = dice.chance(0.5) ? dice.between(100, 3_000) : dice.between(3_000, 60_000);
    timeline.plan(downMs, () => this.#machine.whenAwake(() => this.#again()), true);
  }

  #again(): void {
    this.#process = this.#begin(true);
    tell(this.#world, `${this.#tier.name} starts again`);
    this.#boot(this.#process);
  }
}
