import * as z from 'zod';

import { Amount } from '#payment';

import { orderCodeCharsMax, StoreWord } from './acquiring.ts';

/** Languages that a customer display speaks, by BCP 47. */
export const DisplayLanguage = z.enum(['en', 'zh-Hans', 'ja']);
export type DisplayLanguage = z.infer<typeof DisplayLanguage>;

/** A result is shown to the customer this long, in ms of machine time; then the display is idle again by itself. */
export const resultShownForMs = 10_000;

/** In the last part of a code's life its seconds are written out. */
export const displayDigitsMs = 30_000;

/** How long a result has been known, when this was said; machine time. */
const agoMs = z.number().min(0);

const Showing = z.discriminatedUnion('shows', [
  z.strictObject({ shows: z.literal('idle') }),
  /** The cashier waits for the customer's own code. */
  z.strictObject({ shows: z.literal('amount'), amount: Amount }),
  /** An order's code is being made, or the customer's code was sent. */
  z.strictObject({ shows: z.literal('one-moment'), amount: Amount }),
  z.strictObject({
    shows: z.literal('code'),
    amount: Amount,
    /** What the QR code says. */
    code: z.string().min(1).max(orderCodeCharsMax),
    /** Until it is taken off, when this was said, and all of its time; machine time. */
    leftMs: z.number().min(0),
    lifeMs: z.number().min(0),
  }),
  /** The wallet asks its owner. */
  z.strictObject({ shows: z.literal('confirm'), amount: Amount }),
  /** The code is off, or the payment is being closed: who has scanned may still finish. */
  z.strictObject({ shows: z.literal('closing'), amount: Amount }),
  /** Nobody knows yet: please keep the page open, and do not pay again. */
  z.strictObject({ shows: z.literal('problem'), amount: Amount }),
  z.strictObject({
    shows: z.literal('paid'),
    amount: Amount,
    wallet: z.string().nullable(),
    /** Wall clock, ms since 1970. */
    at: z.number(),
    storeWord: StoreWord.nullable(),
    agoMs,
  }),
  z.strictObject({
    shows: z.literal('not-paid'),
    amount: Amount,
    /** It had been paid, and was taken back. */
    moneyGoesBack: z.boolean(),
    /** The shop closed it. Who confirmed in that moment may have paid, and gets it back: a cancel does not say which. */
    wasClosed: z.boolean(),
    agoMs,
  }),
]);

/**
 * All that a customer display knows. A new one replaces the old one whole. Nothing of staff, of other sales or of the till's
 * troubles is in it.
 */
export const Display = z.strictObject({
  /** Grows by one with every model of one host process; `hostId` changes with the process. */
  revision: z.number().int(),
  hostId: z.string(),
  environment: z.enum(['sandbox', 'production']),
  shopName: z.string(),
  /** Of the wallet, where the code told which; null: the display's own. */
  language: DisplayLanguage.nullable(),
  /** Machine time runs this much faster than the wall; 1 outside tests. */
  timeScale: z.number(),
  now: Showing,
});
export type Display = z.infer<typeof Display>;
export type Showing = Display['now'];
