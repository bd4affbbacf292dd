import { generateKeyPairSync } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { signAlipayContent } from './alipay-signature.ts';
import { readNotification } from './notification.ts';

const { privateKey, publicKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const path = '/alipay/notifyPayment';
const clientId = 'SANDBOX_SHOP';
const amount = { currency: 'EUR', value: '1250' };
const paid = {
  paymentResult: { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success.' },
  paymentRequestId: 'TILL1abc',
  paymentId: '20261121',
  acquirerId: '2021228100000000',
  paymentAmount: amount,
  paymentTime: '2026-11-21T10:00:00Z',
};

type Change = { body?: string; path?: string; key?: typeof privateKey; headers?: Record<string, string> };

function read(content: object | string, change: Change = {}) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const signed = { method: 'POST', path: change.path ?? path, clientId, time: '2026-11-21T10:00:01Z' };
  const signature = signAlipayContent({ ...signed, body: Buffer.from(text) }, change.key ?? privateKey);
  const headers = { signature, 'request-time': signed.time, 'client-id': clientId, ...change.headers };
  return readNotification({ headers, body: Buffer.from(change.body ?? text) }, { path, clientId, key });
}

const error = (why: string) => ({ ok: false, error: why });

describe('a notification of Alipay+', () => {
  it('[2.8] is read when its signature covers the path of our address and its exact bytes', () => {
    expect(read(paid)).toEqual({ ok: true, value: { paymentRequestId: 'TILL1abc', says: 'succeeded', amount } });
    const refused = { paymentResult: { resultStatus: 'F', resultCode: 'RISK_REJECT' }, paymentRequestId: 'TILL1abc' };
    expect(read(refused)).toEqual({
      ok: true,
      value: { paymentRequestId: 'TILL1abc', says: 'failed', amount: null },
    });
  });

  it('[V31] counts for nothing unsigned, signed by another, for another path or client, or changed on its way', () => {
    expect(read(paid, { headers: { signature: '' } })).toEqual(error('unsigned'));
    expect(read(paid, { key: stranger })).toEqual(error('bad-signature'));
    expect(read(paid, { path: '/elsewhere' })).toEqual(error('bad-signature'));
    expect(read(paid, { headers: { 'client-id': 'SANDBOX_OTHER' } })).toEqual(error('other-client'));
    expect(read(paid, { headers: { 'request-time': '2026-11-21T10:00:02Z' } })).toEqual(error('bad-signature'));
    expect(read(paid, { body: JSON.stringify(paid).replace('1250', '1251') })).toEqual(error('bad-signature'));
  });

  it('[V38] is strict: only final states, whole facts, strings, one reading', () => {
    const { paymentAmount: _amount, ...withoutAmount } = paid;
    const { paymentId: _id, ...withoutId } = paid;
    const wrong: (object | string)[] = [
      withoutAmount,
      withoutId,
      { ...paid, paymentResult: { resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS' } },
      { ...paid, paymentResult: { resultStatus: 's', resultCode: 'SUCCESS' } },
      { ...paid, paymentAmount: { currency: 'EUR', value: 1250 } },
      { ...paid, paymentRequestId: 'TILL1/../x' },
      JSON.stringify(paid).replace('{', '{"paymentRequestId":"TILL1other",'),
      '[]',
      '',
    ];
    for (const content of wrong) expect(read(content)).toEqual(error('unreadable'));
  });

  it('[V31] [V38] with any one byte changed it is refused, and nothing is thrown', () => {
    const text = JSON.stringify(paid);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(text);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const signed = { method: 'POST', path, clientId, time: 't' };
        const signature = signAlipayContent({ ...signed, body: Buffer.from(text) }, privateKey);
        const headers = { signature, 'request-time': 't', 'client-id': clientId };
        expect(readNotification({ headers, body: bytes }, { path, clientId, key })).toEqual(error('bad-signature'));
      }),
      { numRuns: 60 },
    );
  });
});
