import { pick } from '../crash/seeded.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Scanned, WatchedTill } from './watched-till.ts';

const wallet = 'alipayhk';
const firstMinor = 100;

/** What is held in front of a scanner during a day, and how often of a hundred times. */
const held = {
  'a code while a sale waits': 58,
  'a code before its amount': 8,
  'a code that the customer must confirm, and another one while that is open': 3,
  'a code that is declined': 4,
  'a code that was charged before': 7,
  'a web address': 5,
  'a long menu address': 3,
  'a card number': 4,
  'an article': 3,
  'a driving licence': 2,
  'the test code': 3,
} as const;
type Held = keyof typeof held;
const choices = (Object.keys(held) as Held[]).flatMap((what) => Array.from({ length: held[what] }, () => what));

const texts: Partial<Record<Held, { text: string; aim: string; is: Scanned }>> = {
  'a web address': { text: 'https://shop.example/t/12', aim: ']Q0', is: refusedFor('web-address') },
  'a long menu address': {
    text: `https://shop.example/menu?${'dish=soup&'.repeat(30)}`,
    aim: ']Q0',
    is: refusedFor('web-address'),
  },
  'a card number': { text: '4111111111111111', aim: ']C0', is: refusedFor('card-number') },
  'an article': { text: '590123412', aim: ']E0', is: refusedFor('too-short') },
  'a driving licence': {
    text: '@\n\u001e\rANSI 636000090002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\n',
    aim: ']L0',
    is: refusedFor('letters'),
  },
  'the test code': { text: 'AZQWM-/.:_@1', aim: ']C0', is: { is: 'test-code' } },
};

export type Payment = { paymentRequestId: string; outcome: string; minor: number };

/** Everything that customers show at one till, by a seed. Knows what the till must say to each, and what must be paid. */
export class ShopDay {
  /** What the till has to say, one for each scan, in order. */
  readonly expected: Scanned[] = [];
  readonly payments: Payment[] = [];
  /** Which of it was shown how often. */
  readonly shown = new Map<Held, number>();
  readonly #till: WatchedTill;
  readonly #sandbox: Sandbox;
  readonly #random: () => number;
  #minor = firstMinor;
  #charged: string | null = null;

  constructor(till: WatchedTill, sandbox: Sandbox, random: () => number) {
    this.#till = till;
    this.#sandbox = sandbox;
    this.#random = random;
  }

  /** One customer, at one of these scanners; leaves the till at its keypad. One scan, or two. */
  async customer(scanners: readonly string[]): Promise<void> {
    const what = pick(choices, this.#random);
    const scanner = pick(scanners, this.#random);
    this.shown.set(what, (this.shown.get(what) ?? 0) + 1);
    const text = texts[what];
    if (text !== undefined) return await this.#showsText(scanner, text.text, text.aim, text.is);
    if (what === 'a code before its amount') return await this.#paysHeld(scanner);
    if (what === 'a code that was charged before') return await this.#showsAgain(scanner);
    if (what === 'a code that is declined') return await this.#pays(scanner, 'refuses');
    if (what === 'a code while a sale waits') return await this.#pays(scanner, 'approves');
    await this.#pays(scanner, 'must-confirm');
  }

  async #pays(scanner: string, temper: 'approves' | 'refuses' | 'must-confirm'): Promise<void> {
    if (temper !== 'approves') await this.#sandbox.behave(wallet, temper);
    const minor = this.#minor++;
    await this.#till.charge(minor);
    const code = await this.#sandbox.freshCode(wallet);
    await this.#scan(scanner, code, ']C0', { is: 'ok' });
    if (temper === 'must-confirm') {
      const id = await this.#till.untilAsking();
      await this.#scan(scanner, await this.#sandbox.freshCode(wallet), ']Q0', refusedFor('busy'));
      await this.#sandbox.decide(wallet, 'confirm', id);
    }
    this.payments.push({ ...(await this.#till.outcome()), minor });
    this.#charged = code;
    if (temper !== 'approves') await this.#sandbox.behave(wallet, 'approves');
  }

  async #paysHeld(scanner: string): Promise<void> {
    const minor = this.#minor++;
    const code = await this.#sandbox.freshCode(wallet);
    await this.#scan(scanner, code, ']Q0', { is: 'ok' });
    await this.#till.charge(minor, { withHeld: true });
    this.payments.push({ ...(await this.#till.outcome()), minor });
    this.#charged = code;
  }

  /** With a sale that waits or without one. */
  async #showsAgain(scanner: string): Promise<void> {
    if (this.#charged === null) return await this.#pays(scanner, 'approves');
    await this.#showsText(scanner, this.#charged, ']Q0', refusedFor('seen-before'));
  }

  async #showsText(scanner: string, text: string, aim: string, is: Scanned): Promise<void> {
    const waits = this.#random() < 0.5;
    if (waits) await this.#till.charge(this.#minor++);
    await this.#scan(scanner, text, aim, is);
    if (waits) await this.#till.back();
  }

  async #scan(scanner: string, text: string, aim: string, is: Scanned): Promise<void> {
    this.expected.push(is);
    await this.#till.scan(scanner, text, aim);
  }
}

function refusedFor(why: string): Scanned {
  return { is: 'bad-scan', why };
}
