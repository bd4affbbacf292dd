import * as z from 'zod';

import { Amount, PaymentRequestId, SaleId, Scenario, TerminalId } from '#payment';

import { orderCodeCharsMax, StoreWord } from './acquiring.ts';
import { DriverCommand, Devices, DriverFrame, scanTextCharsMax, ScannerVia, LostScan } from './devices.ts';
import { Display } from './display.ts';
import { PrinterCommand, PrinterFrame, PrinterWish } from './printers.ts';
import { PrintCommand, Printing, PrintProblem, ReceiptFound } from './printing.ts';
import { ReceiptPreview } from './receipt.ts';

/** The largest frame either side reads, in bytes. */
export const frameBytesMax = 65_536;

/** Something that keeps this till from selling; it may still resolve what is open. */
export const NotSelling = z.enum([
  'journal-unfinished', // holds something that this version cannot resume
  'journal-write-failed', // a commit failed: nothing was sent
  'disk-full', // what is open can still be resolved and recorded (V20)
  'crash-loop', // the host ended too often in too short a time (V47)
  'revoked', // the backend no longer takes this till's payments
  'other-environment', // the backend is not of the world, sandbox or production, that this till was set up for (V34)
]);
export type NotSelling = z.infer<typeof NotSelling>;

/** Why the host does not run at all; each is said in words on the screen and on the command line. */
export const CannotRun = z.enum([
  'settings-invalid', // `detail` names the field and what is wrong with it
  'in-use', // another till runs on the same data folder
  'journal-damaged', // the hash chain or a record does not read
  'journal-newer', // written by a newer version
  'disk', // the folder or the file cannot be written
]);
export type CannotRun = z.infer<typeof CannotRun>;

/** What a till can say about the way to its backend, in words that tell whom to call. */
export const LinkTrouble = z.enum([
  'till-not-known', // the backend does not know this till's key
  'backend-not-trusted', // what answers is not signed by the backend that this till trusts
  'name-not-found', // the address has no entry in DNS: no network, or a wrong name
  'refused', // nothing listens at the address
  'certificate', // TLS: expired, for another name, or of an authority that is not trusted
  'sign-in-page', // a web page answers: the shop's network wants somebody to sign in, or a proxy stands between
]);
export type LinkTrouble = z.infer<typeof LinkTrouble>;

/** Why a till could not be paired. */
export const PairingProblem = z.enum([
  'address', // not an address of a web server
  'code-unreadable', // not ten letters and digits
  'code-unknown', // never made, used up, or older than ten minutes
  'too-many-tries',
  'unreachable',
  'not-counterpay', // something answers that does not know the code: not believed
  'disk', // what was learned could not be written
]);
export type PairingProblem = z.infer<typeof PairingProblem>;

/** Why a scanned or typed text is not taken as a payment code, or cannot be charged now. */
export const ScanProblem = z.enum([
  'empty',
  'letters', // not digits only
  'too-short',
  'too-long',
  'wrong-start', // first two digits are not 25 to 30
  'web-address',
  'card-number', // may be a payment card: never stored, never sent
  'seen-before', // this code was charged here within the last 10 minutes
  'no-sale', // no amount was confirmed
  'busy', // a payment is open
  'backend-away', // not reachable, so nothing is sent
  'not-selling',
]);
export type ScanProblem = z.infer<typeof ScanProblem>;

const open = {
  saleId: SaleId,
  paymentRequestId: PaymentRequestId,
  amount: Amount,
  scenario: Scenario,
  codeTail: z.string().nullable(),
  /** Milliseconds since the payment began, when the snapshot was made; at `timeScale` times the speed of the wall. */
  elapsedMs: z.number().min(0),
  escalated: z.boolean(),
  /** Found open when the till started. */
  recovered: z.boolean(),
};

/** How long a payment takes at this till, from pay to PAID. */
export const Usual = z.strictObject({
  /** The wallet that these figures are of; null: all wallets together. */
  wallet: z.string().nullable(),
  /** Half of the payments were known by then. */
  usualMs: z.number().min(0),
  /** Nineteen of twenty were known by then; later is "slower than usual". */
  slowMs: z.number().min(0),
});
export type Usual = z.infer<typeof Usual>;

/** From then on an open payment may be put into the tray; the till proposes it 5 s later (DESIGN 0). */
export const parkAfterMs = 15_000;
export const parkProposedAfterMs = 20_000;

/** A code that was scanned before the amount is held this long, in memory only. */
export const heldForMs = 50_000;

