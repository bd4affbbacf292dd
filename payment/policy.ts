import type { Facts } from './attempt.ts';

/** The timers of RELIABILITY 5.1 and where the two hops differ. Every limit has its unit in its name. */
export type Policy = {
  respondWithinMs: number;
  retryAfterNoneMs: number;
  retryAfterUnknownMs: number;
  transmissionsMax: number;
  payUntilMs: number;
  pollAfterInProcessMs: number;
  firstPollLatestMs: number;
  pollEarlyMs: number;
  pollEarlyUntilMs: number;
  pollLateMs: number;
  deadlineMs: number;
  askWithinMs: number;
  cancelGapsMs: readonly number[];
  cancelLongAfterMs: number;
  cancelLongGapMs: number;
  /** While cancelling, how often the ledger behind us is asked; null where asking is rationed (towards Alipay+). */
  cancelPollMs: number | null;
  cancelPollForMs: number;
  escalateMs: number;
  quietMs: number;
  silentInquiriesMax: number;
  lateAfterMs: number;
  lateTriesMax: number;
  windowAlarmBeforeMs: number;
  /** Codes that decline for good under R4. */
  declineCodes: ReadonlySet<string>;
  /** Codes that refuse a cancel for good (row 20). */
  cancelRefusalCodes: ReadonlySet<string>;
  /** A cancel `S` proves that a pay on its way will be refused (R7): true of our backend, not of Alipay+. */
  cancelLeavesTombstone: boolean;
  /** Row 13b: "not exist" after a restart is certain, because the ledger that was asked is the one that pay would have reached. */
  notExistIsCertainAfterRestart: boolean;
  /** Row 23, F10: a success after a refused cancel counts only when asked T_quiet after the last cancel. */
  unwantedNeedsQuiet: boolean;
  /** Row F8: a cancel of a PAID payment becomes a void. */
  cancelVoidsPaid: boolean;
  order: OrderPolicy;
};

/** What differs for an order code (RELIABILITY 5.1 and 5.2b). */
export type OrderPolicy = {
  /** How long a code lives that comes without a time of its own. */
  lifeMs: number;
  /** A longer life than this is not believed. */
  lifeMaxMs: number;
  pollMs: number;
  /** After the code has expired. */
  deadlineAfterMs: number;
  escalateAfterMs: number;
  /** Before it expires, the code is taken off the screen; null where no screen shows it. */
  hideBeforeMs: number | null;
  /** The code itself is kept, and given again whenever it is asked for. */
  keepsCode: boolean;
  /** M3b: an order whose code never came is closed. */
  closesWithoutCode: boolean;
};

/** RELIABILITY 5.0, decline list: what `pay` may answer for good, under R4. Data, not code. */
export const declineCodes: ReadonlySet<string> = new Set([
  'USER_BALANCE_NOT_ENOUGH',
  'RISK_REJECT',
  'USER_NOT_EXIST',
  'USER_STATUS_ABNORMAL',
  'UNAVAILABLE_PAYMENT_METHOD',
  'USER_PAYMENT_VERIFICATION_FAILED',
  'USER_KYC_NOT_QUALIFIED',
  'MERCHANT_KYB_NOT_QUALIFIED',
  'USER_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_COUNT_EXCEED_LIMIT',
  'CURRENCY_NOT_SUPPORT',
  'CURRENCY_NOT_SUPPORTED', // the same code as one page of Alipay+ spells it
  'BUSINESS_NOT_SUPPORT',
  'INVALID_CODE',
  'EXPIRED_CODE',
]);

/** Refusals by the backend itself, before a byte went to Alipay+: final for a till (DESIGN 3b). */
export const backendRefusalCodes = [
  'TERMINAL_REVOKED',
  'SALE_IN_USE',
  'CODE_NOT_ROUTABLE',
  'NOT_CONFIGURED',
  'APPROVAL_INVALID',
  'LIMIT_EXCEEDED',
] as const;
export type BackendRefusalCode = (typeof backendRefusalCodes)[number];

const shared = {
  respondWithinMs: 10_000,
  retryAfterNoneMs: 1_000,
  retryAfterUnknownMs: 2_000,
  transmissionsMax: 3,
  payUntilMs: 45_000,
  pollAfterInProcessMs: 5_000,
  firstPollLatestMs: 8_000,
  pollEarlyMs: 3_000,
  pollEarlyUntilMs: 30_000,
  pollLateMs: 5_000,
  askWithinMs: 2_000,
  cancelGapsMs: [0, 1_500, 3_000, 6_000, 12_000, 24_000, 48_000, 60_000],
  cancelLongAfterMs: 600_000,
  cancelLongGapMs: 300_000,
  cancelPollForMs: 600_000,
  escalateMs: 90_000,
  quietMs: 120_000,
  silentInquiriesMax: 3,
  lateAfterMs: 30_000,
  lateTriesMax: 8,
  windowAlarmBeforeMs: 900_000,
  cancelRefusalCodes: new Set(['CANCEL_WINDOW_EXCEED', 'PROCESS_FAIL']),
} as const;

const sharedOrder = { lifeMs: 180_000, lifeMaxMs: 600_000, pollMs: 4_000, escalateAfterMs: 30_000 } as const;

/** The till towards its backend. */
export const tillPolicy: Policy = {
  ...shared,
  deadlineMs: 75_000,
  cancelPollMs: 5_000,
  declineCodes: new Set([...declineCodes, ...backendRefusalCodes]),
  cancelLeavesTombstone: true,
  notExistIsCertainAfterRestart: true,
  unwantedNeedsQuiet: false,
  cancelVoidsPaid: false,
  order: { ...sharedOrder, deadlineAfterMs: 15_000, hideBeforeMs: 10_000, keepsCode: false, closesWithoutCode: true },
};

/** The backend towards Alipay+. */
export const backendPolicy: Policy = {
  ...shared,
  deadlineMs: 65_000,
  cancelPollMs: null,
  declineCodes,
  cancelLeavesTombstone: false,
  notExistIsCertainAfterRestart: false,
  unwantedNeedsQuiet: true,
  cancelVoidsPaid: true,
  order: { ...sharedOrder, deadlineAfterMs: 5_000, hideBeforeMs: null, keepsCode: true, closesWithoutCode: false },
};

/** T_deadline and T_escalate of an attempt, in ms since its intent: an order code's follow its expiry (RELIABILITY 5.1). */
export function limitsOf(
  { intent, orderCode }: Pick<Facts, 'intent' | 'orderCode'>,
  policy: Policy,
): { deadlineMs: number; escalateMs: number } {
  if (intent.scenario === 'PaymentCode') return policy;
  const expiresMs = orderCode?.expiresAfterMs ?? policy.order.lifeMs;
  const { deadlineAfterMs, escalateAfterMs } = policy.order;
  return { deadlineMs: expiresMs + deadlineAfterMs, escalateMs: expiresMs + escalateAfterMs };
}

/** A cancel is taken until 00:15 UTC+8 of the day after the payment, in that zone (Alipay+ API, cancelPayment). */
export function cancelWindowEnd(wallAt: number): number {
  const hourMs = 3_600_000;
  const dayMs = 24 * hourMs;
  const startOfDay = Math.floor((wallAt + 8 * hourMs) / dayMs) * dayMs;
  return startOfDay + dayMs + 15 * 60_000 - 8 * hourMs;
}
