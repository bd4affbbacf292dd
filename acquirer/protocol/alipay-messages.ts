import * as z from 'zod';

import { WireAmount, WireResult } from '#contract';

// Alipay+ ACQP payment APIs (DOMAIN 2.2–2.6, 2.8). Every scalar is a string on the wire; names are Alipay+'s.

export const alipayPaths = {
  pay: '/aps/api/v1/payments/pay',
  inquiryPayment: '/aps/api/v1/payments/inquiryPayment',
  cancelPayment: '/aps/api/v1/payments/cancelPayment',
} as const;
export type AlipayPath = (typeof alipayPaths)[keyof typeof alipayPaths];

const text = (charsMax: number): z.ZodString => z.string().min(1).max(charsMax);
const mcc = z.string().regex(/^\d{4}$/);
const trueOrFalse = z.enum(['true', 'false']);

const Store = z.object({
  referenceStoreId: text(32),
  storeName: text(256),
  storeMCC: mcc,
  storeDisplayName: text(256).optional(),
  storeTerminalId: text(64).optional(),
  storeOperatorId: text(64).optional(),
});

const Merchant = z.object({
  referenceMerchantId: text(64),
  merchantMCC: mcc,
  merchantName: text(256),
  merchantDisplayName: text(256).optional(),
  store: Store.optional(),
});

const Order = z.object({
  referenceOrderId: text(64),
  orderDescription: text(256),
  orderAmount: WireAmount,
  merchant: Merchant,
  env: z
    .object({
      storeTerminalId: text(64).optional(),
      storeTerminalRequestTime: text(40).optional(),
      userAgent: text(1_024).optional(),
    })
    .optional(),
});

/** `pay` in a store. A scanned code stands in `paymentMethod.paymentMethodId`. */
export const PayRequest = z
  .object({
    paymentRequestId: text(64),
    paymentAmount: WireAmount,
    paymentMethod: z.object({ paymentMethodType: text(64), paymentMethodId: text(256).optional() }),
    paymentFactor: z.object({
      isInStorePayment: trueOrFalse,
      inStorePaymentScenario: z.enum(['PaymentCode', 'OrderCode', 'EntryCode']).optional(),
    }),
    paymentExpiryTime: text(40).optional(),
    paymentNotifyUrl: text(2_048).optional(),
    paymentRedirectUrl: text(2_048).optional(),
    settlementStrategy: z.object({ settlementCurrency: z.string().length(3) }).optional(),
    order: Order,
  })
  .superRefine((request, context) => {
    if (request.paymentFactor.inStorePaymentScenario !== 'PaymentCode') return;
    // DOMAIN 2.2: both must be given when the shop scans.
    if (request.paymentMethod.paymentMethodId === undefined) missing(context, ['paymentMethod', 'paymentMethodId']);
    if (request.order.merchant.store === undefined) missing(context, ['order', 'merchant', 'store']);
  });
export type PayRequest = z.infer<typeof PayRequest>;

const paid = {
  acquirerId: text(64).optional(),
  pspId: text(64).optional(),
  paymentId: text(64).optional(),
  paymentAmount: WireAmount.optional(),
  /** ISO 8601. */
  paymentTime: text(40).optional(),
  /** The wallet's user id: it goes no further than the message it came in. */
  customerId: text(128).optional(),
  /** The name that customers know. */
  walletBrandName: text(128).optional(),
};

/** An order's code for the customer to scan, in up to four forms (DOMAIN 2.4); `TEXT` is what a code drawn by ourselves says. */
export const AlipayOrderCodeForm = z.object({
  paymentMethodType: text(64).optional(),
  /** ISO 8601. */
  expireTime: text(40).optional(),
  codeDetails: z
    .array(
      z.object({
        codeValueType: z.enum(['BARCODE', 'QRCODE']),
        displayType: z.enum(['TEXT', 'SMALLIMAGE', 'MIDDLEIMAGE', 'BIGIMAGE']),
        codeValue: text(2_048),
      }),
    )
    .min(1)
    .max(4),
  extendInfo: z.string().max(2_048).optional(),
});
export type AlipayOrderCodeForm = z.infer<typeof AlipayOrderCodeForm>;

/** `paymentRequestId` is not promised; where it is given it must be ours (R13). */
export const PayResponse = z.object({
  result: WireResult,
  paymentRequestId: text(64).optional(),
  ...paid,
  orderCodeForm: AlipayOrderCodeForm.optional(),
});
export type PayResponse = z.infer<typeof PayResponse>;

/** One of the two names the payment. */
const named = z
  .object({ paymentRequestId: text(64).optional(), paymentId: text(64).optional() })
  .superRefine((request, context) => {
    if (request.paymentRequestId === undefined && request.paymentId === undefined)
      missing(context, ['paymentRequestId']);
  });

export const InquiryPaymentRequest = named;
export type InquiryPaymentRequest = z.infer<typeof InquiryPaymentRequest>;

/** Only `paymentResult` speaks of the payment, and only when `result` is `S`. */
export const InquiryPaymentResponse = z.object({
  result: WireResult,
  paymentResult: WireResult.optional(),
  paymentRequestId: text(64).optional(),
  ...paid,
});
export type InquiryPaymentResponse = z.infer<typeof InquiryPaymentResponse>;

export const CancelPaymentRequest = named;
export type CancelPaymentRequest = z.infer<typeof CancelPaymentRequest>;

export const CancelPaymentResponse = z.object({
  result: WireResult,
  acquirerId: text(64).optional(),
  pspId: text(64).optional(),
});
export type CancelPaymentResponse = z.infer<typeof CancelPaymentResponse>;

/** `notifyPayment`, from Alipay+ to the order's `paymentNotifyUrl`: only of final states (DOMAIN 2.8). */
export const NotifyPaymentRequest = z
  .object({
    paymentResult: z.object({ ...WireResult.shape, resultStatus: z.enum(['S', 'F']) }),
    paymentRequestId: text(64),
    ...paid,
  })
  .superRefine((notification, context) => {
    if (notification.paymentResult.resultStatus === 'F') return;
    if (notification.paymentId === undefined) missing(context, ['paymentId']);
    if (notification.paymentAmount === undefined) missing(context, ['paymentAmount']);
  });
export type NotifyPaymentRequest = z.infer<typeof NotifyPaymentRequest>;

/** Our answer, signed. Anything but `S` brings the notification again. */
export const NotifyPaymentResponse = z.object({ result: WireResult });
export type NotifyPaymentResponse = z.infer<typeof NotifyPaymentResponse>;

function missing(context: z.RefinementCtx, path: string[]): void {
  context.addIssue({ code: 'custom', path, message: 'required' });
}
