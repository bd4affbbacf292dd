import * as z from 'zod';

import { DeviceId } from './devices.ts';
import { paperColumnsMax, paperColumnsMin, PrinterTrouble, PrintJobId, ReceiptDocument } from './receipt.ts';

/** How a printer is connected. `system`: by the queue that this machine's own printing has for it. */
export const PrinterVia = z.enum(['network', 'usb', 'serial', 'system', 'file']);
export type PrinterVia = z.infer<typeof PrinterVia>;

/** What a printer's own letters are trusted with, as a person saw on its test page. Every other line is printed as a picture. */
export const PrinterFonts = z.enum([
  'ascii', // nothing else: right on every printer
  'western', // and the letters of Western and Central Europe, Cyrillic, €
  'gb18030', // and simplified Chinese
  'big5', // and traditional Chinese
  'shift-jis', // and Japanese
  'ksc5601', // and Korean
]);
export type PrinterFonts = z.infer<typeof PrinterFonts>;

export const PrinterLevel = z.enum(['high', 'low']);
export type PrinterLevel = z.infer<typeof PrinterLevel>;

/** What a person settles for one printer. */
export const PrinterProfile = z.strictObject({
  paperMm: z.literal([58, 80]),
  /** Of the printer's own font, 12 dots each: 32 for 384 dots, 48 for 576. */
  columns: z.int().min(paperColumnsMin).max(paperColumnsMax),
  fonts: PrinterFonts,
  /** It cuts by itself; else paper is fed so far that it can be torn off. */
  cutter: z.boolean(),
  /** The pin of the drawer's connector; null: no drawer hangs on it. */
  drawerPin: z.literal([2, 5]).nullable(),
  /** The level of the drawer's switch while it is open; null: not learned, or it has none. */
  drawerOpenLevel: PrinterLevel.nullable(),
});
export type PrinterProfile = z.infer<typeof PrinterProfile>;

export const printersMax = 8;
export const printersFoundMax = 16;

const printerName = z.string().max(200);

/** One printer that a person chose. */
export const Printer = z.strictObject({
  id: DeviceId,
  via: PrinterVia,
  name: printerName,
  profile: PrinterProfile,
  /** When it was looked at last. `blocked`: there, and may not be opened. */
  presence: z.enum(['absent', 'connecting', 'ready', 'blocked', 'failing']),
  trouble: PrinterTrouble.nullable(),
  paper: z.enum(['ok', 'low', 'out', 'unknown']),
  drawer: z.enum(['open', 'closed', 'unknown']),
  /** What the drawer's switch says, before anybody has said which level is open. */
  drawerLevel: PrinterLevel.nullable(),
  /** False: it takes what it gets and says nothing, so nothing is known of what it printed. Null: not asked yet. */
  answers: z.boolean().nullable(),
});
export type Printer = z.infer<typeof Printer>;

/** A printer of this machine that nobody has chosen yet. */
export const FoundPrinter = z.strictObject({ id: DeviceId, via: PrinterVia, name: printerName });
export type FoundPrinter = z.infer<typeof FoundPrinter>;

/** What became of one job, or of one pulse for the drawer. */
export const PrinterOutcome = z.discriminatedUnion('kind', [
  /** The printer said, after the cut, that all of it is done. */
  z.strictObject({ kind: z.literal('printed') }),
  /** All of it was handed over; this printer, or the way to it, cannot say more. */
  z.strictObject({ kind: z.literal('sent') }),
  /** `no`: not one byte of it has left. */
  z.strictObject({ kind: z.literal('failed'), trouble: PrinterTrouble, paperMoved: z.enum(['no', 'maybe']) }),
]);
export type PrinterOutcome = z.infer<typeof PrinterOutcome>;

/** What a printer said of itself when it was asked. */
export const PrinterSays = z.strictObject({
  /** Null: it prints. `paper-low`: it prints. */
  trouble: PrinterTrouble.nullable(),
  drawerLevel: PrinterLevel.nullable(),
});
export type PrinterSays = z.infer<typeof PrinterSays>;

/** The driver process → host, beside what it says of scanners. */
export const PrinterFrame = z.discriminatedUnion('driver', [
  /** All that there are; replaces what was said before. */
  z.strictObject({
    driver: z.literal('printers'),
    printers: z.array(Printer).max(printersMax),
    found: z.array(FoundPrinter).max(printersFoundMax),
  }),
  /** Once for each `print` and `kick`; again when the same job is given again. */
  z.strictObject({ driver: z.literal('print-ended'), job: PrintJobId, outcome: PrinterOutcome }),
  /** The answer to `ask-printer`; null: it cannot say. */
  z.strictObject({ driver: z.literal('printer-says'), ask: PrintJobId, says: PrinterSays.nullable() }),
]);
export type PrinterFrame = z.infer<typeof PrinterFrame>;

/** Host → driver process. */
export const PrinterCommand = z.discriminatedUnion('to', [
  /** Looks whether the printer is ready, and prints at once or not at all. A job of which something left is never printed again. */
  z.strictObject({ to: z.literal('print'), printer: DeviceId, job: PrintJobId, document: ReceiptDocument }),
  /** Opens the drawer, before whatever waits to be printed. */
  z.strictObject({ to: z.literal('kick'), printer: DeviceId, kick: PrintJobId, pin: z.literal([2, 5]) }),
  /** Nobody waits for its outcome any more: what has not left stays. */
  z.strictObject({ to: z.literal('abandon'), job: PrintJobId }),
  z.strictObject({ to: z.literal('ask-printer'), printer: DeviceId, ask: PrintJobId }),
]);
export type PrinterCommand = z.infer<typeof PrinterCommand>;

/** A name or an address in the shop's network, as a person types it. */
export const PrinterHost = z.string().regex(/^(?=.{1,120}$)[A-Za-z0-9](?:[A-Za-z0-9.:_-]*[A-Za-z0-9])?$/);

/** Where network printers listen unless somebody changed it. */
export const printerPortDefault = 9_100;

/** A screen's wish, which the host hands on. */
export const PrinterWish = z.discriminatedUnion('to', [
  /** Looks for printers of this machine, and at those that were chosen. Networks are not searched. */
  z.strictObject({ to: z.literal('look-for-printers') }),
  z.strictObject({ to: z.literal('add-network-printer'), host: PrinterHost, port: z.int().min(1).max(65_535) }),
  /** One of those that were found. */
  z.strictObject({ to: z.literal('use-printer'), printer: DeviceId }),
  z.strictObject({ to: z.literal('forget-printer'), printer: DeviceId }),
  z.strictObject({ to: z.literal('set-printer'), printer: DeviceId, profile: PrinterProfile }),
  /** What a person sees of the drawer at this moment: the level that its switch has now is learned as that. */
  z.strictObject({ to: z.literal('drawer-is'), printer: DeviceId, is: z.enum(['open', 'closed']) }),
]);
export type PrinterWish = z.infer<typeof PrinterWish>;
