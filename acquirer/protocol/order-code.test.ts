import { describe, expect, it } from 'vitest';

import { Amount, PaymentRequestId } from '#payment';

import type { AlipayOrderCodeForm } from './alipay-messages.ts';
import { payAnswerOf, type Expectation } from './answers.ts';
import { alipayOrderCode, alipayOrderHosts, backendOrderCode, isOrderAddress } from './order-code.ts';

const signedAt = Date.parse('2026-03-01T10:00:00Z');
const official = 'https://gqr.alipay.com/281017040012rqWv0ch7G7Q5AZ5AZJOv4Igf'; // Antom's sample
const proof = { body: '{}', bodySha256: '00', headers: {}, covered: {} };
const expected: Expectation = {
  paymentRequestId: PaymentRequestId.parse('TILL1a'),
  amount: Amount.parse({ currency: 'EUR', minor: 1250 }),
  scenario: 'OrderCode',
  intentAt: signedAt,
};

function form(codeValue: string, change: Partial<AlipayOrderCodeForm> = {}): AlipayOrderCodeForm {
  const image = { codeValueType: 'QRCODE', displayType: 'BIGIMAGE', codeValue: 'https://example.com/x.png' } as const;
  return { codeDetails: [image, { codeValueType: 'QRCODE', displayType: 'TEXT', codeValue }], ...change };
}

describe('[5.2b] an order’s code in an answer of Alipay+', () => {
  it('is the text of its QR code, good from the signed answer to its expiry', () => {
    const read = alipayOrderCode(
      form(official, { expireTime: '2026-03-01T18:02:30+08:00' }),
      signedAt,
      alipayOrderHosts,
    );
    expect(read).toMatchObject({ value: official, expiresInMs: 150_000 });
    expect(read).toHaveProperty('sha256', expect.stringMatching(/^[0-9a-f]{64}$/));
  });

  it.each([
    ['without a time', {}, 180_000],
    ['with a time that does not read', { expireTime: 'soon' }, 180_000],
    ['that has expired', { expireTime: '2026-03-01T09:59:00Z' }, 0],
  ])('%s lives as long as it should', (_what, change, expiresInMs) => {
    expect(alipayOrderCode(form(official, change), signedAt, alipayOrderHosts)).toMatchObject({ expiresInMs });
  });

  it('is none where there are only pictures, or nothing', () => {
    const pictures = form(official);
    pictures.codeDetails.pop();
    expect(alipayOrderCode(pictures, signedAt, alipayOrderHosts)).toBeNull();
    expect(alipayOrderCode(undefined, signedAt, alipayOrderHosts)).toBeNull();
  });

  it.each([
    'http://gqr.alipay.com/281004',
    'https://gqr.alipay.com.example.org/281004',
    'https://evilalipay.com/281004',
    'https://alipay.com@example.org/281004',
    'https://gqr.alipay.com:8443/281004',
    'https://gqr.alipay.com:443/281004',
    'https://alipay.com\\@example.org/281004', // a browser reads alipay.com, by RFC 3986 it is example.org
    'https://gqr.alipay.com/28\\1004',
    'https://@gqr.alipay.com/281004',
    'https:///gqr.alipay.com/281004',
    'https://%61lipay.com/281004',
    'javascript:alert(1)',
    'https://gqr.alipay.com/28 1004',
    'https://gqr.аlipay.com/281004',
    'wallet://pay',
    '',
  ])('is not shown when it leads to %s', (value) => {
    expect(alipayOrderCode(form(value), signedAt, alipayOrderHosts)).toBe('unusable');
    expect(payAnswerOf(answer('U', 'PAYMENT_IN_PROCESS'), expected, proof, 'unusable')).toEqual({
      kind: 'none',
      why: 'mismatch',
    });
  });

  it('may lead below a domain, in capitals too', () => {
    expect(isOrderAddress('HTTPS://QR.ALIPAYPLUS.COM/MPM/3/GPLD006', alipayOrderHosts)).toBe(true);
    expect(isOrderAddress('https://alipay.com/1', alipayOrderHosts)).toBe(true);
  });
});

describe('[5.2b] what pay’s answer to an order means', () => {
  const code = backendOrderCode({
    codeDetails: [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: official }],
    expiresInMs: '90000',
  });

  it.each([
    ['S', 'SUCCESS'],
    ['U', 'PAYMENT_IN_PROCESS'],
    ['U', 'UNKNOWN_EXCEPTION'],
  ] as const)('%s %s with a code: a code, and never that anybody paid', (status, resultCode) => {
    const paid = {
      paymentId: '1',
      paymentAmount: { currency: 'EUR', value: '1250' },
      paymentTime: '2026-03-01T10:00:00Z',
    };
    expect(payAnswerOf({ ...answer(status, resultCode), ...paid }, expected, proof, code)).toMatchObject({
      kind: 'code',
      orderCode: { value: official, expiresInMs: 90_000 },
    });
  });

  it.each([
    ['S', 'SUCCESS', 'in-process'],
    ['U', 'PAYMENT_IN_PROCESS', 'in-process'],
    ['U', 'UNKNOWN_EXCEPTION', 'unknown'],
    ['F', 'BUSINESS_NOT_SUPPORT', 'failed'],
  ] as const)('%s %s without one: %s', (status, resultCode, kind) => {
    expect(payAnswerOf(answer(status, resultCode), expected, proof).kind).toBe(kind);
  });

  it('F is F, whatever else stands there', () => {
    expect(payAnswerOf(answer('F', 'RISK_REJECT'), expected, proof, code).kind).toBe('failed');
  });

  it('a code that nobody asked for is nothing', () => {
    const scanned = { ...expected, scenario: 'PaymentCode' } as const;
    expect(payAnswerOf(answer('U', 'PAYMENT_IN_PROCESS'), scanned, proof, code).kind).toBe('in-process');
  });
});

function answer(resultStatus: 'S' | 'F' | 'U', resultCode: string) {
  return { result: { resultStatus, resultCode } };
}
