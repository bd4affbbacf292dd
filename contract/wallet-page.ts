import * as z from 'zod';

import { Amount, Currency } from '#payment';

// Wallet page (and tests) ↔ sandbox: plain JSON over loopback HTTP. Nothing of it exists outside the sandbox.

/** Milliseconds since 1970, UTC, by the sandbox's clock. */
const EpochMs = z.int().min(0);

/** What a made-up wallet does when it is asked to pay. */
export const WalletTemper = z.enum([
  'approves',
  'must-confirm',
  'refuses',
  'never-answers',
  'no-balance',
  'limit-reached',
  /** Asks, and pays by itself a second before the order closes. */
  'last-second',
  /** Asks, and pays all the same some seconds after the shop cancelled. */
  'pays-after-cancel',
]);
export type WalletTemper = z.infer<typeof WalletTemper>;

/** A wallet's money in one currency. Balances are made up at first use, so every ISO 4217 currency can be paid in. */
export const Purse = z.strictObject({
  balance: Amount,
  /** Above this the customer is asked even when the wallet approves at once. */
  confirmAbove: Amount,
  /** Above this the wallet refuses: `USER_AMOUNT_EXCEED_LIMIT`. */
  maximum: Amount,
});
export type Purse = z.infer<typeof Purse>;

/** How many digits a payment code has: Alipay+ names 16 to 24, and asks to leave room for 32. */
export const CodeDigits = z.literal([16, 17, 18, 19, 20, 24, 32]);
export type CodeDigits = z.infer<typeof CodeDigits>;

/** A fresh payment code. It is accepted until it is used, or until its minute and a small grace are over. */
export const WalletCode = z.strictObject({
  value: z.string().regex(/^28\d{14,30}$/),
  issuedAt: EpochMs,
  renewsAt: EpochMs,
});
export type WalletCode = z.infer<typeof WalletCode>;

/** Where a payment stands, as the wallet's owner sees it. */
export const WalletOrderState = z.discriminatedUnion('kind', [
  /** The customer has to press Pay or Refuse. */
  z.strictObject({ kind: z.literal('asking'), closesAt: EpochMs }),
  /** In process with nobody asked: the wallet that never answers. */
  z.strictObject({ kind: z.literal('silent'), closesAt: EpochMs }),
  /** In process, and nobody is asked: the wallet is busy with it. */
  z.strictObject({ kind: z.literal('working'), closesAt: EpochMs }),
  z.strictObject({ kind: z.literal('paid'), at: EpochMs }),
  z.strictObject({ kind: z.literal('refused'), at: EpochMs, code: z.string() }),
  /** Nobody paid in time. */
  z.strictObject({ kind: z.literal('closed'), at: EpochMs }),
  /** The shop took it back; `gaveBack` when it had been paid. */
  z.strictObject({ kind: z.literal('cancelled'), at: EpochMs, gaveBack: z.boolean() }),
  /** This phone scanned an order's code, and another one has paid it; nothing was taken from this one. */
  z.strictObject({ kind: z.literal('paid-by-other'), at: EpochMs }),
]);
export type WalletOrderState = z.infer<typeof WalletOrderState>;

export const WalletOrder = z.strictObject({
  paymentRequestId: z.string(),
  merchantName: z.string(),
  referenceOrderId: z.string(),
  amount: Amount,
  createdAt: EpochMs,
  state: WalletOrderState,
});
export type WalletOrder = z.infer<typeof WalletOrder>;

export const WalletSummary = z.strictObject({ id: z.string(), name: z.string(), temper: WalletTemper });
export type WalletSummary = z.infer<typeof WalletSummary>;

/** `GET /sandbox/wallets`. */
export const WalletList = z.strictObject({ wallets: z.array(WalletSummary) });
export type WalletList = z.infer<typeof WalletList>;

/** `GET /sandbox/wallets/{id}`, `?currency=EUR` chooses the purse: the whole phone. Every change answers with it too. */
export const WalletView = z.strictObject({
  ...WalletSummary.shape,
  now: EpochMs,
  /** In the currency asked for, else of the last payment. */
  purse: Purse,
  /** Of the codes that it shows. */
  digits: CodeDigits,
  code: WalletCode,
  /** Newest first; waiting ones among them. */
  orders: z.array(WalletOrder),
});
export type WalletView = z.infer<typeof WalletView>;

