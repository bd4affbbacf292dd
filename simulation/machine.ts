import type { Clock, EpochMs, MonoMs, Timer } from '#payment';

import type { Dice } from './dice.ts';
import { isStormy, tell, wallNow, type World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What a wall clock says whose battery is dead (V28). */
const deadBatteryMs = [0, Date.UTC(2038, 0, 19, 3, 14, 8)] as const;

/** A step of the wall clock, known before the world begins. `to` is what it says from then on; `by` is added. */
type Leap = { atMs: number } & ({ by: number } | { to: EpochMs } | { right: true });

export type Span = { from: number; to: number };

/** The computer under a process: its wall clock errs and leaps, and it falls asleep with everything on it. */
export class Machine {
  readonly name: string;
  /** When it slept. */
  readonly slept: Span[] = [];
  /** When its wall clock leapt forward or back. */
  readonly leaptAt: number[] = [];
  readonly #world: World;
  readonly #dice: Dice;
  readonly #driftPerMs: number;
  readonly #atFirstOffMs: number;
  /** While it sleeps its monotonic clock stands; else it runs on, and what was due is done at once (Windows, macOS). */
  readonly #standsAsleep: boolean;
  readonly #wake: (() => void)[] = [];
  readonly #aheadMaxMs: number;
  #offMs: number;
  #asleepSince: number | null = null;
  #stoodMs = 0;

  /** `aheadMaxMs`: what leaps further is set back to this much ahead of the true time. */
  constructor(world: World, name: string, clockOffMs: number, aheadMaxMs = Number.POSITIVE_INFINITY) {
    this.#world = world;
    this.name = name;
    this.#dice = world.dice.fork();
    this.#driftPerMs = this.#dice.between(-200, 200) / 1_000_000;
    this.#atFirstOffMs = clockOffMs;
    this.#offMs = clockOffMs;
    this.#aheadMaxMs = aheadMaxMs;
    this.#standsAsleep = this.#dice.chance(0.5);
    // Thrown in every world, so that the same seed with and without leaps is otherwise the same (V28).
    for (const leap of drawLeaps(this.#dice, world.is.healAtMs)) if (world.is.clockLeaps) this.#planLeap(leap);
    for (const span of drawSleeps(this.#dice, world.is.healAtMs)) if (world.is.sleeps) this.#planSleep(span);
  }

  get monoMs(): MonoMs {
    const { nowMs } = this.#world.timeline;
    const asleepMs = this.#asleepSince !== null && this.#standsAsleep ? nowMs - this.#asleepSince : 0;
    return nowMs - this.#stoodMs - asleepMs;
  }

  get wallMs(): EpochMs {
    return Math.round(wallNow(this.#world) + this.#offMs + this.#world.timeline.nowMs * this.#driftPerMs);
  }

  /** The clock of a process that began when the monotonic clock said `zeroMs`. `mayRun` is asked before each timer's work. */
  clock(zeroMs: MonoMs, mayRun: () => boolean): Clock {
    return {
      monoMs: () => this.monoMs - zeroMs,
      wallMs: () => this.wallMs,
      after: (afterMs, run) => this.#after(afterMs, () => mayRun() && run()),
    };
  }

  /** Runs now, or as soon as it is awake again. */
  whenAwake(run: () => void): void {
    if (this.#asleepSince === null) run();
    else this.#wake.push(run);
  }

  /** A message comes in. A machine that sleeps may get it when it wakes, or never. */
  receives(take: () => void): void {
    if (this.#asleepSince === null) take();
    else if (this.#dice.chance(0.5)) this.#wake.push(take);
  }

  get isAwake(): boolean {
    return this.#asleepSince === null;
  }

  /** How long it has slept in all. */
  get sleptMs(): number {
    return this.slept.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  #after(afterMs: number, run: () => void): Timer {
    const { timeline, is } = this.#world;
    if (!is.sleeps) return timeline.plan(afterMs, run, false);
    const due = this.monoMs + Math.max(0, Math.round(afterMs));
    let planned: Timer | null = null;
    let ended = false;
    const look = (): void => {
      if (ended) return;
      const leftMs = due - this.monoMs;
      if (leftMs > 0) return plan(leftMs);
      ended = true;
      run();
    };
    const plan = (ms: number): void => {
      planned = timeline.plan(ms, () => this.whenAwake(look), false);
    };
    plan(afterMs);
    return {
      cancel: () => {
        ended = true;
        planned?.cancel();
      },
    };
  }

  #planLeap(leap: Leap): void {
    this.#world.timeline.plan(
      leap.atMs,
      () => {
        const before = this.wallMs;
        if ('by' in leap) this.#offMs += leap.by;
        else if ('to' in leap) this.#offMs += leap.to - before;
        else this.#offMs = this.#atFirstOffMs;
        this.#offMs = Math.min(this.#offMs, this.#aheadMaxMs);
        this.leaptAt.push(this.#world.timeline.nowMs);
        this.#world.tally.leaps += 1;
        tell(this.#world, `${this.name}: the wall clock leaps by ${this.wallMs - before} ms`);
      },
      false,
    );
  }

  #planSleep({ from, to }: Span): void {
    const { timeline } = this.#world;
    timeline.plan(
      from,
      () => {
        if (this.#asleepSince !== null || !isStormy(this.#world)) return;
        this.#asleepSince = timeline.nowMs;
        this.#world.tally.sleeps += 1;
        tell(this.#world, `${this.name} falls asleep`);
        timeline.plan(to - from, () => this.#wakes(), true);
      },
      false,
    );
  }

  #wakes(): void {
    const { nowMs } = this.#world.timeline;
    const from = this.#asleepSince ?? nowMs;
    this.#asleepSince = null;
    if (this.#standsAsleep) this.#stoodMs += nowMs - from;
    this.slept.push({ from, to: nowMs });
    tell(this.#world, `${this.name} wakes`);
    for (const run of this.#wake.splice(0)) run();
  }
}

/** How far a till's clock is off before anything leaps: mostly little, now and then a day, or 1970. */
export function drawClockOff(dice: Dice, wallAtStart: EpochMs): number {
  return dice.weighted([
    [dice.between(-2_000, 2_000), 6],
    [dice.between(-30_000, 30_000), 2],
    [dice.pick([-7 * minuteMs, 7 * minuteMs]), 1],
    [dice.pick([-dayMs, dayMs, -hourMs, hourMs]), 1],
    [deadBatteryMs[0] - wallAtStart, 1],
  ]);
}

function drawLeaps(dice: Dice, healAtMs: number): Leap[] {
  return Array.from({ length: dice.whole(1, 4) }, (): Leap[] => {
    const atMs = dice.between(1_000, healAtMs);
    const leap = dice.weighted<Leap>([
      [{ atMs, by: dice.pick([-1_000, 1_000]) }, 4], // a leap second, and a sync that steps
      [{ atMs, by: dice.between(-600_000, 600_000) }, 3],
      [{ atMs, by: dice.pick([-hourMs, hourMs]) }, 3],
      [{ atMs, by: dice.pick([-dayMs, dayMs]) }, 3],
      [{ atMs, to: dice.pick(deadBatteryMs) }, 2],
    ]);
    // Somebody sets it right, or a time server does; or nobody.
    return dice.chance(0.6) ? [leap, { atMs: atMs + dice.between(1_000, 120_000), right: true }] : [leap];
  }).flat();
}

/** Lids closed: from seconds to minutes. */
function drawSleeps(dice: Dice, healAtMs: number): Span[] {
  return Array.from({ length: dice.whole(1, 2) }, () => {
    const from = Math.round(dice.between(2_000, healAtMs));
    return { from, to: Math.round(Math.min(healAtMs, from + dice.between(500, dice.chance(0.3) ? 240_000 : 20_000))) };
  });
}
