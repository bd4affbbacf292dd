import type { Scenario } from '#payment';

import type { Dice } from './dice.ts';
import { failedWith, succeeded, unknownWith, type ResultBody } from './messages.ts';
import { refusingCodes } from './scheme-codes.ts';
import type { World } from './world.ts';

/** What the customer and the wallet are going to do: drawn when the order is made, known to nobody. */
export type Plan =
  | { does: 'pay'; afterMs: number }
  | { does: 'decline'; afterMs: number; code: string }
  | { does: 'ignore' };

/** What becomes of cancels of this order. */
export type CancelMood =
  | { kind: 'willing' }
  | { kind: 'slow'; unknownLeft: number }
  | { kind: 'refusing'; code: string }
  /** Refuses some, obeys others: a copy of a refused cancel may still close the order. */
  | { kind: 'fickle' };

export type OrderState = 'processing' | 'paid' | 'failed' | 'closed' | 'reversed';

/** What a pay's body says of the order. */
export type OrderBody = { sale: string; minor: number; currency: string; scenario: Scenario };

export function readBody(body: string): OrderBody {
  return JSON.parse(body) as OrderBody;
}

/** For what a till's scan has begun. */
export const orderLivesMs = 60_000;

/** What is made for the customer to scan: `expiresAt` is what Alipay+ says of it, by its own clock. */
export type MadeCode = { readonly value: string; readonly expiresAt: number | null };

/** One order in Alipay+'s books. */
export class SchemeOrder {
  readonly id: string;
  readonly body: string;
  readonly paymentId: string;
  readonly createdAt: number;
  /** An inquiry does not see it before (ORDER_NOT_EXIST first, then it exists). */
  readonly visibleAt: number;
  readonly mood: CancelMood;
  /** Null for an order by the customer's own code. */
  readonly made: MadeCode | null;
  state: OrderState = 'processing';
  /** Phones that have scanned its code, and those of them that still may confirm. */
  scans = 0;
  confirming = 0;
  /** Its time is over, and who had scanned is waited for. */
  isOverdue = false;
  code = '';
  paidWallAt = 0;
  readonly #past: { at: number; state: OrderState; code: string }[] = [];

  constructor(order: Pick<SchemeOrder, 'id' | 'body' | 'createdAt' | 'visibleAt' | 'mood' | 'made'>) {
    this.id = order.id;
    this.body = order.body;
    this.paymentId = `20260101${order.id}`;
    this.createdAt = order.createdAt;
    this.visibleAt = order.visibleAt;
    this.mood = order.mood;
    this.made = order.made;
    this.#past.push({ at: order.createdAt, state: 'processing', code: '' });
  }

  become(state: OrderState, at: number, code = ''): void {
    this.state = state;
    this.code = code;
    this.#past.push({ at, state, code });
  }

  /** What a read that lags behind sees; null before the order was there. */
  seenAt(at: number): { state: OrderState; code: string } | null {
    if (at < this.visibleAt) return null;
    return this.#past.findLast((past) => past.at <= at) ?? null;
  }
}

/** What Alipay+ says of an order in that state, as a pay's result or an inquiry's paymentResult. */
export function resultOf({ state, code }: { state: OrderState; code: string }): ResultBody {
  switch (state) {
    case 'paid':
      return succeeded;
    case 'failed':
      return failedWith(code);
    case 'closed':
    case 'reversed':
      return failedWith('ORDER_IS_CLOSED');
    case 'processing':
      return unknownWith('PAYMENT_IN_PROCESS');
  }
}

export function drawPlan(world: World, dice: Dice): Plan {
  const { customers } = world.is;
  const eager = dice.chance(customers === 'eager' ? 0.7 : 0.25);
  if (eager) return { does: 'pay', afterMs: dice.chance(0.7) ? 0 : dice.between(100, 4_000) };
  return dice.weighted<Plan>([
    [{ does: 'pay', afterMs: dice.between(2_000, 59_000) }, 4],
    [{ does: 'pay', afterMs: 59_900 }, 1],
    [{ does: 'decline', afterMs: dice.between(2_000, 59_000), code: 'USER_PAYMENT_VERIFICATION_FAILED' }, 2],
    [{ does: 'decline', afterMs: 0, code: dice.pick(refusingCodes) }, customers === 'difficult' ? 6 : 2],
    [{ does: 'ignore' }, 2],
  ]);
}

export function drawMood(dice: Dice): CancelMood {
  return dice.weighted<CancelMood>([
    [{ kind: 'willing' }, 12],
    [{ kind: 'slow', unknownLeft: dice.whole(1, 8) }, 3],
    [{ kind: 'refusing', code: 'CANCEL_WINDOW_EXCEED' }, 2],
    [{ kind: 'refusing', code: 'PROCESS_FAIL' }, 1],
    [{ kind: 'fickle' }, 2],
  ]);
}
