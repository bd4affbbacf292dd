import { tillPolicy, type Attempt } from '#payment';

import type { Shoppers } from './shoppers.ts';
import type { World } from './world.ts';

/**
 * Order codes where no till is: to be seen from pay's answer on until the closing begins, or until a till would take them
 * off. They stay whatever becomes of the backend's process, as a till's screen does.
 */
export class DirectCodes {
  readonly #world: World;
  readonly #shoppers: Shoppers;
  /** Null: it has been, and is off. */
  readonly #codes = new Map<string, string | null>();

  constructor(world: World, shoppers: Shoppers) {
    this.#world = world;
    this.#shoppers = shoppers;
  }

  /** After each step of an attempt. */
  follow({ facts, working }: Attempt): void {
    const { paymentRequestId: id } = facts.intent;
    if (facts.standing.at !== 'asking' || working.asking !== null) return this.hide(id);
    const { code, orderKnownAt } = working;
    if (code === null || facts.orderCode === null || this.#codes.has(id)) return;
    this.#codes.set(id, code);
    const { timeline } = this.#world;
    const offAfterMs = facts.orderCode.expiresAfterMs - (tillPolicy.order.hideBeforeMs ?? 0);
    const leftMs = Math.max(0, offAfterMs - (orderKnownAt ?? 0));
    timeline.plan(leftMs, () => this.hide(id), true);
    this.#shoppers.comesOn({ id, value: code, leftMs, isSeen: () => this.#codes.get(id) === code });
  }

  hide(id: string): void {
    const code = this.#codes.get(id) ?? null;
    if (code === null) return;
    this.#codes.set(id, null);
    this.#shoppers.goesOff(code);
  }
}
