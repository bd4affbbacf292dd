import { never, type Process } from './process.ts';
import { faultHits, tell, type World } from './world.ts';

/** Why a write was refused: the disk said no (V19). */
export class DiskRefused extends Error {
  override readonly name = 'DiskRefused';
}

type Pending = { write: () => void; lastsThroughDeath: boolean };

/** The disk under a process. What reached it stays when the process dies; commits reach it one after the other. */
export class Disk {
  /** How long commits have taken in all: what had to wait for the disk may be that late. */
  waitedMs = 0;
  readonly #world: World;
  #pending: Pending[] = [];
  #busyUntil = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Resolves when `write` is durable. Rejects with DiskRefused when it is not, or when nobody can tell. */
  commit(process: Process, write: () => void): Promise<void> {
    const { dice, is, timeline } = this.#world;
    if (!process.step('before a commit')) return never();
    if (faultHits(this.#world, dice, is.diskFails)) return this.#refuse(write);
    const waitMs = Math.max(this.#drawWaitMs(), this.#busyUntil - timeline.nowMs);
    if (waitMs === 0) {
      write();
      return process.step('after a commit') ? Promise.resolve() : never();
    }
    this.waitedMs += waitMs;
    this.#busyUntil = timeline.nowMs + waitMs;
    const pending = { write, lastsThroughDeath: dice.chance(0.5) };
    this.#pending.push(pending);
    return new Promise((resolve) => {
      timeline.plan(
        waitMs,
        () =>
          process.machine.whenAwake(() => {
            if (!process.alive) return;
            this.#pending.shift();
            write();
            if (process.step('after a commit')) resolve();
          }),
        true,
      );
    });
  }

  /** The process died: of what was on its way to the disk, the beginning may have reached it, the rest is lost. */
  processDied(): void {
    for (const { write, lastsThroughDeath } of this.#pending) {
      if (!lastsThroughDeath) break;
      write();
    }
    this.#pending = [];
    this.#busyUntil = 0;
  }

  /** A failed sync says nothing about what reached the disk. */
  #refuse(write: () => void): Promise<void> {
    tell(this.#world, 'the disk refuses');
    if (this.#pending.length === 0 && this.#world.dice.chance(0.3)) write();
    return Promise.reject(new DiskRefused('the disk refused a commit'));
  }

  #drawWaitMs(): number {
    const { dice, is } = this.#world;
    if (is.diskWaits === 'never') return 0;
    if (is.diskWaits === 'long' && faultHits(this.#world, dice, 0.02)) return 8_000;
    return dice.chance(0.5) ? 0 : dice.whole(1, 20);
  }
}
