import type { AmountFaultName, AmountFaults, CallMishap, FaultyApi, PaymentCourse } from '#contract';
import type { ResultCode } from '#protocol';

/** What an amount brings with it, whatever the currency: 9901 is EUR 99.01 and JPY 9901. */
export type AmountFault = {
  minor: number;
  name: AmountFaultName;
  /** What becomes of the payment; null: what its wallet does. */
  course: { course: PaymentCourse; afterMs: number } | null;
  /** What pay answers at once; null: it is performed. */
  refuses: ResultCode | null;
  /** What happens to calls about the payment: to the first `times` of that API. */
  call: { api: FaultyApi; mishap: CallMishap | null; times: number; refuseCode: ResultCode; delayMs: number } | null;
};

const plain = { course: null, refuses: null, call: null } as const;
const always = Number.POSITIVE_INFINITY;

/** Alipay's own in-store reference names the first four (9901–9904). */
const officialMax = 9904;

export const amountFaults: readonly AmountFault[] = [
  call(9901, 'pay-unknown', 'pay', 'unknownBefore', always),
  call(9902, 'pay-silent', 'pay', 'silentBefore', always),
  // Nobody inquires about a payment that is known: the customer pays a while after pay was answered.
  { ...call(9903, 'inquiry-unknown', 'inquiryPayment', 'unknownBefore', always), course: later(5_000) },
  { ...call(9904, 'inquiry-silent', 'inquiryPayment', 'silentBefore', always), course: later(5_000) },
  { ...plain, minor: 9905, name: 'succeeds-soon', course: later(5_000) },
  { ...plain, minor: 9906, name: 'succeeds-late', course: later(30_000) },
  { ...plain, minor: 9907, name: 'stays-in-process', course: { course: 'stays-in-process', afterMs: 0 } },
  { ...plain, minor: 9908, name: 'last-second', course: { course: 'last-second', afterMs: 0 } },
  { ...plain, minor: 9909, name: 'pays-after-cancel', course: { course: 'pays-after-cancel', afterMs: 5_000 } },
  call(9911, 'answer-lost', 'pay', 'silentAfter', 1),
  call(9912, 'answer-reset', 'pay', 'resetAfter', 1),
  call(9913, 'pay-reset', 'pay', 'resetBefore', 1),
  call(9914, 'unsigned', 'pay', 'unsigned', always),
  call(9915, 'wrong-key', 'pay', 'wrongKey', always),
  call(9916, 'http-500', 'pay', 'http500', always),
  call(9917, 'http-502', 'pay', 'http502', always),
  slow(9918, 'slow-pay', 'pay', 7_000),
  slow(9919, 'slow-cancel', 'cancelPayment', 10_000),
  call(9920, 'cancel-unknown-thrice', 'cancelPayment', 'unknownBefore', 3),
  call(9921, 'cancel-answer-lost', 'cancelPayment', 'silentAfter', 1),
  call(9922, 'cancel-too-late', 'cancelPayment', 'refuse', always, 'CANCEL_WINDOW_EXCEED'),
  ...refusedCodes().map((code, index) => refused(9931 + index, code)),
];

const byMinor: ReadonlyMap<number, AmountFault> = new Map(amountFaults.map((fault) => [fault.minor, fault]));

export function amountFaultOf(minor: number): AmountFault | undefined {
  return byMinor.get(minor);
}

/** As the sandbox's own address lists them. */
export function amountList(): AmountFaults {
  const shown = amountFaults.map(({ minor, name, refuses }) => ({
    minor,
    name,
    code: refuses,
    official: minor <= officialMax,
  }));
  return { amounts: shown };
}

/** Such a refusal is the wallet's or risk control's: there is an order, and inquiryPayment knows it (DOMAIN 10.2). */
export function leavesOrder(code: ResultCode): boolean {
  return byWalletOrRisk.has(code);
}

const byWalletOrRisk: ReadonlySet<ResultCode> = new Set<ResultCode>([
  'PROCESS_FAIL',
  'PAYMENT_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_COUNT_EXCEED_LIMIT',
  'USER_AMOUNT_EXCEED_LIMIT',
  'USER_BALANCE_NOT_ENOUGH',
  'USER_KYC_NOT_QUALIFIED',
  'USER_STATUS_ABNORMAL',
  'USER_NOT_EXIST',
  'USER_PAYMENT_VERIFICATION_FAILED',
  'UNAVAILABLE_PAYMENT_METHOD',
  'RISK_REJECT',
  'REGULATION_RESTRICTION',
]);

/** In the order of Alipay+'s table; the amounts follow it, so new ones go to its end. */
function refusedCodes(): readonly ResultCode[] {
  return [
    'PROCESS_FAIL',
    'PARAM_ILLEGAL',
    'INVALID_SIGNATURE',
    'KEY_NOT_FOUND',
    'INVALID_CLIENT',
    'ACCESS_DENIED',
    'INVALID_CONTRACT',
    'MERCHANT_NOT_REGISTERED',
    'MERCHANT_KYB_NOT_QUALIFIED',
    'NO_INTERFACE_DEF',
    'INVALID_API',
    'METHOD_NOT_SUPPORTED',
    'MEDIA_TYPE_NOT_ACCEPTABLE',
    'BUSINESS_NOT_SUPPORT',
    'CURRENCY_NOT_SUPPORT',
    'CURRENCY_NOT_SUPPORTED',
    'INVALID_CODE',
    'EXPIRED_CODE',
    'INVALID_TOKEN',
    'ORDER_IS_CLOSED',
    'REPEAT_REQ_INCONSISTENT',
    'PAYMENT_AMOUNT_EXCEED_LIMIT',
    'PAYMENT_COUNT_EXCEED_LIMIT',
    'USER_AMOUNT_EXCEED_LIMIT',
    'USER_BALANCE_NOT_ENOUGH',
    'USER_KYC_NOT_QUALIFIED',
    'USER_STATUS_ABNORMAL',
    'USER_NOT_EXIST',
    'USER_PAYMENT_VERIFICATION_FAILED',
    'UNAVAILABLE_PAYMENT_METHOD',
    'RISK_REJECT',
    'REGULATION_RESTRICTION',
    'REQUEST_TRAFFIC_EXCEED_LIMIT',
  ];
}

function call(
  minor: number,
  name: AmountFaultName,
  api: FaultyApi,
  mishap: CallMishap,
  times: number,
  refuseCode: ResultCode = 'PROCESS_FAIL',
): AmountFault {
  return { ...plain, minor, name, call: { api, mishap, times, refuseCode, delayMs: 0 } };
}

function slow(minor: number, name: AmountFaultName, api: FaultyApi, delayMs: number): AmountFault {
  return { ...plain, minor, name, call: { api, mishap: null, times: always, refuseCode: 'PROCESS_FAIL', delayMs } };
}

function refused(minor: number, code: ResultCode): AmountFault {
  return { ...plain, minor, name: 'refused', refuses: code };
}

function later(afterMs: number): { course: PaymentCourse; afterMs: number } {
  return { course: 'succeeds-later', afterMs };
}
