import type { Dice } from './dice.ts';
import { noticeKeys, sealOf, type Notice, type NoticeBody, type TakeNotice } from './messages.ts';
import { faultHits, tell, type World } from './world.ts';

const minuteMs = 60_000;

/** Alipay+ tells again this long after each telling that nobody acknowledged: 24 h 22 min in all (Alipay+ FAQ, notifyPayment). */
const resendAfterMs = [2, 10, 10, 60, 120, 360, 900].map((minutes) => minutes * minuteMs);
/** What comes later is not waited for, but in worlds that last for a night. */
const soonMs = 2 * minuteMs;
const lateMs = 5 * minuteMs;
const latestMs = 24 * 60 * minuteMs + 22 * minuteMs;

/** Alipay+'s side of `notifyPayment`: tells final states, and tells them again until somebody acknowledges. */
export class Notifier {
  /** Who is told; nobody at first. */
  take: TakeNotice = () => undefined;
  /** Ids that a forger may name: real ones, of any till. */
  readonly #names: string[] = [];
  readonly #world: World;
  readonly #dice: Dice;

  constructor(world: World) {
    this.#world = world;
    this.#dice = world.dice.fork();
  }

  /** Tells this final state, from `afterMs` on. */
  tell(body: NoticeBody, afterMs: number): void {
    this.#names.push(body.paymentRequestId);
    // Dice of its own for each, so that how often one is copied changes nothing else (V30).
    const telling = {
      notice: sealedBy(noticeKeys.alipay, body),
      heard: false,
      dice: this.#dice.fork(),
    };
    this.#plan(afterMs, () => this.#send(telling, 0));
    const { notices } = this.#world.is;
    if (faultHits(this.#world, telling.dice, notices.forged)) this.#forge(body, telling.dice.fork());
  }

  #send(telling: Telling, tries: number): void {
    const { notice, dice } = telling;
    const { notices } = this.#world.is;
    if (telling.heard) return;
    const acknowledge = (): void => {
      telling.heard = true;
    };
    const afterMs = this.#latencyMs(dice);
    if (!faultHits(this.#world, dice, notices.lost)) {
      const hear = this.#heardBack(dice, acknowledge);
      const hearCopy = notices.copiesHeard ? hear : () => undefined;
      const copies = dice.fork();
      this.#deliver(notice, afterMs, hear);
      for (let copy = 1; copy < notices.copiesMax; copy += 1)
        this.#deliver(notice, afterMs + 1 + copies.between(0, copies.pick([10, 5_000, 50_000])), hearCopy);
    }
    const resendMs = resendAfterMs[tries];
    if (resendMs !== undefined) this.#plan(resendMs, () => this.#send(telling, tries + 1));
  }

  /** The acknowledgement may be lost as well. */
  #heardBack(dice: Dice, acknowledge: () => void): () => void {
    return faultHits(this.#world, dice, this.#world.is.notices.lost) ? () => undefined : acknowledge;
  }

  #latencyMs(dice: Dice): number {
    const { notices, night } = this.#world.is;
    if (!faultHits(this.#world, dice, notices.late)) return dice.whole(20, 400);
    return dice.between(400, night && dice.chance(0.5) ? latestMs : lateMs);
  }

  #deliver(notice: Notice, afterMs: number, acknowledge: () => void): void {
    this.#plan(afterMs, () => {
      this.#world.tally.notifications += 1;
      this.take(notice, acknowledge);
    });
  }

  /** What is not waited for comes all the same while the world lasts. */
  #plan(afterMs: number, run: () => void): void {
    this.#world.timeline.plan(afterMs, run, this.#world.is.night || afterMs <= soonMs);
  }

  /** A stranger, or somebody with another key, tells what is not so. */
  #forge(body: NoticeBody, dice: Dice): void {
    const amount = body.paymentAmount ?? { currency: 'EUR', value: '1' };
    const paid: NoticeBody = {
      ...body,
      paymentResult: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentAmount: amount,
    };
    const other = dice.pick([body.paymentRequestId, ...this.#names]);
    const unsealed = (said: NoticeBody): Notice => ({ body: JSON.stringify(said), seal: dice.whole(0, 0xffff_ffff) });
    const genuine = sealedBy(noticeKeys.alipay, body);
    const forged = dice.pick<() => Notice>([
      () => unsealed({ ...paid, paymentRequestId: other }),
      () => ({ ...genuine, body: JSON.stringify({ ...paid, paymentRequestId: other }) }),
      // Altered on the way, and signed with a key that is somebody else's.
      () => sealedBy(noticeKeys.otherClient, { ...paid, paymentRequestId: other }),
      () => sealedBy(noticeKeys.backend, paid),
      // Well signed, and of another amount, another currency, or an order that nobody knows.
      () => sealedBy(noticeKeys.alipay, { ...paid, paymentAmount: { ...amount, value: `1${amount.value}` } }),
      () => sealedBy(noticeKeys.alipay, { ...paid, paymentAmount: { ...amount, currency: 'USD' } }),
      () => sealedBy(noticeKeys.alipay, { ...paid, paymentRequestId: `${body.paymentRequestId}0` }),
      () => ({ ...genuine, body: genuine.body.slice(0, dice.whole(0, genuine.body.length - 1)) }),
    ])();
    this.#world.tally.forgeries += 1;
    tell(this.#world, `somebody forges a notification: ${forged.body}`);
    for (let copy = dice.whole(1, 3); copy > 0; copy -= 1)
      this.#deliver(forged, dice.between(20, dice.pick([100, 5_000, 90_000])), () => undefined);
  }
}

type Telling = { notice: Notice; heard: boolean; dice: Dice };

function sealedBy(key: number, said: NoticeBody): Notice {
  const body = JSON.stringify(said);
  return { body, seal: sealOf(body, key) };
}
