import * as z from 'zod';

import { PaymentRequestId, SaleId, StoreWord, TerminalId } from '#payment';

export { StoreColour, StoreWord } from '#payment';

// Till ↔ backend, in Alipay+'s shapes (DESIGN 3b). All scalars are strings on the wire, as Alipay+ has them.

/** `value` is a string of digits in the smallest unit of the currency. */
export const WireAmount = z.object({ currency: z.string().length(3), value: z.string().regex(/^\d{1,16}$/) });
export type WireAmount = z.infer<typeof WireAmount>;

const ordered = {
  paymentRequestId: PaymentRequestId,
  saleId: SaleId,
  terminalId: TerminalId,
  amount: WireAmount,
  order: z.strictObject({
    referenceOrderId: z.string().min(1).max(64),
    orderDescription: z.string().min(1).max(256),
    merchant: z.strictObject({
      referenceMerchantId: z.string().min(1).max(32),
      merchantName: z.string().min(1).max(256),
      merchantMCC: z.string().regex(/^\d{4}$/),
      store: z.strictObject({
        referenceStoreId: z.string().min(1).max(32),
        storeName: z.string().min(1).max(256),
        storeMCC: z.string().regex(/^\d{4}$/),
      }),
    }),
  }),
};

/** `POST /v1/payments`: the same bytes on every try (R2). */
export const PaymentOrder = z.discriminatedUnion('scenario', [
  /** The customer's code was scanned. */
  z.strictObject({
    ...ordered,
    scenario: z.literal('PaymentCode'),
    /** The scanned code: a secret, in this one body and nowhere else. */
    paymentCode: z.string().regex(/^(2[5-9]|30)\d{14,30}$/),
  }),
  /** A code is wanted that the customer scans. */
  z.strictObject({ ...ordered, scenario: z.literal('OrderCode') }),
]);
export type PaymentOrder = z.infer<typeof PaymentOrder>;

/** `POST /v1/payments/{id}/cancel`. */
export const CancelOrder = z.strictObject({
  paymentRequestId: PaymentRequestId,
  by: z.enum(['stop', 'deadline', 'recovery']),
});
export type CancelOrder = z.infer<typeof CancelOrder>;

/** S, F, U: three answers, never two. */
export const ResultStatus = z.enum(['S', 'F', 'U']);
export type ResultStatus = z.infer<typeof ResultStatus>;

export const WireResult = z.object({
  resultStatus: ResultStatus,
  resultCode: z.string().min(1).max(64),
  resultMessage: z.string().max(256).optional(),
});
export type WireResult = z.infer<typeof WireResult>;

const paidFacts = {
  paymentId: z.string().min(1).max(64).optional(),
  paymentAmount: WireAmount.optional(),
  /** ISO 8601. */
  paymentTime: z.string().max(40).optional(),
  walletBrandName: z.string().max(128).optional(),
  /** Of the minute of `paymentTime`. */
  storeWord: StoreWord.optional(),
};

/** The longest order code that is drawn, in characters. */
export const orderCodeCharsMax = 2_048;

/** An order's code for the customer to scan: Alipay+'s `orderCodeForm` with the text alone, and the time that is left. */
export const OrderCodeForm = z.object({
  codeDetails: z
    .array(
      z.object({
        codeValueType: z.literal('QRCODE'),
        displayType: z.literal('TEXT'),
        codeValue: z.string().min(1).max(orderCodeCharsMax),
      }),
    )
    .length(1),
  /** Milliseconds until it expires, when the answer leaves; digits, as every scalar. */
  expiresInMs: z.string().regex(/^\d{1,7}$/),
});
export type OrderCodeForm = z.infer<typeof OrderCodeForm>;

/** The answer to `POST /v1/payments`. Echoes the id (R13). */
export const PaymentOrderAnswer = z.object({
  result: WireResult,
  paymentRequestId: PaymentRequestId,
  ...paidFacts,
  orderCodeForm: OrderCodeForm.optional(),
});
export type PaymentOrderAnswer = z.infer<typeof PaymentOrderAnswer>;

/** The answer to `GET /v1/payments/{id}`: only `paymentResult` speaks of the payment, and only when `result` is `S`. */
export const PaymentStateAnswer = z.object({
  result: WireResult,
  paymentRequestId: PaymentRequestId,
  paymentResult: WireResult.optional(),
  ...paidFacts,
});
export type PaymentStateAnswer = z.infer<typeof PaymentStateAnswer>;

export const CancelOrderAnswer = z.object({ result: WireResult, paymentRequestId: PaymentRequestId });
export type CancelOrderAnswer = z.infer<typeof CancelOrderAnswer>;

/** `GET /v1/health`: the till's probe. Signed like every answer. */
export const HealthAnswer = z.object({
  status: z.literal('ok'),
  environment: z.enum(['sandbox', 'production']),
  /** A revoked till sells nothing more; what it has open is finished by the backend. */
  till: z.enum(['known', 'revoked']),
});
export type HealthAnswer = z.infer<typeof HealthAnswer>;

/** The largest body either side reads, in bytes; a larger one is no answer (V38). */
export const bodyBytesMax = 65_536;

/** Every answer of the backend leaves within this (DESIGN 3b). */
export const answerWithinMs = 8_000;