/** An order's code as screens may show it. Times are of the machine, as `elapsedMs`. */
export const ShownCode = z.discriminatedUnion('isOn', [
  z.strictObject({
    isOn: z.literal(true),
    value: z.string().min(1).max(orderCodeCharsMax),
    /** Until it is taken off, when the snapshot was made. */
    leftMs: z.number().min(0),
    /** From when it came until then. */
    lifeMs: z.number().min(0),
  }),
  /** Taken off the customer's screen, for good; who has scanned it may still finish (RELIABILITY 5.2b, M5). */
  z.strictObject({ isOn: z.literal(false) }),
]);
export type ShownCode = z.infer<typeof ShownCode>;

/** What the work pane shows. The host decides it; screens only show it. */
export const Stage = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('idle') }),
  z.strictObject({ at: z.literal('scan'), saleId: SaleId, amount: Amount }),
  z.strictObject({
    ...open,
    at: z.literal('asking'),
    /** `shown`: the code was made; whether the customer can still see it says `orderCode`. */
    phase: z.enum(['sent', 'waiting', 'shown', 'unsure']),
    /** While its code is known here; null for a payment by the customer's own code. */
    orderCode: ShownCode.nullable(),
    /** After this long the till closes the payment; it says so, and never "failed". */
    deadlineMs: z.number(),
    /** Stop was pressed, or time is up: the acquirer is asked once more before cancelling (rows 17, 18). */
    closing: z.enum(['stop', 'deadline']).nullable(),
    /** What is normal here, from this till's own payments; null while there are too few to say. */
    usual: Usual.nullable(),
  }),
  z.strictObject({ ...open, at: z.literal('cancelling'), by: z.enum(['stop', 'deadline', 'recovery', 'no-code']) }),
  z.strictObject({
    at: z.literal('outcome'),
    saleId: SaleId,
    paymentRequestId: PaymentRequestId,
    amount: Amount,
    codeTail: z.string().nullable(),
    outcome: z.enum(['paid', 'paid-unwanted', 'declined', 'cancelled', 'conflict']),
    /** The acquirer's code for a decline: small, below, never a headline. */
    code: z.string().nullable(),
    /** A success was on record before the cancel: the money goes back to the wallet. */
    moneyGoesBack: z.boolean(),
    wallet: z.string().nullable(),
    scenario: Scenario,
    /** PAID after the code had been taken off: the customer was confirming all the while. */
    atLastSecond: z.boolean(),
    /** With PAID, where the backend says one. */
    storeWord: StoreWord.nullable(),
    /** When it became final, wall clock, ms since 1970. */
    finalAt: z.number(),
    /** The outcome was learned, or is shown again, after a restart of the till. */
    recovered: z.boolean(),
  }),
]);
export type Stage = z.infer<typeof Stage>;

/** One row of the last payments. */
export const PaymentRow = z.strictObject({
  paymentRequestId: PaymentRequestId,
  amount: Amount,
  /** `shown`: the customer has, or had, its code to scan. */
  state: z.enum(['sent', 'waiting', 'shown', 'unsure', 'cancelling', 'paid', 'declined', 'cancelled', 'conflict']),
  wallet: z.string().nullable(),
  codeTail: z.string().nullable(),
  startedAt: z.number(),
});
export type PaymentRow = z.infer<typeof PaymentRow>;

/** A payment that waits beside the work pane while the next customer is served; it turns by itself. */
export const TrayCard = z.strictObject({
  saleId: SaleId,
  paymentRequestId: PaymentRequestId,
  amount: Amount,
  state: z.enum([
    'sent',
    'waiting',
    'shown',
    'unsure',
    'cancelling',
    'paid',
    'paid-unwanted',
    'declined',
    'cancelled',
    'conflict',
  ]),
  escalated: z.boolean(),
  wallet: z.string().nullable(),
  codeTail: z.string().nullable(),
  /** As in `Stage`; for a payment that is known, how long it took. */
  elapsedMs: z.number().min(0),
  /** When it became final, wall clock, ms since 1970; null while it is open. */
  finalAt: z.number().nullable(),
});
export type TrayCard = z.infer<typeof TrayCard>;

