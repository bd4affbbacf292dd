import * as z from 'zod';

import { Amount, Currency } from '#payment';

// Wallet page (and tests) ↔ sandbox: plain JSON over loopback HTTP. Nothing of it exists outside the sandbox.

/** Milliseconds since 1970, UTC, by the sandbox's clock. */
const EpochMs = z.int().min(0);

/** What a made-up wallet does when it is asked to pay. */
export const WalletTemper = z.enum(['approves', 'must-confirm', 'refuses', 'never-answers']);
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

/** A fresh payment code. It is accepted until it is used, or until its minute and a small grace are over. */
export const WalletCode = z.strictObject({
  value: z.string().regex(/^28\d{22}$/),
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
  z.strictObject({ kind: z.literal('paid'), at: EpochMs }),
  z.strictObject({ kind: z.literal('refused'), at: EpochMs, code: z.string() }),
  /** Nobody paid in time. */
  z.strictObject({ kind: z.literal('closed'), at: EpochMs }),
  /** The shop took it back; `gaveBack` when it had been paid. */
  z.strictObject({ kind: z.literal('cancelled'), at: EpochMs, gaveBack: z.boolean() }),
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
  code: WalletCode,
  /** Newest first; waiting ones among them. */
  orders: z.array(WalletOrder),
});
export type WalletView = z.infer<typeof WalletView>;

/** `POST /sandbox/wallets/{id}`. */
export const WalletChange = z.strictObject({
  temper: WalletTemper.optional(),
  balance: Amount.optional(),
  confirmAbove: Amount.optional(),
  maximum: Amount.optional(),
});
export type WalletChange = z.infer<typeof WalletChange>;

/** `POST /sandbox/wallets/{id}/confirm` and `/refuse`. */
export const CustomerDecision = z.strictObject({ paymentRequestId: z.string().min(1).max(64) });
export type CustomerDecision = z.infer<typeof CustomerDecision>;

/** `POST /sandbox/wallets/{id}/codes` answers with a `WalletCode`. */
export const NoContent = z.strictObject({});

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

/** What goes wrong at one API, counted down call by call. */
export const ApiFaults = z.strictObject({
  /** The next calls end without an answer, and nothing is done. */
  dropBefore: z.int().min(0).max(1_000),
  /** The next calls are done, and the answer is lost. */
  dropAfter: z.int().min(0).max(1_000),
  /** The next calls answer `U UNKNOWN_EXCEPTION`, and nothing is done. */
  unknownBefore: z.int().min(0).max(1_000),
  /** The next calls are done, and answer `U UNKNOWN_EXCEPTION`. */
  unknownAfter: z.int().min(0).max(1_000),
  /** Every answer waits this long after the call was done. */
  delayMs: z.int().min(0).max(600_000),
});
export type ApiFaults = z.infer<typeof ApiFaults>;

export const FaultyApi = z.enum(['pay', 'inquiryPayment', 'cancelPayment']);
export type FaultyApi = z.infer<typeof FaultyApi>;

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
  /** Answers about client, key and signature are signed. */
  signCredentialErrors: z.boolean(),
  faults: z.record(FaultyApi, ApiFaults),
});
export type Switches = z.infer<typeof Switches>;

/** `POST /sandbox/switches`: what is named changes, the rest stays. */
export const SwitchesChange = z.strictObject({
  ...Switches.partial().shape,
  faults: z.partialRecord(FaultyApi, ApiFaults.partial()).optional(),
});
export type SwitchesChange = z.infer<typeof SwitchesChange>;

/** Every refusal of the sandbox's own addresses: 4xx with a sentence. */
export const SandboxRefusal = z.strictObject({ error: z.string(), message: z.string() });
export type SandboxRefusal = z.infer<typeof SandboxRefusal>;
