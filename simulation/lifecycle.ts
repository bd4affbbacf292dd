import type { Disk } from './disk.ts';
import { Process } from './process.ts';
import type { Tier } from './tier.ts';
import { tell, type World } from './world.ts';

/** A process that is started again whenever it dies, 0.1 to 60 s later. */
export class Lifecycle {
  readonly #world: World;
  readonly #tier: Tier;
  readonly #disk: Disk;
  readonly #boot: (process: Process) => void;
  #process: Process;

  constructor(world: World, tier: Tier, disk: Disk, boot: (process: Process) => void) {
    this.#world = world;
    this.#tier = tier;
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

  #begin(again: boolean): Process {
    this.#tier.lives.push({ from: this.#world.timeline.nowMs, to: Number.POSITIVE_INFINITY });
    return new Process(this.#world, this.#tier.name, again, () => this.#died());
  }

  #died(): void {
    const life = this.#tier.lives.at(-1);
    if (life !== undefined) life.to = this.#world.timeline.nowMs;
    this.#disk.processDied();
    const { dice, timeline } = this.#world;
    timeline.plan(dice.chance(0.5) ? dice.between(100, 3_000) : dice.between(3_000, 60_000), () => this.#again(), true);
  }

  #again(): void {
    this.#process = this.#begin(true);
    tell(this.#world, `${this.#tier.name} starts again`);
    this.#boot(this.#process);
  }
}