/** Everything a till screen shows. A new one replaces the old one whole. */
export const Snapshot = z.strictObject({
  /** Grows by one with every snapshot of one host process. */
  revision: z.number().int(),
  /** Changes when the host is a new process. */
  hostId: z.string(),
  environment: z.enum(['sandbox', 'production']),
  shop: z.strictObject({
    terminalId: TerminalId,
    /** What people call this till, when it has a name. */
    terminalName: z.string().optional(),
    merchantId: z.string(),
    merchantName: z.string(),
    merchantMCC: z.string(),
    storeId: z.string(),
    storeName: z.string(),
    currency: Amount.shape.currency,
    /** The file that these came from. */
    settingsFile: z.string(),
  }),
  connection: z.enum(['connecting', 'connected', 'away']),
  /** What is the matter with the way to the backend, or with what answers there; null when nothing is, or it is not known. */
  linkTrouble: LinkTrouble.nullable(),
  /** How far this till's clock is ahead of the backend's signed time, in ms (behind: negative); null while not known or under 2 min. */
  clockOffMs: z.number().int().nullable(),
  notSelling: NotSelling.nullable(),
  /** What to tell support, with the trouble that stops selling: names this till, its trouble and the time. */
  supportCode: z.string().max(32).nullable(),
  /** Machine time runs this much faster than the wall; 1 outside tests. */
  timeScale: z.number(),
  stage: Stage,
  /** Open ones first, oldest on top; then those just known, until they are touched. At most 20. */
  tray: z.array(TrayCard).max(20),
  /** `none`: no customer screen has been here since the start; `off`: there was one, and it is not heard any more. */
  customerScreen: z.enum(['none', 'on', 'off']),
  /** A code that was scanned before its amount: never charged without the amount's confirmation. */
  held: z.strictObject({ codeTail: z.string(), leftMs: z.number().min(0) }).nullable(),
  /** The scanners of the driver process; one that types, and the camera, are the screen's own. */
  devices: Devices,
  printing: Printing,
  /** Newest first, at most 20. */
  recent: z.array(PaymentRow).max(20),
});
export type Snapshot = z.infer<typeof Snapshot>;

/**
 * The cashier confirmed the amount; the screen minted `saleId`. A sale that a restart closed before it had a payment is
 * `unknown-sale`: it is not opened again, and another may take its place.
 */
export const ChargeCommand = z.strictObject({
  do: z.literal('charge'),
  saleId: SaleId,
  amount: Amount,
  /** The code that is held is charged with it. */
  withHeld: z.literal(true).optional(),
  /** A code is shown at once, for the customer to scan; what is held is dropped. */
  showCode: z.literal(true).optional(),
  /** The cashier was asked about the same amount in the tray, and it is another customer. */
  anotherCustomer: z.literal(true).optional(),
});

export const DisplayHere = z.strictObject({ do: z.literal('display-here') });

/** What a screen may ask. Each is safe to repeat: a repeat of what is done is answered `ok`. */
export const Command = z.discriminatedUnion('do', [
  ChargeCommand,
  /** The sale that waits for the customer's code shows one of its own instead. */
  z.strictObject({ do: z.literal('show-code'), saleId: SaleId }),
  /** Forgets the held code. */
  z.strictObject({ do: z.literal('drop-held') }),
  /** Puts the open payment of the work pane into the tray (F4); refused before `parkAfterMs`. */
  z.strictObject({ do: z.literal('park'), paymentRequestId: PaymentRequestId }),
  /** Takes a card of the tray onto the work pane; refused while another payment is there. */
  z.strictObject({ do: z.literal('take'), paymentRequestId: PaymentRequestId }),
  /** Back from the scan screen; refused while a payment is open. */
  z.strictObject({ do: z.literal('back'), saleId: SaleId }),
  z.strictObject({
    do: z.literal('scan'),
    saleId: SaleId.nullable(),
    text: z.string().max(scanTextCharsMax),
    source: z.enum(['wedge', 'typed', 'camera']),
  }),
  z.strictObject({ do: z.literal('stop'), paymentRequestId: PaymentRequestId }),
  /** The outcome was seen: back to the keypad; `again` keeps the sale and waits for another code. */
  z.strictObject({ do: z.literal('acknowledge'), paymentRequestId: PaymentRequestId, again: z.boolean() }),
  /** Asks for one payment's story. */
  z.strictObject({ do: z.literal('details'), paymentRequestId: PaymentRequestId }),
  /** Makes this till known to a backend, by a code that was made there. Refused once it is paired. */
  z.strictObject({ do: z.literal('pair'), backend: z.string().max(256), code: z.string().max(32) }),
  /** Something for the driver process, which answers with what it says of its devices next. */
  z.strictObject({ do: z.literal('device'), device: DriverCommand }),
  PrintCommand,
  /** A customer display is there, and shows what it was told; said every `aliveEveryMs`. The only thing that one may say. */
  DisplayHere,
]);
export type Command = z.infer<typeof Command>;

/** One line of a payment's story, from the journal. */
export const StoryLine = z.strictObject({
  seq: z.number().int(),
  at: z.number(),
  kind: z.string(),
  /** What the record says, in names: an outcome, a code, who asked. */
  says: z.string().nullable(),
});
export type StoryLine = z.infer<typeof StoryLine>;

