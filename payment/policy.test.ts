import { describe, expect, it } from 'vitest';

import { backendPolicy, backendRefusalCodes, cancelWindowEnd, declineCodes, tillPolicy } from './policy.ts';

describe('the end of the cancel window', () => {
  // DOMAIN 6.6. In UTC+8 these are 22:50 and 23:30 of 1 March; the window ends on the 2nd at 00:15.
  it.each([
    ['2025-03-01T23:50:00+09:00', 1_740_840_600_000, 1_740_845_700_000],
    ['2025-03-02T00:30:00+09:00', 1_740_843_000_000, 1_740_845_700_000],
    ['the last millisecond of 1 March in UTC+8', 1_740_844_799_999, 1_740_845_700_000],
    ['the first of 2 March in UTC+8', 1_740_844_800_000, 1_740_932_100_000],
    ['00:10 of 2 March in UTC+8, when the window of 1 March is still open', 1_740_845_400_000, 1_740_932_100_000],
  ])('[5.1] of a payment at %s', (_name, paidAt, end) => {
    expect(cancelWindowEnd(paidAt)).toBe(end);
  });

  it('[5.1] is 25 minutes away at 23:50 and more than a day at midnight', () => {
    expect(cancelWindowEnd(1_740_844_200_000) - 1_740_844_200_000).toBe(25 * 60_000);
    expect(cancelWindowEnd(1_740_844_800_000) - 1_740_844_800_000).toBe((24 * 60 + 15) * 60_000);
  });
});

describe('the timers', () => {
  it.each([
    ['till', tillPolicy, 75_000],
    ['backend', backendPolicy, 65_000],
  ] as const)('[5.1] of the %s', (_hop, policy, deadlineMs) => {
    expect(policy).toMatchObject({
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
      deadlineMs,
      askWithinMs: 2_000,
      cancelGapsMs: [0, 1_500, 3_000, 6_000, 12_000, 24_000, 48_000, 60_000],
      cancelLongAfterMs: 600_000,
      cancelLongGapMs: 300_000,
      escalateMs: 90_000,
      quietMs: 120_000,
      lateAfterMs: 30_000,
      lateTriesMax: 8,
      windowAlarmBeforeMs: 900_000,
    });
  });

  it('[5.2] gives the till what its backend can promise, and the backend only what Alipay+ does', () => {
    expect(tillPolicy).toMatchObject({
      cancelLeavesTombstone: true,
      notExistIsCertainAfterRestart: true,
      unwantedNeedsQuiet: false,
      cancelPollMs: 5_000,
    });
    expect(backendPolicy).toMatchObject({
      cancelLeavesTombstone: false,
      notExistIsCertainAfterRestart: false,
      unwantedNeedsQuiet: true,
      cancelPollMs: null,
    });
  });
});

describe('the decline list', () => {
  const never = [
    'PROCESS_FAIL',
    'REPEAT_REQ_INCONSISTENT',
    'ACCESS_DENIED',
    'INVALID_SIGNATURE',
    'KEY_NOT_FOUND',
    'PARAM_ILLEGAL',
    'ORDER_IS_CLOSED',
    'UNKNOWN_EXCEPTION',
  ];

  it('[R4] has what RELIABILITY 5.0 lists and nothing that says less than "not paid"', () => {
    const listed =
      'USER_BALANCE_NOT_ENOUGH RISK_REJECT USER_NOT_EXIST USER_STATUS_ABNORMAL UNAVAILABLE_PAYMENT_METHOD ' +
      'USER_PAYMENT_VERIFICATION_FAILED USER_KYC_NOT_QUALIFIED MERCHANT_KYB_NOT_QUALIFIED USER_AMOUNT_EXCEED_LIMIT ' +
      'PAYMENT_AMOUNT_EXCEED_LIMIT PAYMENT_COUNT_EXCEED_LIMIT CURRENCY_NOT_SUPPORT CURRENCY_NOT_SUPPORTED ' +
      'BUSINESS_NOT_SUPPORT INVALID_CODE EXPIRED_CODE';
    expect([...declineCodes].sort()).toEqual(listed.split(' ').sort());
    expect([...declineCodes, ...backendRefusalCodes].filter((code) => never.includes(code))).toEqual([]);
  });

  it("[R4] lets the till, and only the till, believe its backend's own refusals", () => {
    expect(backendRefusalCodes.every((code) => tillPolicy.declineCodes.has(code))).toBe(true);
    expect(backendRefusalCodes.some((code) => backendPolicy.declineCodes.has(code))).toBe(false);
  });
});
