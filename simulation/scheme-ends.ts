import { writeIsoTime } from '#protocol';

import type { Dice } from './dice.ts';
import { failedWith, succeeded, type NoticeBody, type ResultBody } from './messages.ts';
import type { Notifier } from './notifier.ts';
import { readBody, type SchemeOrder } from './scheme-order.ts';
import { faultHits, tell, wallNow, type World } from './world.ts';

/** How orders end in Alipay+'s books: the money that moves, and who is told. */
export class SchemeEnds {
  readonly #world: World;
  readonly #dice: Dice;
  readonly #notifier: Notifier;

  constructor(world: World, dice: Dice, notifier: Notifier) {
    this.#world = world;
    this.#dice = dice;
    this.#notifier = notifier;
  }

  /** The customer pays; what is over stays as it is. */
  take(order: SchemeOrder): void {
    if (order.state !== 'processing') return;
    const { nowMs } = this.#world.timeline;
    order.paidWallAt = wallNow(this.#world);
    order.become('paid', nowMs);
    this.#capture(order, false);
    tell(this.#world, `scheme: ${order.id} paid`);
    this.#tellLater(order, succeeded);
  }

  fail(order: SchemeOrder, code: string): void {
    if (order.state !== 'processing') return;
    order.become('failed', this.#world.timeline.nowMs, code);
    tell(this.#world, `scheme: ${order.id} failed ${code}`);
    this.#tellLater(order, failedWith(code));
    this.#maybeRogue(order);
  }

  expire(order: SchemeOrder): void {
    if (order.state !== 'processing') return;
    // Who has scanned in time may be let finish.
    if (order.confirming > 0 && !order.isOverdue && this.#dice.chance(0.5)) {
      order.isOverdue = true;
      this.#world.timeline.plan(this.#dice.between(1_000, 40_000), () => this.expire(order), true);
      return;
    }
    if (order.confirming > 0) this.#world.tally.closedConfirming += 1;
    order.become('closed', this.#world.timeline.nowMs);
    tell(this.#world, `scheme: ${order.id} expired`);
    this.#maybeRogue(order);
  }

  /** Cancelled: what was paid goes back. */
  close(order: SchemeOrder): void {
    const { nowMs } = this.#world.timeline;
    if (order.state === 'paid') {
      this.#world.ledger.reverse(order.id);
      order.become('reversed', nowMs);
    } else if (order.state === 'processing') {
      if (order.confirming > 0) this.#world.tally.closedConfirming += 1;
      order.become('closed', nowMs);
      // The wallet may have taken the money in the same moment: it gives it back by itself, and may tell of it.
      if (mayTake(order) && faultHits(this.#world, this.#dice, this.#world.is.schemeFaults))
        this.#tellLater(order, succeeded);
      this.#maybeRogue(order);
    }
    tell(this.#world, `scheme: ${order.id} ${order.state}`);
  }

  #capture(order: SchemeOrder, rogue: boolean): void {
    const { sale, minor, currency } = readBody(order.body);
    this.#world.ledger.capture({ id: order.id, sale, minor, currency, paymentId: order.paymentId, rogue });
  }

  /** Alipay+'s own fault: the money is taken long after the order was called closed or failed (V32). */
  #maybeRogue(order: SchemeOrder): void {
    if (!mayTake(order) || !faultHits(this.#world, this.#dice, this.#world.is.rogues)) return;
    const take = (): void => {
      if (order.state !== 'closed' && order.state !== 'failed') return;
      order.paidWallAt = wallNow(this.#world);
      order.become('paid', this.#world.timeline.nowMs);
      this.#capture(order, true);
      this.#world.tally.rogues += 1;
      tell(this.#world, `scheme: ${order.id} paid after all`);
      this.#tellLater(order, succeeded);
    };
    this.#world.timeline.plan(this.#dice.between(1_000, 300_000), take, true);
  }

  /** notifyPayment: at once, sometimes before the answer to pay, or some seconds later. */
  #tellLater(order: SchemeOrder, paymentResult: ResultBody): void {
    const { minor, currency } = readBody(order.body);
    const paymentAmount = { currency, value: String(minor) };
    const body: NoticeBody = { paymentRequestId: order.id, paymentResult, paymentAmount };
    const paid = { ...body, paymentId: order.paymentId, paymentTime: writeIsoTime(wallNow(this.#world)) };
    const afterMs = this.#dice.chance(0.3) ? this.#dice.between(0, 50) : this.#dice.between(50, 10_000);
    this.#notifier.tell(paymentResult.resultStatus === 'S' ? paid : body, afterMs);
  }
}

/** Nobody's money can be taken for a code that nobody has scanned. */
function mayTake({ made, scans }: SchemeOrder): boolean {
  return made === null || scans > 0;
}