/** `POST /sandbox/wallets/{id}`. */
export const WalletChange = z.strictObject({
  temper: WalletTemper.optional(),
  digits: CodeDigits.optional(),
  balance: Amount.optional(),
  confirmAbove: Amount.optional(),
  maximum: Amount.optional(),
});
export type WalletChange = z.infer<typeof WalletChange>;

/** `POST /sandbox/wallets/{id}/confirm` and `/refuse`. */
export const CustomerDecision = z.strictObject({ paymentRequestId: z.string().min(1).max(64) });
export type CustomerDecision = z.infer<typeof CustomerDecision>;

/** `POST /sandbox/wallets/{id}/scan` answers with the `WalletOrder` that the code is for. A scan alone pays nothing. */
export const CodeScan = z.strictObject({
  /** What the order's code says. */
  code: z.string().min(1).max(2_048),
  /** For tests: a wallet that approves at once pays with the scan, up to its `confirmAbove`. */
  payAtOnce: z.boolean().optional(),
});
export type CodeScan = z.infer<typeof CodeScan>;

/** Why a phone gets nowhere with an order's code, at `/scan` and `/confirm`: nothing was taken then. */
export const OrderCodeRefusal = z.enum([
  'not-an-order-code',
  /** Its time is over. */
  'order-closed',
  /** The shop took it back. */
  'order-cancelled',
  /** Another phone has paid it. */
  'paid-by-other',
  /** This phone has paid it before; nothing more was taken. */
  'already-paid',
]);
export type OrderCodeRefusal = z.infer<typeof OrderCodeRefusal>;

/** `POST /sandbox/wallets/{id}/codes` answers with a `WalletCode`, of as many digits as the wallet's where it names none. */
export const CodeWish = z.strictObject({ digits: CodeDigits.optional() });
export type CodeWish = z.infer<typeof CodeWish>;

export const LedgerMovement = z.strictObject({
  kind: z.enum(['capture', 'give-back']),
  walletId: z.string(),
  amount: Amount,
  at: EpochMs,
});
export type LedgerMovement = z.infer<typeof LedgerMovement>;

