import * as z from 'zod';

import { PaymentRequestId, SaleId, TerminalId } from '#payment';

// Till ↔ backend, in Alipay+'s shapes (DESIGN 3b). All scalars are strings on the wire, as Alipay+ has them.

/** `value` is a string of digits in the smallest unit of the currency. */
export const WireAmount = z.object({ currency: z.string().length(3), value: z.string().regex(/^\d{1,16}$/) });
export type WireAmount = z.infer<typeof WireAmount>;

/** `POST /v1/payments`: the same bytes on every try (R2). */
export const PaymentOrder = z.strictObject({
  paymentRequestId: PaymentRequestId,
  saleId: SaleId,
  terminalId: TerminalId,
  amount: WireAmount,
  scenario: z.literal('PaymentCode'),
  /** The scanned code: a secret, in this one body and nowhere else. */
  paymentCode: z.string().regex(/^(2[5-9]|30)\d{14,30}$/),
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
});
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
};

/** The answer to `POST /v1/payments`. Echoes the id (R13). */
export const PaymentOrderAnswer = z.object({ result: WireResult, paymentRequestId: PaymentRequestId, ...paidFacts });
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
