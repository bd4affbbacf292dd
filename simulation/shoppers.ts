import type { Dice } from './dice.ts';
import type { Scheme } from './scheme.ts';
import { tell, type World } from './world.ts';

/** When a phone's owner acts: so long after the scan, so long after the code came on, or after it goes off. */
type When = { afterScanMs: number } | { afterOnMs: number } | { afterOffMs: number };
type Phone = { scansAfterMs: number; does: 'confirm' | 'refuse' | 'nothing'; when: When };

/** An order's code that has come on, somewhere where customers can see it. */
export type SeenCode = {
  id: string;
  value: string;
  /** Until it is to be taken off. */
  leftMs: number;
  /** It can still be seen. */
  isSeen: () => boolean;
};

type Watched = { waiting: (() => void)[] };

/** Whoever stands before a customer display: scans what is to be seen, with one phone or two, and confirms early, late or never. */
export class Shoppers {
  readonly #world: World;
  readonly #scheme: Scheme;
  readonly #dice: Dice;
  readonly #watched = new Map<string, Watched>();

  constructor(world: World, scheme: Scheme) {
    this.#world = world;
    this.#scheme = scheme;
    this.#dice = world.dice.fork();
  }

  /** To be called once of each code. */
  comesOn(code: SeenCode): void {
    if (this.#watched.has(code.value)) return;
    const watched: Watched = { waiting: [] };
    this.#watched.set(code.value, watched);
    this.#world.tally.codesShown += 1;
    const onAt = this.#world.timeline.nowMs;
    for (const phone of drawPhones(this.#world, this.#dice.fork(), code.leftMs))
      this.#later(phone.scansAfterMs, () => this.#scan(phone, code, watched, onAt));
  }

  /** Who has scanned and dawdles sees that it is gone. */
  goesOff(value: string): void {
    for (const act of this.#watched.get(value)?.waiting.splice(0) ?? []) act();
  }

  #scan(phone: Phone, { id, value, isSeen }: SeenCode, watched: Watched, onAt: number): void {
    if (!isSeen()) return;
    this.#world.ledger.scan(id);
    tell(this.#world, `a phone scans ${value}`);
    const { does, when } = phone;
    if (!this.#scheme.scanned(id) || does === 'nothing') return;
    const act = (): void => this.#scheme.decides(id, does, !isSeen());
    if ('afterScanMs' in when) this.#later(when.afterScanMs, act);
    else if ('afterOnMs' in when) this.#later(onAt + when.afterOnMs - this.#world.timeline.nowMs, act);
    else watched.waiting.push(() => this.#later(when.afterOffMs, act));
  }

  #later(afterMs: number, run: () => void): void {
    this.#world.timeline.plan(afterMs, run, true);
  }
}

/** A code expires this long after it is taken off, and is closed 15 s later at the latest (RELIABILITY 5.1). */
const expiresAfterOffMs = 10_000;
const closesAfterOffMs = 25_000;

function drawPhones(world: World, dice: Dice, leftMs: number): Phone[] {
  const come = { eager: 0.95, mixed: 0.8, difficult: 0.6 }[world.is.customers];
  if (!dice.chance(come)) return [];
  return Array.from({ length: dice.chance(0.15) ? 2 : 1 }, () => ({
    scansAfterMs: dice.weighted([
      [dice.between(500, 15_000), 7],
      [dice.between(0, leftMs), 2],
      [leftMs + dice.between(-1_500, 500), 2],
    ]),
    does: dice.weighted([
      ['confirm' as const, 8],
      ['refuse' as const, 1],
      ['nothing' as const, 1],
    ]),
    when: dice.weighted<When>([
      [{ afterScanMs: dice.between(300, 5_000) }, 8],
      [{ afterScanMs: dice.between(2_000, 60_000) }, 2],
      [{ afterOffMs: dice.between(0, dice.pick([300, 4_000, 20_000])) }, 4],
      [{ afterOnMs: leftMs + dice.pick([0, expiresAfterOffMs, closesAfterOffMs]) + dice.between(-1_000, 1_000) }, 2],
    ]),
  }));
}