/** `GET /sandbox/ledger/{paymentRequestId}`: what really happened to the customer's money. */
export const LedgerEntry = z.strictObject({
  paymentRequestId: z.string(),
  /** `none`: no order under this id. */
  state: z.enum(['none', 'in-process', 'paid', 'refused', 'closed', 'cancelled']),
  paymentId: z.string().nullable(),
  referenceOrderId: z.string().nullable(),
  /** Whose payment it is. With an order code: null until a wallet pays, or is going to pay by itself. */
  walletId: z.string().nullable(),
  asked: Amount.nullable(),
  /** How often this customer was charged. */
  timesCharged: z.int().min(0),
  timesGivenBack: z.int().min(0),
  /** What is with the shop now, in whole minor units of `asked`'s currency. */
  capturedMinor: z.int().min(0),
  createdAt: EpochMs.nullable(),
  movements: z.array(LedgerMovement),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** `GET /sandbox/ledger?walletId=&referenceOrderId=&after=&limit=`: oldest first; `next` asks for the rest. */
export const LedgerPage = z.strictObject({ entries: z.array(LedgerEntry), next: z.string().nullable() });
export type LedgerPage = z.infer<typeof LedgerPage>;

export const LedgerQuery = z.strictObject({
  walletId: z.string().max(64).optional(),
  referenceOrderId: z.string().max(64).optional(),
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export type LedgerQuery = z.infer<typeof LedgerQuery>;

export const PurseQuery = z.strictObject({ currency: Currency.optional() });

/**
 * What can go wrong with one call. `…-before`: nothing is done; `…-after`: all is done. `drop` and `reset` end the
 * connection, in order or not; `silent` keeps it open and says nothing.
 */
export const CallMishap = z.enum([
  'dropBefore',
  'resetBefore',
  'silentBefore',
  'unknownBefore',
  'refuse',
  'dropAfter',
  'resetAfter',
  'silentAfter',
  'unknownAfter',
  'unsigned',
  'wrongKey',
  'http500',
  'http502',
]);
export type CallMishap = z.infer<typeof CallMishap>;

const Calls = z.int().min(0).max(1_000);

/** What goes wrong at one API, counted down call by call; gravest first, one call takes one. */
export const ApiFaults = z.strictObject({
  /** The next calls end without an answer, and nothing is done. */
  dropBefore: Calls,
  /** The same by a TCP reset. */
  resetBefore: Calls,
  /** The same, and the connection stays open until the caller gives up. */
  silentBefore: Calls,
  /** The next calls answer `U UNKNOWN_EXCEPTION`, and nothing is done. */
  unknownBefore: Calls,
  /** The next calls answer `refuseCode`, and nothing is done. */
  refuse: Calls,
  /** The next calls are done, and the answer is lost: by an ended connection, … */
  dropAfter: Calls,
  /** … by a TCP reset, … */
  resetAfter: Calls,
  /** … or in a connection that stays open. */
  silentAfter: Calls,
  /** The next calls are done, and answer `U UNKNOWN_EXCEPTION`. */
  unknownAfter: Calls,
  /** The next calls are done, and the answer has no signature, … */
  unsigned: Calls,
  /** … one by another key, … */
  wrongKey: Calls,
  /** … or the status 500 or 502, which Alipay+ itself never has. */
  http500: Calls,
  http502: Calls,
  /** A code of Alipay+'s. */
  refuseCode: z.string().min(1).max(64),
  /** Every answer waits this long after the call was done. */
  delayMs: z.int().min(0).max(600_000),
});
export type ApiFaults = z.infer<typeof ApiFaults>;

export const FaultyApi = z.enum(['pay', 'inquiryPayment', 'cancelPayment']);
export type FaultyApi = z.infer<typeof FaultyApi>;

/** What becomes of a payment, whatever its wallet's temper. */
export const PaymentCourse = z.enum(['succeeds-later', 'stays-in-process', 'last-second', 'pays-after-cancel']);
export type PaymentCourse = z.infer<typeof PaymentCourse>;

export const NextPayments = z.strictObject({
  /** The next payments go this way, counted down payment by payment. */
  times: Calls,
  course: PaymentCourse,
  /** After how long `succeeds-later` pays, or `pays-after-cancel` after the cancel. */
  afterMs: z.int().min(0).max(600_000),
});
export type NextPayments = z.infer<typeof NextPayments>;

/** What can go wrong with a `notifyPayment`. One sending takes one, in this order. */
export const NotifyMishap = z.enum(['lost', 'badSignature', 'wrongAmount', 'duplicated']);
export type NotifyMishap = z.infer<typeof NotifyMishap>;

export const NotifyFaults = z.strictObject({
  /** False: all of them are lost. */
  sent: z.boolean(),
  /** So long after the end of a payment they leave; Alipay+ itself takes about ten seconds. */
  delayMs: z.int().min(0).max(600_000),
  /** The next sendings get lost on their way, … */
  lost: Calls,
  /** … are signed with a key that nobody knows, … */
  badSignature: Calls,
  /** … name one minor unit more than was paid, … */
  wrongAmount: Calls,
  /** … or come eight times at once. */
  duplicated: Calls,
  /** The next payments that end at once are notified before pay is answered. */
  beforeAnswer: Calls,
  /** The next notifications leave `lateMs` late. */
  late: Calls,
  lateMs: z.int().min(0).max(90_000_000),
});
export type NotifyFaults = z.infer<typeof NotifyFaults>;

/** `GET /sandbox/notifications`, the newest first: what leaves for `paymentNotifyUrl`, until it is acknowledged or was sent eight times. */
export const NotificationList = z.strictObject({
  notifications: z.array(
    z.strictObject({
      number: z.int(),
      paymentRequestId: z.string(),
      status: z.enum(['S', 'F']),
      code: z.string(),
      tries: z.int(),
      /** Null when it is not sent again. */
      nextAt: EpochMs.nullable(),
      acknowledgedAt: EpochMs.nullable(),
      /** What became of the last sending, in words; null before the first. */
      lastAnswer: z.string().nullable(),
    }),
  ),
});
export type NotificationList = z.infer<typeof NotificationList>;

export const NotificationQuery = z.strictObject({ paymentRequestId: z.string().max(64).optional() });

/** What pay answers for an order code: of Alipay+'s own answer only the form is known. */
export const OrderCodeAnswers = z.strictObject({
  /** The result that comes with the code: `U PAYMENT_IN_PROCESS`, or `S SUCCESS`. It never means paid. */
  status: z.enum(['U', 'S']),
  /** False: no answer has the code. */
  sent: z.boolean(),
  /** The next answers come without the code; a repeat of pay is one, too. */
  withoutCode: Calls,
  /** `orderCodeForm.expireTime` is given. */
  expireTime: z.boolean(),
  /** How long an order lives at most, and its code with it. */
  lifeMs: z.int().min(1_000).max(600_000),
});
export type OrderCodeAnswers = z.infer<typeof OrderCodeAnswers>;

/** `GET /sandbox/switches`: where Alipay+'s behaviour is not known, both ways can be had; and faults by API. */
export const Switches = z.strictObject({
  /** Cancel of an unknown id: `F ORDER_NOT_EXIST`, or `S` with or without a tombstone that refuses a late pay. */
  cancelOfUnknown: z.enum(['not-exist', 'tombstone', 'forget']),
  /** A pay that the wallet refused leaves an order that can be inquired. */
  walletRefusalLeavesOrder: z.boolean(),
  /** So does a pay refused for its code. */
  codeRefusalLeavesOrder: z.boolean(),
  /** What a text that is no wallet's code gets. */
  notAWalletCode: z.enum(['INVALID_CODE', 'UNKNOWN_EXCEPTION']),
  /** What a well-formed code gets that no wallet here has shown: the same, or the first wallet pays. */
  unissuedCode: z.enum(['INVALID_CODE', 'UNKNOWN_EXCEPTION', 'first-wallet']),
  /** Answers about client, key and signature are signed. */
  signCredentialErrors: z.boolean(),
  /** Some amounts (9901 and following, in minor units) bring their own faults. */
  faultsByAmount: z.boolean(),
  orderCode: OrderCodeAnswers,
  nextPayments: NextPayments,
  faults: z.record(FaultyApi, ApiFaults),
  notifications: NotifyFaults,
});
export type Switches = z.infer<typeof Switches>;

/** `POST /sandbox/switches`: what is named changes, the rest stays. */
export const SwitchesChange = z.strictObject({
  ...Switches.partial().shape,
  orderCode: OrderCodeAnswers.partial().optional(),
  nextPayments: NextPayments.partial().optional(),
  faults: z.partialRecord(FaultyApi, ApiFaults.partial()).optional(),
  notifications: NotifyFaults.partial().optional(),
});
export type SwitchesChange = z.infer<typeof SwitchesChange>;

/** What an amount brings with it; `official` ones are those of the mock in Alipay's own in-store reference. */
export const AmountFaultName = z.enum([
  'pay-unknown',
  'pay-silent',
  'inquiry-unknown',
  'inquiry-silent',
  'succeeds-soon',
  'succeeds-late',
  'stays-in-process',
  'last-second',
  'pays-after-cancel',
  'answer-lost',
  'answer-reset',
  'pay-reset',
  'unsigned',
  'wrong-key',
  'http-500',
  'http-502',
  'slow-pay',
  'slow-cancel',
  'cancel-unknown-thrice',
  'cancel-answer-lost',
  'cancel-too-late',
  'refused',
]);
export type AmountFaultName = z.infer<typeof AmountFaultName>;

/** `GET /sandbox/amounts`. `minor` counts in every currency; `code` is what `refused` answers. */
export const AmountFaults = z.strictObject({
  amounts: z.array(
    z.strictObject({ minor: z.int(), name: AmountFaultName, code: z.string().nullable(), official: z.boolean() }),
  ),
});
export type AmountFaults = z.infer<typeof AmountFaults>;

/** Every refusal of the sandbox's own addresses: 4xx with a sentence. */
export const SandboxRefusal = z.strictObject({ error: z.string(), message: z.string() });
export type SandboxRefusal = z.infer<typeof SandboxRefusal>;
