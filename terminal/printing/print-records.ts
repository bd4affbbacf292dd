import { DeviceId, DrawerReason, drawerNoteCharsMax, PrintJobId, PrintReason } from '#contract';
import { PaymentRequestId } from '#payment';
import * as z from 'zod';

/** What a job puts on paper. The document is made of the journal's facts when it is sent, so that no job has an old one. */
export const PrintSubject = z.discriminatedUnion('kind', [
  /** `number`: the receipt's, which is its final record's. */
  z.strictObject({ kind: z.literal('paid'), paymentRequestId: PaymentRequestId, number: z.int().min(1) }),
  z.strictObject({ kind: z.literal('pending'), paymentRequestId: PaymentRequestId }),
  z.strictObject({ kind: z.literal('order-code'), paymentRequestId: PaymentRequestId }),
  z.strictObject({ kind: z.literal('opening-check') }),
  z.strictObject({ kind: z.literal('printer-test') }),
]);
export type PrintSubject = z.infer<typeof PrintSubject>;

/** Facts about what was printed (RELIABILITY 5.7). A job's first record names its payment, and stands with it in the journal. */
export const PrintRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('print.queued'),
    job: PrintJobId,
    printer: DeviceId,
    subject: PrintSubject,
    /** 0: the first; else it is marked as a copy. */
    copy: z.int().min(0),
    cause: z.enum(['automatic', 'asked']),
    wallAt: z.int(),
  }),
  /** From here on bytes may leave, so paper may move. */
  z.strictObject({ kind: z.literal('print.sending'), job: PrintJobId }),
  z.strictObject({
    kind: z.literal('print.ended'),
    job: PrintJobId,
    /** `not-started` after `print.sending`: nothing had left after all, and it waits again. */
    outcome: z.enum(['confirmed', 'sent', 'interrupted', 'not-started', 'withdrawn']),
    why: PrintReason.nullable(),
  }),
  /** Nothing has left, and nothing will by itself. */
  z.strictObject({ kind: z.literal('print.parked'), job: PrintJobId, why: PrintReason.nullable() }),
  /** A person has said that nothing more is wanted of it. */
  z.strictObject({ kind: z.literal('print.dismissed'), job: PrintJobId }),
]);
export type PrintRecord = z.infer<typeof PrintRecord>;

/** Facts about the cash drawer: who had it opened, and why, is in the journal before the pulse that opens it. */
export const DrawerRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('drawer.kick'),
    kick: PrintJobId,
    printer: DeviceId,
    /** Of the connector that the drawer hangs on. */
    pin: z.literal([2, 5]),
    reason: DrawerReason,
    note: z.string().max(drawerNoteCharsMax).nullable(),
  }),
  z.strictObject({
    kind: z.literal('drawer.ended'),
    kick: PrintJobId,
    /** `unknown`: the pulse may have been given. */
    outcome: z.enum(['confirmed', 'sent', 'not-opened', 'unknown']),
    why: PrintReason.nullable(),
  }),
  /** What its switch said, whoever opened it. */
  z.strictObject({ kind: z.literal('drawer.seen'), printer: DeviceId, is: z.enum(['open', 'closed']) }),
]);
export type DrawerRecord = z.infer<typeof DrawerRecord>;
export type DrawerKick = Extract<DrawerRecord, { kind: 'drawer.kick' }>;

export function isPrintRecord(record: { kind: string }): record is PrintRecord {
  return record.kind.startsWith('print.');
}

export function isDrawerRecord(record: { kind: string }): record is DrawerRecord {
  return record.kind.startsWith('drawer.');
}