export const Details = z.strictObject({
  row: PaymentRow,
  saleId: SaleId,
  paymentId: z.string().nullable(),
  code: z.string().nullable(),
  story: z.array(StoryLine).max(200),
});
export type Details = z.infer<typeof Details>;

export const Refusal = z.enum([
  'unreadable', // not one of the commands
  'amount-zero',
  'amount-too-large',
  'other-currency',
  'busy',
  'unknown-sale',
  'unknown-payment',
  'not-now',
  'nothing-held',
  'tray-full',
  'not-selling',
]);
export type Refusal = z.infer<typeof Refusal>;

export const Reply = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('ok') }),
  z.strictObject({ is: z.literal('refused'), why: Refusal }),
  z.strictObject({ is: z.literal('bad-scan'), why: ScanProblem }),
  /** What was scanned is `scanTestText`: the scanner works. */
  z.strictObject({ is: z.literal('test-code') }),
  /** This till is still asking about the same amount: the same customer? Nothing was begun. */
  z.strictObject({ is: z.literal('same-amount'), paymentRequestId: PaymentRequestId, elapsedMs: z.number().min(0) }),
  z.strictObject({ is: z.literal('details'), details: Details }),
  z.strictObject({ is: z.literal('not-paired'), why: PairingProblem }),
  ReceiptFound,
  z.strictObject({ is: z.literal('preview'), preview: ReceiptPreview }),
  /** Of paper and of the drawer. */
  z.strictObject({ is: z.literal('not-printed'), why: PrintProblem }),
]);
export type Reply = z.infer<typeof Reply>;

/** Screen → host. `id` is the screen's, echoed in the reply. */
export const CommandFrame = z.strictObject({ id: z.string().min(1).max(64), command: Command });
export type CommandFrame = z.infer<typeof CommandFrame>;

/**
 * How often a host says that it is at work, by the machine's own clock. Between two of them a till looks the same
 * whether its host hangs or waits, so whoever listens counts them: a screen to say it, a shell to end the host.
 */
export const aliveEveryMs = 2_000;

/** All that the driver process says. */
export const DriversFrame = z.discriminatedUnion('driver', [DriverFrame, PrinterFrame]);
export type DriversFrame = z.infer<typeof DriversFrame>;

/** All that it is told. */
export const DriversCommand = z.discriminatedUnion('to', [DriverCommand, PrinterCommand, PrinterWish]);
export type DriversCommand = z.infer<typeof DriversCommand>;

/** The driver process → host, as the shell hands it over. No screen's frame has this form, and a shell passes none on that has. */
export const FromDrivers = z.strictObject({ fromDrivers: DriversFrame });
export type FromDrivers = z.infer<typeof FromDrivers>;

/** A customer display → host: what `CommandFrame` is to a till's own screens. */
export const DisplayFrame = z.strictObject({ id: z.string().min(1).max(64), command: DisplayHere });
export type DisplayFrame = z.infer<typeof DisplayFrame>;

/** What came of a code that the driver process read. */
export const Scanned = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('ok') }),
  z.strictObject({ is: z.literal('bad-scan'), why: ScanProblem }),
  z.strictObject({ is: z.literal('test-code') }),
  /** It stands on a receipt. */
  ReceiptFound,
  /** No whole code came. */
  z.strictObject({ is: z.literal('lost'), why: LostScan }),
]);
export type Scanned = z.infer<typeof Scanned>;

/** Host → screen. A customer display gets `display`, `alive` and `host-away`, the till's own screens all but `display`. */
export const HostFrame = z.discriminatedUnion('frame', [
  z.strictObject({ frame: z.literal('snapshot'), snapshot: Snapshot }),
  z.strictObject({ frame: z.literal('reply'), id: z.string(), reply: Reply }),
  /** The host is not there: it is being started again. Screens keep what they show and say so. */
  z.strictObject({ frame: z.literal('host-away') }),
  /** A new till: it has no backend yet. `backend` is the address that it was started with, if any. */
  z.strictObject({ frame: z.literal('unpaired'), backend: z.string().nullable() }),
  /** The host is there and at work: `aliveEveryMs` after the one before, also while there is nothing to show. */
  z.strictObject({ frame: z.literal('alive') }),
  z.strictObject({ frame: z.literal('display'), display: Display }),
  /** A scanner of the driver process gave something: said and sounded as a scan on the screen's own. */
  z.strictObject({ frame: z.literal('scanned'), via: ScannerVia, scanned: Scanned }),
  /** For the driver process; the shell hands it on, and no screen gets it. */
  z.strictObject({ frame: z.literal('to-drivers'), device: DriversCommand }),
  z.strictObject({ frame: z.literal('cannot-run'), why: CannotRun, detail: z.string(), file: z.string() }),
]);
export type HostFrame = z.infer<typeof HostFrame>;
