import { cancelWindowEnd } from '#payment';
import { writeIsoTime } from '#protocol';

import type { Dice } from './dice.ts';
import {
  failedWith,
  succeeded,
  unknownWith,
  type ReplyBody,
  type Request,
  type ResultBody,
  type Serve,
} from './messages.ts';
import { callCodes, cancelCodes, inquiryCodes, refusingCodes, unknownCodes } from './scheme-codes.ts';
import { SchemeEnds } from './scheme-ends.ts';
import { drawMood, drawPlan, orderLivesMs, readBody, resultOf, SchemeOrder, type Plan } from './scheme-order.ts';
import { Notifier } from './notifier.ts';
import { drawCode, drawLife, formOf } from './order-forms.ts';
import { faultHits, isStormy, tell, wallNow, type World } from './world.ts';

type Reply = (body: ReplyBody) => void;

/** A model of Alipay+ with the wallets behind it. It alone knows whether money moved; asked, it may lie by fault. */
export class Scheme {
  readonly notifier: Notifier;
  readonly #world: World;
  readonly #dice: Dice;
  readonly #ends: SchemeEnds;
  readonly #orders = new Map<string, SchemeOrder>();
  /** Refused before an order was made: the same id gets the same answer again. */
  readonly #refused = new Map<string, string>();
  readonly #tombstones = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    this.#dice = world.dice.fork();
    this.notifier = new Notifier(world);
    this.#ends = new SchemeEnds(world, this.#dice, this.notifier);
  }

  readonly serve: Serve = (request, answer) => {
    const reply: Reply = (body) => answer(body, wallNow(this.#world));
    switch (request.op) {
      case 'pay':
        return this.#pay(request, reply);
      case 'inquire':
        return this.#inquire(request, reply);
      case 'cancel':
        return this.#cancel(request, reply);
      case 'probe':
        return reply({ result: succeeded });
    }
  };

  #pay(request: Request, reply: Reply): void {
    const say = (result: ResultBody): void => reply(this.#payReply(request.id, result));
    if (this.#faulty()) {
      if (this.#dice.chance(0.5)) return say(unknownWith(this.#dice.pick(unknownCodes)));
      return say(failedWith(this.#dice.pick(callCodes)));
    }
    if (this.#tombstones.has(request.id)) return say(failedWith('ORDER_IS_CLOSED'));
    const refused = this.#refused.get(request.id);
    if (refused !== undefined) return say(failedWith(refused));
    const known = this.#orders.get(request.id);
    if (known === undefined) return this.#makeOrder(request, reply);
    if (known.body !== request.body) return say(failedWith('REPEAT_REQ_INCONSISTENT'));
    // Our second transmission may be refused for itself, though the first has made the order (R4).
    if (request.number > 1 && this.#faulty()) return say(failedWith(this.#dice.pick(refusingCodes)));
    reply(this.#stateReply(known));
  }

  #makeOrder(request: Request, reply: Reply): void {
    const say = (result: ResultBody): void => reply(this.#payReply(request.id, result));
    if (this.#world.is.customers !== 'eager' && this.#dice.chance(0.05)) {
      const code = this.#dice.pick(['INVALID_CODE', 'EXPIRED_CODE', 'BUSINESS_NOT_SUPPORT', 'CURRENCY_NOT_SUPPORTED']);
      this.#refused.set(request.id, code);
      return say(failedWith(code));
    }
    const { timeline } = this.#world;
    const isOrder = readBody(request.body).scenario === 'OrderCode';
    const livesMs = isOrder ? drawLife(this.#dice) : orderLivesMs;
    const order = new SchemeOrder({
      id: request.id,
      body: request.body,
      createdAt: timeline.nowMs,
      visibleAt: timeline.nowMs + (this.#stale() ? this.#dice.between(0, 5_000) : 0),
      mood: drawMood(this.#dice),
      made: isOrder ? drawCode(request.id, wallNow(this.#world) + livesMs, this.#faulty(), this.#dice) : null,
    });
    this.#orders.set(request.id, order);
    this.#world.ledger.order(order.id, order.made?.value ?? null);
    // Whoever scans an order's code has a mind of their own.
    const plan: Plan = isOrder ? { does: 'ignore' } : drawPlan(this.#world, this.#dice);
    tell(this.#world, `scheme: order ${order.id}, customer will ${plan.does}, cancels ${order.mood.kind}`);
    timeline.plan(livesMs, () => this.#ends.expire(order), true);
    if (plan.does === 'pay') {
      if (plan.afterMs === 0) this.#ends.take(order);
      else timeline.plan(plan.afterMs, () => this.#ends.take(order), true);
    }
    if (plan.does === 'decline') {
      if (plan.afterMs === 0) this.#ends.fail(order, plan.code);
      else timeline.plan(plan.afterMs, () => this.#ends.fail(order, plan.code), true);
    }
    if (!this.#faulty()) return reply(this.#stateReply(order));
    // Done, and said otherwise.
    say(this.#dice.chance(0.5) ? unknownWith('UNKNOWN_EXCEPTION') : failedWith(this.#dice.pick(callCodes)));
  }

  /** A bug of a backend: an order that was made is made again under another name. Its code. */
  orderAgain(id: string, number: number): string {
    const known = this.#orders.get(id);
    const again = `${id}N${number}`;
    const { timeline } = this.#world;
    if (known === undefined) throw new Error('only what was made can be made again');
    const made = drawCode(again, wallNow(this.#world) + 180_000, false, this.#dice);
    const order = { id: again, body: known.body, createdAt: timeline.nowMs, visibleAt: timeline.nowMs, made };
    this.#orders.set(again, new SchemeOrder({ ...order, mood: known.mood }));
    this.#world.ledger.order(again, made.value);
    return made.value;
  }

  /** A phone scans an order's code: its owner is asked, unless the order is over. */
  scanned(id: string): boolean {
    const order = this.#orders.get(id);
    if (order === undefined || order.state !== 'processing') return false;
    order.scans += 1;
    order.confirming += 1;
    if (order.scans === 2) this.#world.tally.twoPhones += 1;
    tell(this.#world, `scheme: ${id} scanned, ${order.confirming} confirming`);
    return true;
  }

  /** What the owner of a phone that had scanned does: the first to confirm pays, and what is over stays so. */
  decides(id: string, does: 'confirm' | 'refuse', codeIsOff: boolean): void {
    const order = this.#orders.get(id);
    if (order === undefined) return;
    order.confirming -= 1;
    if (order.state !== 'processing') return;
    // Most wallets only close their own page.
    if (does === 'refuse') {
      if (order.confirming === 0 && this.#dice.chance(0.4)) this.#ends.fail(order, 'USER_PAYMENT_VERIFICATION_FAILED');
      return;
    }
    if (this.#dice.chance(0.05)) return this.#ends.fail(order, this.#dice.pick(refusingCodes));
    if (codeIsOff) this.#world.tally.confirmedAfterOff += 1;
    this.#ends.take(order);
  }

  /** What pay is answered in that state. Of an order that waits for its customer it says S or U, with the code or, by fault, without. */
  #stateReply(order: SchemeOrder): ReplyBody {
    const { made, state } = order;
    if (made === null) return this.#payReply(order.id, resultOf(order));
    if (state !== 'processing' && state !== 'paid') return this.#payReply(order.id, resultOf(order));
    const result = state === 'paid' || this.#dice.chance(0.5) ? succeeded : resultOf(order);
    const said = state === 'paid' ? this.#payReply(order.id, result) : { result, paymentRequestId: order.id };
    return this.#faulty() ? said : { ...said, orderCodeForm: formOf(made, this.#faulty(), this.#dice) };
  }

  #inquire(request: Request, reply: Reply): void {
    if (this.#faulty()) {
      if (this.#dice.chance(0.5)) return reply({ result: unknownWith(this.#dice.pick(unknownCodes)) });
      return reply({ result: failedWith(this.#dice.pick(inquiryCodes)) });
    }
    const order = this.#orders.get(request.id);
    if (order === undefined && this.#tombstones.has(request.id))
      return reply({
        result: succeeded,
        paymentRequestId: request.id,
        paymentResult: failedWith('ORDER_IS_CLOSED'),
      });
    const lagMs = this.#stale() ? this.#dice.between(0, 5_000) : 0;
    const seen = order?.seenAt(this.#world.timeline.nowMs - lagMs) ?? null;
    if (seen === null) return reply({ result: failedWith('ORDER_NOT_EXIST') });
    if ((seen.state === 'processing' || seen.state === 'paid') && this.#faulty())
      return reply({
        result: succeeded,
        paymentRequestId: request.id,
        paymentResult: unknownWith('UNKNOWN_EXCEPTION'),
      });
    reply({ ...this.#payReply(request.id, resultOf(seen)), result: succeeded, paymentResult: resultOf(seen) });
  }

  #cancel(request: Request, reply: Reply): void {
    const say = (result: ResultBody): void => reply({ result });
    if (this.#faulty()) {
      if (this.#dice.chance(0.5)) return say(unknownWith(this.#dice.pick(unknownCodes)));
      return say(failedWith(this.#dice.pick(cancelCodes)));
    }
    const order = this.#orders.get(request.id);
    if (order === undefined) return say(this.#cancelUnknown(request.id));
    const refusal = order.state === 'paid' || order.state === 'processing' ? this.#refusalOf(order) : null;
    if (refusal !== null) return say(refusal);
    this.#ends.close(order);
    say(this.#faulty() ? unknownWith('UNKNOWN_EXCEPTION') : succeeded);
  }

  #cancelUnknown(id: string): ResultBody {
    switch (this.#world.is.cancelOfUnknown) {
      case 'tombstone':
        this.#tombstones.add(id);
        return succeeded;
      case 'forgotten':
        return succeeded;
      case 'refused':
        return failedWith('ORDER_NOT_EXIST');
    }
  }

  #refusalOf(order: SchemeOrder): ResultBody | null {
    const { mood } = order;
    if (order.state === 'paid' && wallNow(this.#world) > cancelWindowEnd(order.paidWallAt))
      return failedWith('CANCEL_WINDOW_EXCEED');
    switch (mood.kind) {
      case 'willing':
        return null;
      case 'slow':
        mood.unknownLeft -= 1;
        return mood.unknownLeft >= 0 && isStormy(this.#world) ? unknownWith('UNKNOWN_EXCEPTION') : null;
      case 'refusing':
        return failedWith(mood.code);
      case 'fickle':
        return this.#dice.chance(0.5) ? failedWith('PROCESS_FAIL') : null;
    }
  }

  #payReply(id: string, result: ResultBody): ReplyBody {
    const order = this.#orders.get(id);
    if (order === undefined || result.resultStatus !== 'S') return { result, paymentRequestId: id };
    const { minor, currency } = readBody(order.body);
    return {
      result,
      paymentRequestId: id,
      paymentId: order.paymentId,
      paymentAmount: { currency, value: String(minor) },
      paymentTime: writeIsoTime(order.paidWallAt),
      walletBrandName: 'KAKAOPAY',
    };
  }

  #faulty(): boolean {
    return faultHits(this.#world, this.#dice, this.#world.is.schemeFaults);
  }

  #stale(): boolean {
    return faultHits(this.#world, this.#dice, this.#world.is.staleReads);
  }
}
