import { createHash, type Hash } from 'node:crypto';

/** What is counted over all worlds. */
export type Tally = {
  sales: number;
  attempts: number;
  /** Payments, where they begin, by who scans whose code: the shop the customer's, or the customer an order's. */
  byPaymentCode: number;
  byOrderCode: number;
  /** Order codes that customers could see. */
  codesShown: number;
  /** Paid after the code had been taken off the display. */
  lastSeconds: number;
  /** Customers who confirmed when the code was not to be seen any more, in time; and who were still confirming when it was closed. */
  confirmedAfterOff: number;
  closedConfirming: number;
  /** Orders whose code a second phone scanned too. */
  twoPhones: number;
  faults: number;
  crashes: number;
  stops: number;
  /** Payments that were put into the tray, and amounts that were asked about because of it. */
  parks: number;
  sameAmounts: number;
  /** Wall clocks that leapt, and machines that fell asleep. */
  leaps: number;
  sleeps: number;
  /** Notifications of Alipay+ and hints to tills that arrived, copies and forgeries with them. */
  notifications: number;
  hints: number;
  forgeries: number;
  /** Payments that Alipay+ took although it had closed the order: what a conflict is made of. */
  rogues: number;
  conflicts: number;
  /** Pairs of worlds that were compared: with and without leaps (V28), with one copy of each notification and eight (V30). */
  clockTwins: number;
  copyTwins: number;
  /** The most inquiries that Alipay+ had in any 60 s about one attempt, and about all attempts of one till. */
  mostAskedOfOne: number;
  mostAskedOfTill: number;
  /** In any 180 s about one order code. */
  mostAskedOfOrder: number;
  events: number;
};

export function emptyTally(): Tally {
  return {
    sales: 0,
    attempts: 0,
    byPaymentCode: 0,
    byOrderCode: 0,
    codesShown: 0,
    lastSeconds: 0,
    confirmedAfterOff: 0,
    closedConfirming: 0,
    twoPhones: 0,
    faults: 0,
    crashes: 0,
    stops: 0,
    parks: 0,
    sameAmounts: 0,
    leaps: 0,
    sleeps: 0,
    notifications: 0,
    hints: 0,
    forgeries: 0,
    rogues: 0,
    conflicts: 0,
    clockTwins: 0,
    copyTwins: 0,
    mostAskedOfOne: 0,
    mostAskedOfTill: 0,
    mostAskedOfOrder: 0,
    events: 0,
  };
}

const tallied = [
  'sales',
  'attempts',
  'byPaymentCode',
  'byOrderCode',
  'codesShown',
  'lastSeconds',
  'confirmedAfterOff',
  'closedConfirming',
  'twoPhones',
  'faults',
  'crashes',
  'stops',
  'parks',
  'sameAmounts',
  'leaps',
  'sleeps',
  'notifications',
  'hints',
  'forgeries',
  'rogues',
  'conflicts',
  'clockTwins',
  'copyTwins',
  'events',
] as const satisfies readonly (keyof Tally)[];

export function addTally(total: Tally, more: Tally): void {
  for (const name of tallied) total[name] += more[name];
  total.mostAskedOfOne = Math.max(total.mostAskedOfOne, more.mostAskedOfOne);
  total.mostAskedOfTill = Math.max(total.mostAskedOfTill, more.mostAskedOfTill);
  total.mostAskedOfOrder = Math.max(total.mostAskedOfOrder, more.mostAskedOfOrder);
}

/**
 * All that happened in one world, in words, as a digest or, when traced, as lines too.
 * Two runs of one seed must have equal digests (V48).
 */
export class History {
  readonly #hash: Hash = createHash('sha256');
  readonly #lines: string[] | null;
  #pending = '';

  constructor(traced: boolean) {
    this.#lines = traced ? [] : null;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  /** `inFull` is told in place of `line` where somebody reads; the digest is of `line` alone. */
  add(atMs: number, line: string, inFull = line): void {
    this.#lines?.push(`${(atMs / 1000).toFixed(3).padStart(9)} ${inFull}`);
    this.#pending += `${atMs} ${line}\n`;
    if (this.#pending.length < 8_192) return;
    this.#hash.update(this.#pending);
    this.#pending = '';
  }

  digest(): string {
    return this.#hash.update(this.#pending).digest('hex');
  }
}
