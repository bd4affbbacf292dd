import type { Amount, PayIntent, PaymentRequestId, SaleId, Scenario, TerminalId } from '#payment';

import type { DirectBackend } from './direct-backend.ts';
import type { Dice } from './dice.ts';
import { isStormy, tell, wallNow, type World } from './world.ts';

const attemptsPerSaleMax = 4;
const lookEveryMs = 3_000;

/** Whoever asks a backend for payments without a till in between: one sale after the other, as fast as they are decided. */
export class DirectPeople {
  readonly #world: World;
  readonly #backend: DirectBackend;
  readonly #dice: Dice;
  #attempts = 0;

  constructor(world: World, backend: DirectBackend) {
    this.#world = world;
    this.#backend = backend;
    this.#dice = world.dice.fork();
  }

  /** The first sale, and from then on one after the other. */
  begin(): void {
    this.#sell(1);
  }

  #sell(number: number): void {
    if (number > this.#world.is.sales || !isStormy(this.#world)) return;
    this.#world.tally.sales += 1;
    const sale = `S${number}`;
    const amount = { currency: this.#dice.pick(['EUR', 'JPY', 'KWD']), minor: this.#dice.whole(1, 99_999) } as Amount;
    this.#later(this.#dice.between(0, 2_000), () => this.#pay(number, sale, amount, 1));
  }

  #pay(number: number, sale: string, amount: Amount, tryNumber: number): void {
    if (!isStormy(this.#world)) return;
    if (!this.#backend.mayStart(sale)) return this.#later(5_000, () => this.#pay(number, sale, amount, tryNumber));
    this.#attempts += 1;
    const id = `T1A${this.#attempts}`;
    tell(this.#world, `people: pay ${id} of ${sale}`);
    const scenario = this.#dice.chance(0.45) ? 'OrderCode' : 'PaymentCode';
    this.#backend.pay(this.#intent(id, sale, amount, scenario), JSON.stringify({ id, sale, ...amount, scenario }));
    if (this.#dice.chance(this.#world.is.stops)) this.#stopSometime(id);
    this.#later(1_000, () => this.#watch(id, number, sale, amount, tryNumber));
  }

  #stopSometime(id: string): void {
    const how = this.#dice.pick<'stop' | 'cancel'>(['stop', 'cancel']);
    const afterMs = this.#dice.weighted([
      [this.#dice.between(0, 300), 2],
      [this.#dice.between(0, 15_000), 3],
      [this.#dice.between(0, 100_000), 2],
      [this.#backend.tier.policy.deadlineMs, 1],
      [this.#dice.between(160_000, 200_000), 1],
    ]);
    this.#later(afterMs, () => this.#backend.stop(id, how));
    if (this.#dice.chance(this.#world.is.doubleTaps))
      this.#later(afterMs + this.#dice.between(0, 400), () => this.#backend.stop(id, how));
  }

  /** Looks now and then until the payment is decided; what was never begun is begun again under a new name. */
  #watch(id: string, number: number, sale: string, amount: Amount, tryNumber: number): void {
    const again = (): void => this.#later(lookEveryMs, () => this.#watch(id, number, sale, amount, tryNumber));
    const { tier } = this.#backend;
    const shows = tier.saying(id);
    if (shows === undefined && tier.factsOf(id).length === 0) {
      if (tier.lives.at(-1)?.to !== Number.POSITIVE_INFINITY || this.#backend.isBeginning(id)) return again();
      return tryNumber < attemptsPerSaleMax ? this.#pay(number, sale, amount, tryNumber + 1) : undefined;
    }
    // Impatience: the same sale once more, which must be refused while this one is open (R10).
    if (tier.open.has(id) && this.#dice.chance(0.1) && tryNumber < attemptsPerSaleMax && this.#backend.mayStart(sale))
      return this.#pay(number, sale, amount, tryNumber + 1);
    if (tier.open.has(id) || shows === undefined || shows === 'open')
      return isStormy(this.#world) ? again() : undefined;
    if (shows === 'paid' && this.#dice.chance(0.15)) {
      this.#backend.stop(id, 'cancel');
      return this.#later(1_000, () => this.#sell(number + 1));
    }
    const tryAgain = shows !== 'paid' && tryNumber < attemptsPerSaleMax && this.#dice.chance(0.6);
    if (tryAgain) this.#later(this.#dice.between(0, 5_000), () => this.#pay(number, sale, amount, tryNumber + 1));
    else this.#sell(number + 1);
  }

  #intent(id: string, sale: string, amount: Amount, scenario: Scenario): PayIntent {
    return {
      kind: 'pay.intent',
      paymentRequestId: id as PaymentRequestId,
      saleId: sale as SaleId,
      terminalId: 'T1' as TerminalId,
      amount,
      scenario,
      codeTail: scenario === 'OrderCode' ? null : '0000',
      bodyHmac: id,
      wallAt: wallNow(this.#world),
    };
  }

  #later(afterMs: number, run: () => void): void {
    this.#world.timeline.plan(afterMs, run, true);
  }
}
