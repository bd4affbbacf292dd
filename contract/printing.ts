import * as z from 'zod';

import { PaymentRequestId } from '#payment';

import { DeviceId } from './devices.ts';
import { FoundPrinter, Printer, printersFoundMax, printersMax, PrinterWish } from './printers.ts';
import { PrintJobId, PrintJobView } from './receipt.ts';

/** Jobs that a snapshot shows: the newest, and then what is not printed. */
export const jobsShownMax = 40;

/** What a till's screens show of its paper. */
export const Printing = z.strictObject({
  /** A receipt is printed by itself when a payment is PAID, where a printer is known for it. */
  automatic: z.boolean(),
  /** Where receipts go unless another is named; null: no printer was chosen yet. */
  printer: DeviceId.nullable(),
  printers: z.array(Printer).max(printersMax),
  found: z.array(FoundPrinter).max(printersFoundMax),
  /** The newest ten, whatever became of them, and the newest of those that are not printed; newest first. */
  jobs: z.array(PrintJobView).max(jobsShownMax),
  /** How many are on the list of what is not printed, also those that are not among `jobs`. */
  notPrinted: z.int().min(0),
});
export type Printing = z.infer<typeof Printing>;

/** Why somebody has the drawer opened. No sale here opens one: there is no cash in it. */
export const DrawerReason = z.enum(['opening-check', 'change', 'cash-in', 'cash-out', 'test', 'other']);
export type DrawerReason = z.infer<typeof DrawerReason>;

/** In what a person writes about an opening of the drawer. */
export const drawerNoteCharsMax = 80;

/** The longest text that is looked at for a receipt's code, in characters. */
export const receiptTextCharsMax = 64;

const job = PrintJobId;
const paymentRequestId = PaymentRequestId;
/** Where nothing is said, the one for receipts. */
const printer = DeviceId.optional();

/** What a screen may ask of paper and the drawer. It mints the job's id: the same again is the same paper. */
export const PrintCommand = z.discriminatedUnion('do', [
  /** The receipt of a payment that is PAID, COPY n where paper may have moved for it; the slip of one whose result is not known. */
  z.strictObject({ do: z.literal('print'), job, paymentRequestId, printer }),
  /** The code that stands on the customer's screen, on paper. */
  z.strictObject({ do: z.literal('print-order-code'), job, paymentRequestId, printer }),
  z.strictObject({ do: z.literal('print-test-page'), job, printer }),
  /** The line of the opening check. */
  z.strictObject({ do: z.literal('print-check-line'), job, printer }),
  /** Nothing more is wanted of a job that is not printed. */
  z.strictObject({ do: z.literal('dismiss-print'), job }),
  /** Who and why is on record before the drawer opens. In the sandbox only `test` and `opening-check` open one (T5). */
  z.strictObject({
    do: z.literal('kick-drawer'),
    kick: PrintJobId,
    printer,
    reason: DrawerReason,
    note: z.string().max(drawerNoteCharsMax).nullable(),
  }),
  /** Something for the driver process, which answers with what it says of its printers next. */
  z.strictObject({ do: z.literal('printer'), wish: PrinterWish }),
  /** Whether receipts print by themselves, and where; null: on the first printer that there is. */
  z.strictObject({ do: z.literal('set-printing'), automatic: z.boolean(), printer: DeviceId.nullable() }),
  /** What `print` would put on paper, but for the mark of a copy. */
  z.strictObject({ do: z.literal('preview'), paymentRequestId }),
  /** Finds the payment of a receipt by the code on it, scanned or typed. */
  z.strictObject({ do: z.literal('find-receipt'), text: z.string().max(receiptTextCharsMax) }),
]);
export type PrintCommand = z.infer<typeof PrintCommand>;

/** Why nothing is printed, or no drawer opened. */
export const PrintProblem = z.enum([
  'no-printer', // none was chosen, or not the one that was named
  'no-drawer', // none hangs on it, as far as anybody has said
  'nothing-to-print', // the payment is known not to be PAID: no paper speaks of it
  'no-code', // no code of this payment stands on the customer's screen
  'no-room', // the paper is too narrow for the code
  'unknown-job', // nothing of that job is on the list of what is not printed
  'too-many', // so many pulses wait already
  'sandbox', // play money opens no drawer
  'disk', // the setting could not be kept
  'too-long', // for a preview
]);
export type PrintProblem = z.infer<typeof PrintProblem>;

/** Why no payment was found by what stands on a receipt. */
export const ReceiptProblem = z.enum([
  'not-a-receipt-code',
  'other-till', // its code names another till
  'unknown', // this till has made no such receipt; the short code may be another till's
  'forged', // it names this till, which has not made it
]);
export type ReceiptProblem = z.infer<typeof ReceiptProblem>;

/** What a receipt's code leads to: the payment, which `details` then tells of, or why to none. */
export const ReceiptFound = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('receipt'), paymentRequestId: PaymentRequestId }),
  z.strictObject({ is: z.literal('no-receipt'), why: ReceiptProblem }),
]);
export type ReceiptFound = z.infer<typeof ReceiptFound>;
