import { describe, expect, it } from 'vitest';

import { Amount, PaymentRequestId } from '#payment';

import { cancelAnswerOf, inquiryAnswerOf, payAnswerOf, type Expectation } from './answers.ts';
import { isResultCode, plainCode, resultCodes, resultOf } from './result-codes.ts';

const proof = { body: '{}', bodySha256: '00', headers: {}, covered: {} };
const paidAt = Date.parse('2026-03-01T10:00:00Z');
const expected: Expectation = {
  paymentRequestId: PaymentRequestId.parse('TILL1a'),
  amount: Amount.parse({ currency: 'EUR', minor: 1250 }),
  scenario: 'PaymentCode',
  intentAt: paidAt,
};
const facts = {
  paymentId: '20190608114010800100188820200355883',
  paymentAmount: { currency: 'EUR', value: '1250' },
  paymentTime: '2026-03-01T11:00:00+01:00',
  walletBrandName: 'KAKAOPAY',
};
const S = resultOf('SUCCESS');
const mismatch = { kind: 'none', why: 'mismatch' };

describe('an answer to pay', () => {
  it('of S about this payment succeeded', () => {
    expect(payAnswerOf({ result: S, ...facts }, expected, proof)).toEqual({
      kind: 'succeeded',
      success: { paymentId: facts.paymentId, paidAt, wallet: 'KAKAOPAY' },
      proof,
    });
  });

  it.each([
    ['another amount', { paymentAmount: { currency: 'EUR', value: '1251' } }],
    ['another currency', { paymentAmount: { currency: 'JPY', value: '1250' } }],
    ['no amount', { paymentAmount: undefined }],
    ['another id', { paymentRequestId: 'TILL1b' }],
    ['a time more than 5 min before the intent', { paymentTime: '2026-03-01T09:54:59Z' }],
  ])('[V6] of S with %s is no answer', (_, changed) => {
    expect(payAnswerOf({ result: S, ...facts, ...changed }, expected, proof)).toEqual(mismatch);
  });

  it('[V6] of S is taken up to 5 min before the intent, and at any time when the intent has none', () => {
    const early = { result: S, ...facts, paymentTime: '2026-03-01T09:55:00Z' };
    expect(payAnswerOf(early, expected, proof).kind).toBe('succeeded');
    const old = { ...early, paymentTime: '2020-01-01T00:00:00+0000' };
    expect(payAnswerOf(old, { ...expected, intentAt: null }, proof).kind).toBe('succeeded');
  });

  it('[V6] of S without an id of the payment or without a time cannot be read', () => {
    const unreadable = { kind: 'none', why: 'unreadable' };
    expect(payAnswerOf({ result: S, ...facts, paymentId: undefined }, expected, proof)).toEqual(unreadable);
    expect(payAnswerOf({ result: S, ...facts, paymentTime: undefined }, expected, proof)).toEqual(unreadable);
    expect(payAnswerOf({ result: S, ...facts, paymentTime: 'yesterday' }, expected, proof)).toEqual(unreadable);
  });

  it('of F and U keeps its code', () => {
    expect(payAnswerOf({ result: resultOf('RISK_REJECT') }, expected, proof)).toMatchObject({
      kind: 'failed',
      code: 'RISK_REJECT',
    });
    expect(payAnswerOf({ result: resultOf('PAYMENT_IN_PROCESS') }, expected, proof).kind).toBe('in-process');
    expect(payAnswerOf({ result: resultOf('UNKNOWN_EXCEPTION') }, expected, proof)).toMatchObject({
      kind: 'unknown',
      code: 'UNKNOWN_EXCEPTION',
    });
  });
});

describe('an answer to an inquiry', () => {
  const asked = { result: S, paymentRequestId: 'TILL1a', ...facts };

  // DOMAIN 2.5, row by row.
  it.each([
    ['S', resultOf('SUCCESS'), 'succeeded'],
    ['F ORDER_IS_CLOSED', resultOf('ORDER_IS_CLOSED'), 'closed'],
    ['F other', resultOf('USER_BALANCE_NOT_ENOUGH'), 'failed'],
    ['U in process', resultOf('PAYMENT_IN_PROCESS'), 'in-process'],
    ['U other', resultOf('UNKNOWN_EXCEPTION'), 'unsettled'],
  ])('of S with payment %s', (_, paymentResult, kind) => {
    expect(inquiryAnswerOf({ ...asked, paymentResult }, expected, proof).kind).toBe(kind);
  });

  it.each([
    ['F ORDER_NOT_EXIST', resultOf('ORDER_NOT_EXIST'), 'not-exist'],
    ['F other', resultOf('PARAM_ILLEGAL'), 'refused'],
    ['U', resultOf('UNKNOWN_EXCEPTION'), 'unknown'],
  ])('of %s says nothing of the payment, whatever stands beside it', (_, result, kind) => {
    expect(inquiryAnswerOf({ ...asked, result, paymentResult: S }, expected, proof).kind).toBe(kind);
  });

  it('[V6] of S about another id, another amount, or no id is no answer', () => {
    const paid = { ...asked, paymentResult: S };
    expect(inquiryAnswerOf({ ...paid, paymentRequestId: 'TILL1b' }, expected, proof)).toEqual(mismatch);
    const more = { ...paid, paymentAmount: { currency: 'EUR', value: '125000' } };
    expect(inquiryAnswerOf(more, expected, proof)).toEqual(mismatch);
    const closed = { ...asked, paymentRequestId: undefined, paymentResult: resultOf('ORDER_IS_CLOSED') };
    expect(inquiryAnswerOf(closed, expected, proof)).toEqual({ kind: 'none', why: 'not-bound' });
  });

  it('[V6] of S without a payment result cannot be read', () => {
    expect(inquiryAnswerOf(asked, expected, proof)).toEqual({ kind: 'none', why: 'unreadable' });
  });
});

it('an answer to a cancel is S, F with its code, or U', () => {
  expect(cancelAnswerOf({ result: S }, proof).kind).toBe('succeeded');
  expect(cancelAnswerOf({ result: resultOf('CANCEL_WINDOW_EXCEED') }, proof)).toMatchObject({
    kind: 'refused',
    code: 'CANCEL_WINDOW_EXCEED',
  });
  expect(cancelAnswerOf({ result: resultOf('UNKNOWN_EXCEPTION') }, proof).kind).toBe('unknown');
});

it('a currency that is not supported has one code in two spellings', () => {
  const spelled = { resultStatus: 'F' as const, resultCode: 'CURRENCY_NOT_SUPPORTED' };
  expect(payAnswerOf({ result: spelled }, expected, proof)).toMatchObject({ code: 'CURRENCY_NOT_SUPPORT' });
  expect(plainCode('CURRENCY_NOT_SUPPORT')).toBe('CURRENCY_NOT_SUPPORT');
  expect(isResultCode('CURRENCY_NOT_SUPPORTED')).toBe(true);
  expect(isResultCode('toString')).toBe(false);
  for (const code of Object.keys(resultCodes)) expect(code.length).toBeLessThanOrEqual(64);
});
