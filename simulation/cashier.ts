import { parkAfterMs, type Command, type HostFrame, type Reply, type Snapshot, type Stage } from '#contract';
import type { Amount, PaymentRequestId, SaleId } from '#payment';

import { unroutableStart } from './desk-backend.ts';
import type { Dice } from './dice.ts';
import type { Till } from './till.ts';
import { isStormy, type World } from './world.ts';

const deadlineMs = 75_000;

/** The people at one counter: they look at the screen now and then, and press what it offers, and what it does not. */
export class Cashier {
  readonly #world: World;
  readonly #till: Till;
  readonly #dice: Dice;
  #stage: Stage | null = null;
  #seenAtMs = 0;
  #frames = 0;
  #sales = 0;
  #charging: Extract<Command, { do: 'charge' }> | null = null;
  #tray: Snapshot['tray'] = [];
  #held: Snapshot['held'] = null;
  #codes: string[] = [];
  readonly #stopsPlanned = new Set<string>();

  constructor(world: World, till: Till) {
    this.#world = world;
    this.#till = till;
    this.#dice = world.dice.fork();
    till.watcher = (frame) => this.#sees(frame);
  }

  begin(): void {
    this.#lookLater(500);
  }

  #sees(frame: HostFrame): void {
    if (frame.frame === 'snapshot') this.#seesSnapshot(frame.snapshot);
    if (frame.frame === 'reply') this.#hears(frame.reply);
  }

  #seesSnapshot({ stage, tray, held }: Snapshot): void {
    this.#stage = stage;
    this.#seenAtMs = this.#world.timeline.nowMs;
    this.#tray = tray;
    this.#held = held;
    if ('saleId' in stage && stage.saleId === this.#charging?.saleId) this.#charging = null;
    if (stage.at !== 'asking' || this.#stopsPlanned.has(stage.paymentRequestId)) return;
    this.#stopsPlanned.add(stage.paymentRequestId);
    if (this.#dice.chance(this.#world.is.stops)) this.#planStop(stage.paymentRequestId);
  }

  /** The same amount waits in the tray: mostly another customer; else the sale is given up. */
  #hears(reply: Reply): void {
    if (this.#charging === null) return;
    const { saleId, amount } = this.#charging;
    if (reply.is === 'refused' && reply.why === 'nothing-held') this.#charging = { do: 'charge', saleId, amount };
    // Closed by a start before anybody heard that it was open: as a screen does, the same amount in a new sale.
    if (reply.is === 'refused' && reply.why === 'unknown-sale') {
      this.#sales += 1;
      this.#charging = { ...this.#charging, saleId: this.#saleId(this.#sales) };
    }
    if (reply.is !== 'same-amount') return;
    this.#world.tally.sameAmounts += 1;
    if (this.#dice.chance(0.8)) this.#charging = { ...this.#charging, anotherCustomer: true };
    else this.#charging = null;
  }

  #planStop(paymentRequestId: PaymentRequestId): void {
    const afterMs = this.#dice.weighted([
      [this.#dice.between(0, 300), 2],
      [this.#dice.between(0, 15_000), 3],
      [this.#dice.between(0, 100_000), 2],
      [deadlineMs, 1],
      // Around the end of an order's code.
      [this.#dice.between(165_000, 200_000), 1],
    ]);
    this.#world.timeline.plan(
      afterMs,
      () => {
        this.#world.tally.stops += 1;
        this.#press({ do: 'stop', paymentRequestId });
      },
      true,
    );
  }

  #lookLater(withinMs: number): void {
    if (!isStormy(this.#world)) return;
    this.#world.timeline.plan(this.#dice.between(100, withinMs), () => this.#act(), true);
  }

  #act(): void {
    const stage = this.#stage;
    if (stage === null) return this.#lookLater(4_000);
    if (this.#dice.chance(0.05)) this.#fumble(stage);
    if (this.#dice.chance(0.3)) this.#tendTray();
    switch (stage.at) {
      case 'idle':
        if (this.#sales >= this.#world.is.sales && this.#charging === null) {
          if (this.#tray.length === 0) return;
        } else if (this.#charging === null && this.#held === null && this.#dice.chance(0.25))
          this.#press({ do: 'scan', saleId: null, text: this.#code(), source: 'wedge' });
        else this.#charge();
        break;
      case 'scan':
        if (this.#dice.chance(0.03)) this.#press({ do: 'back', saleId: stage.saleId });
        else if (this.#dice.chance(0.25)) this.#press({ do: 'show-code', saleId: stage.saleId });
        else this.#press({ do: 'scan', saleId: stage.saleId, text: this.#code(), source: 'wedge' });
        break;
      case 'asking':
      case 'cancelling': {
        const { paymentRequestId } = stage;
        const elapsedMs = stage.elapsedMs + this.#world.timeline.nowMs - this.#seenAtMs;
        if (elapsedMs >= parkAfterMs && this.#dice.chance(0.4)) this.#press({ do: 'park', paymentRequestId });
        return this.#lookLater(6_000);
      }
      case 'outcome': {
        const { paymentRequestId, outcome } = stage;
        const no = outcome === 'declined' || outcome === 'cancelled';
        this.#press({ do: 'acknowledge', paymentRequestId, again: this.#dice.chance(no ? 0.6 : 0.05) });
        break;
      }
    }
    this.#lookLater(4_000);
  }

  #charge(): void {
    // A lost reply is answered by asking the same again, until the screen shows that it was heard.
    if (this.#charging === null) {
      this.#sales += 1;
      this.#world.tally.sales += 1;
      const before = this.#dice.chance(0.3) ? this.#anyCard() : null;
      const amount = before?.amount ?? ({ currency: 'EUR', minor: this.#dice.whole(1, 99_999) } as Amount);
      this.#charging = { do: 'charge', saleId: this.#saleId(this.#sales), amount };
      if (this.#held !== null && this.#dice.chance(0.9)) this.#charging = { ...this.#charging, withHeld: true };
      else if (this.#dice.chance(0.35)) this.#charging = { ...this.#charging, showCode: true };
    }
    this.#press(this.#charging);
  }

  /** Somebody looks at what waits: takes it back, stops it, or reads what it became. */
  #tendTray(): void {
    const card = this.#anyCard();
    if (card === null) return;
    const { paymentRequestId, finalAt } = card;
    const what = this.#dice.whole(0, 3);
    if (finalAt !== null && what > 1)
      this.#press({ do: 'acknowledge', paymentRequestId, again: this.#dice.chance(0.3) });
    else if (finalAt === null && what === 3) this.#press({ do: 'stop', paymentRequestId });
    else if (what < 2) this.#press({ do: 'take', paymentRequestId });
  }

  #anyCard(): Snapshot['tray'][number] | null {
    return this.#tray.length === 0 ? null : (this.#tray[this.#dice.whole(0, this.#tray.length - 1)] ?? null);
  }

  /** A new code, or now and then one that was shown before, leads nowhere, or is none. */
  #code(): string {
    const old = this.#codes.at(-1);
    if (old !== undefined && this.#dice.chance(0.1)) return old;
    if (this.#dice.chance(0.03)) return this.#dice.pick(['', 'https://example.test', '4111111111111111', '2']);
    const start = this.#dice.chance(0.03) ? unroutableStart : '28';
    const code =
      start + String(this.#dice.whole(10_000_000, 99_999_999)) + String(this.#dice.whole(10_000_000, 99_999_999));
    this.#codes.push(code);
    return code;
  }

  /** Two tills never have the same sale. */
  #saleId(number: number): SaleId {
    return `${this.#till.settings.terminalId}S${number}` as SaleId;
  }

  /** What the screen does not offer: scanning and charging while busy, stopping what is over, nonsense. */
  #fumble(stage: Stage): void {
    const paymentRequestId = 'paymentRequestId' in stage ? stage.paymentRequestId : ('TILL1N1' as PaymentRequestId);
    const saleId = this.#saleId(Math.max(1, this.#sales));
    switch (this.#dice.whole(0, 11)) {
      case 0:
        return this.#press({ do: 'scan', saleId, text: this.#code(), source: 'typed' });
      case 1:
        return this.#press({ do: 'charge', saleId, amount: { currency: 'EUR', minor: 100 } as Amount });
      case 2:
        return this.#press({ do: 'stop', paymentRequestId });
      case 3:
        return this.#press({ do: 'back', saleId });
      case 4:
        return this.#press({ do: 'acknowledge', paymentRequestId, again: true });
      case 5:
        return this.#press({ do: 'details', paymentRequestId });
      case 6:
        return this.#press({ do: 'park', paymentRequestId });
      case 7:
        return this.#press({ do: 'take', paymentRequestId });
      case 8:
        return this.#press({ do: 'drop-held' });
      case 9:
        return this.#press({ do: 'show-code', saleId });
      case 10:
        return this.#press({ do: 'display-here' });
      default:
        return this.#till.send({ nonsense: true });
    }
  }

  /** One press: lost on the way, or felt twice, now and then. */
  #press(command: Command): void {
    const { lostReplies, doubleTaps } = this.#world.is;
    this.#frames += 1;
    const frame = { id: `f${this.#frames}`, command };
    if (!this.#dice.chance(lostReplies / 2)) this.#till.send(frame);
    if (!this.#dice.chance(doubleTaps) && !this.#dice.chance(lostReplies)) return;
    this.#world.timeline.plan(this.#dice.between(0, 400), () => this.#till.send(frame), true);
  }
}
