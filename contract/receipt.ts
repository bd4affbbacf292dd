import * as z from 'zod';

import { PaymentRequestId } from '#payment';

import { DeviceId } from './devices.ts';

/** Languages that paper speaks, by BCP 47. */
export const ReceiptLanguage = z.enum(['en', 'zh-Hans', 'ja', 'th']);
export type ReceiptLanguage = z.infer<typeof ReceiptLanguage>;

export const ReceiptKind = z.enum([
  'paid', // the receipt, and the only one that says PAID (V42)
  'pending', // the slip of a payment whose result is not known: no receipt
  'order-code', // an order's code on paper, where no screen can show it
  'opening-check', // the line that the opening check prints
  'printer-test',
]);
export type ReceiptKind = z.infer<typeof ReceiptKind>;

/** Letters of the printer's own font on one line: 32 on paper of 58 mm, 48 on 80 mm. */
export const paperColumnsMin = 24;
export const paperColumnsMax = 64;

/** The longest document, in characters of markup. */
export const receiptMarkupCharsMax = 16_384;

/** What is printed, laid out for one width of paper: ReceiptLine's markup. Paper, preview and text are made of this alone. */
export const ReceiptDocument = z.strictObject({
  kind: ReceiptKind,
  environment: z.enum(['sandbox', 'production']),
  /** The journal's number of the payment's final record; null for whatever is no receipt. */
  number: z.int().min(1).nullable(),
  /** 0: the first one. From 1 on it is marked as COPY 1, 2, … */
  copy: z.int().min(0),
  columns: z.int().min(paperColumnsMin).max(paperColumnsMax),
  /** The shop's, and the customer's where it is another. */
  languages: z.array(ReceiptLanguage).min(1).max(2),
  markup: z.string().max(receiptMarkupCharsMax),
});
export type ReceiptDocument = z.infer<typeof ReceiptDocument>;

/** What a screen shows of a document, within one frame of the link. */
export const ReceiptPreview = z.strictObject({
  kind: ReceiptKind,
  number: z.int().min(1).nullable(),
  copy: z.int().min(0),
  languages: z.array(ReceiptLanguage).min(1).max(2),
  /** Loads nothing from anywhere; the page's styles may give it another font. */
  svg: z.string().max(49_152),
  /** The same for who does not see it. */
  text: z.string().max(8_192),
});
export type ReceiptPreview = z.infer<typeof ReceiptPreview>;

/** What keeps a printer from printing; each has its words and one thing to do on the screens. */
export const PrinterTrouble = z.enum([
  'absent',
  'no-permission', // there, but this user may not open it
  'in-use', // another program prints
  'unplugged',
  'unresponsive', // no answer in its time
  'paper-out',
  'paper-low', // it still prints
  'cover-open',
  'cutter',
  'overheat',
  'offline', // it says so, and not why
  'garbled', // what it answers does not read
  'unsupported',
  'unknown',
]);
export type PrinterTrouble = z.infer<typeof PrinterTrouble>;

/** Why a job stands where it stands, where it is not the printer's trouble. */
export const PrintReason = z.enum([
  ...PrinterTrouble.options,
  'restart', // the till was started anew meanwhile
  'no-answer', // the driver process gave none in time
  'waited', // the printer was not ready within `startWithinMs`
  'no-longer-so', // the payment became something that this paper does not say
  'other-printer', // it was sent to another printer instead
  'queue-full',
]);
export type PrintReason = z.infer<typeof PrintReason>;

/** Where a job stands (RELIABILITY 5.7). */
export const PrintJobState = z.enum([
  'queued', // waits for its turn
  'sending', // bytes may have left
  'confirmed', // the printer said that all of it is on paper
  'sent', // this printer cannot say: no claim is made
  'interrupted', // paper may have moved: a person is asked, and what is printed next is a copy
  'not-started', // nothing has left: it prints by itself when the printer is back in time
  'parked', // nothing has left, and nothing will by itself: on the list of what is not printed
  'withdrawn', // nothing has left, and nothing will
  'dismissed', // it was interrupted or parked, and a person has said that no paper is wanted
]);
export type PrintJobState = z.infer<typeof PrintJobState>;

export const PrintJobId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,64}$/)
  .brand<'PrintJobId'>();
export type PrintJobId = z.infer<typeof PrintJobId>;

/** One job as screens show it. */
export const PrintJobView = z.strictObject({
  job: PrintJobId,
  printer: DeviceId,
  kind: ReceiptKind,
  /** Null for what is of no payment. */
  paymentRequestId: PaymentRequestId.nullable(),
  number: z.int().min(1).nullable(),
  copy: z.int().min(0),
  state: PrintJobState,
  why: PrintReason.nullable(),
  /** Wall clock, ms since 1970. */
  queuedAt: z.number(),
});
export type PrintJobView = z.infer<typeof PrintJobView>;

/** A line of the shop's own on its receipts; it is wrapped where it is too long for the paper. */
const ownLine = z.string().trim().min(1, 'must not be empty').max(96);

/** What a shop may say about its paper. */
export const ReceiptSettings = z.strictObject({
  /** Of the shop; English where nothing is said. */
  language: ReceiptLanguage.optional(),
  /** A name of the IANA database, such as `Asia/Singapore`; the machine's own where nothing is said. */
  timeZone: z.stringFormat('time zone', isTimeZone, 'is no time zone that is known, such as Asia/Singapore').optional(),
  /** Below the shop's name: address, telephone, tax number. */
  header: z.array(ownLine).max(6).optional(),
  footer: z.array(ownLine).max(6).optional(),
});
export type ReceiptSettings = z.infer<typeof ReceiptSettings>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
