import type { Display } from '#contract';

import type { Dice } from './dice.ts';
import type { Process } from './process.ts';
import type { Planted } from './planted.ts';
import type { Shoppers } from './shoppers.ts';
import type { Tier } from './tier.ts';
import type { World } from './world.ts';

/** A display that hears nothing from its host any more blanks itself; until then it shows what it showed. */
const blankAfterMs = 6_000;

/** The screen that a till turns to its customers: what it was told last, for as long as somebody is there to tell it. */
export class CustomerDisplay {
  readonly #world: World;
  readonly #tier: Tier;
  readonly #planted: Planted;
  readonly #shoppers: Shoppers;
  readonly #dice: Dice;
  #told: Display | null = null;
  #teller: Process | null = null;
  #blankAfterMs = 0;

  constructor(world: World, tier: Tier, planted: Planted, shoppers: Shoppers) {
    this.#world = world;
    this.#tier = tier;
    this.#planted = planted;
    this.#shoppers = shoppers;
    this.#dice = world.dice.fork();
  }

  /** A model from a process that is alive. */
  show(display: Display, teller: Process): void {
    const before = this.#code;
    this.#told = this.#planted.display(display, this.#told);
    if (this.#teller !== teller) this.#blankAfterMs = this.#dice.between(0, blankAfterMs);
    this.#teller = teller;
    const code = this.#code;
    const id = code === null ? null : this.#world.ledger.idOfCode(code);
    this.#tier.displays(id);
    if (before !== null && before !== code) this.#shoppers.goesOff(before);
    if (code === null || id === null || this.#told.now.shows !== 'code') return;
    const { leftMs } = this.#told.now;
    if (before !== code) this.#shoppers.comesOn({ id, value: code, leftMs, isSeen: () => this.#shows(code) });
  }

  /** What it says of the payment on it, where it says how that ended. */
  get outcome(): 'paid' | 'not-paid' | null {
    const shows = this.#told?.now.shows;
    return shows === 'paid' || shows === 'not-paid' ? shows : null;
  }

  get #code(): string | null {
    return this.#told?.now.shows === 'code' ? this.#told.now.code : null;
  }

  #shows(code: string): boolean {
    if (this.#code !== code || this.#teller === null) return false;
    const { diedAt, machine } = this.#teller;
    const goneMs = diedAt === null ? 0 : this.#world.timeline.nowMs - diedAt;
    return machine.isAwake && goneMs <= this.#blankAfterMs;
  }
}
