import { describe, expect, it } from 'vitest';

import { CancelPaymentRequest, InquiryPaymentResponse, PayRequest, PayResponse } from './alipay-messages.ts';
import { readAlipayRequest, readAlipayResponse } from './alipay-reading.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
const lenient = { strict: false };
const strict = { strict: true };

const store = { referenceStoreId: 'S1', storeName: 'Shop', storeMCC: '5411' };
const pay = {
  paymentRequestId: 'pay_0001',
  paymentAmount: { currency: 'EUR', value: '1250' },
  paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: '281010897274821897274821' },
  paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
  order: {
    referenceOrderId: 'order_1',
    orderDescription: 'Groceries',
    orderAmount: { currency: 'EUR', value: '1250' },
    merchant: { referenceMerchantId: 'M1', merchantMCC: '5411', merchantName: 'Shop', store },
  },
};

describe('a request', () => {
  it('is read as it was sent', () => {
    expect(readAlipayRequest(PayRequest, bytes(pay), strict)).toEqual({ ok: true, value: pay });
  });

  it('may have native booleans and numbers, as official clients send them, unless told to be strict', () => {
    const native = {
      ...pay,
      paymentAmount: { currency: 'EUR', value: 1250 },
      paymentFactor: { isInStorePayment: true, inStorePaymentScenario: 'PaymentCode' },
    };
    expect(readAlipayRequest(PayRequest, bytes(native), lenient)).toEqual({ ok: true, value: pay });
    expect(readAlipayRequest(PayRequest, bytes(native), strict)).toMatchObject({
      ok: false,
      error: { kind: 'field', path: 'paymentAmount.value' },
    });
  });

  it('may spell storeMCC as storeMcc, leave things null, and have fields that nobody knows', () => {
    const { storeMCC, ...rest } = store;
    const other = structuredClone({ ...pay, paymentNotifyUrl: null, later: { a: [1] } });
    Object.assign(other.order.merchant, { store: { ...rest, storeMcc: storeMCC } });
    expect(readAlipayRequest(PayRequest, bytes(other), strict)).toEqual({ ok: true, value: pay });
  });

  it('with a scanned code must have the code and the store', () => {
    const noCode = { ...pay, paymentMethod: { paymentMethodType: 'CONNECT_WALLET' } };
    expect(readAlipayRequest(PayRequest, bytes(noCode), lenient)).toMatchObject({
      error: { path: 'paymentMethod.paymentMethodId' },
    });
    const noStore = structuredClone(pay);
    Reflect.deleteProperty(noStore.order.merchant, 'store');
    expect(readAlipayRequest(PayRequest, bytes(noStore), lenient)).toMatchObject({
      error: { path: 'order.merchant.store' },
    });
  });

  it('names the field that is wrong, and refuses an empty string and an amount with a point', () => {
    const path = (changed: object): unknown => readAlipayRequest(PayRequest, bytes({ ...pay, ...changed }), lenient);
    expect(path({ paymentRequestId: '' })).toMatchObject({ error: { path: 'paymentRequestId' } });
    expect(path({ paymentAmount: { currency: 'EUR', value: '12.50' } })).toMatchObject({
      error: { path: 'paymentAmount.value' },
    });
    expect(path({ paymentAmount: { currency: 'EUR', value: 12.5 } })).toMatchObject({
      error: { path: 'paymentAmount.value' },
    });
    expect(readAlipayRequest(CancelPaymentRequest, bytes({}), lenient)).toMatchObject({
      error: { path: 'paymentRequestId' },
    });
  });

  it('that is no JSON says so', () => {
    expect(readAlipayRequest(PayRequest, Buffer.from('{"a":1,"a":1}'), lenient)).toEqual({
      ok: false,
      error: { kind: 'json', why: 'duplicate-key' },
    });
  });
});

describe('an answer', () => {
  const success = { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success' };

  it('may have more than is known, and null for what is not there', () => {
    const read = readAlipayResponse(PayResponse, bytes({ result: success, paymentTime: null, quote: { price: 1.5 } }));
    expect(read).toMatchObject({ ok: true, value: { response: { result: success } } });
  });

  it.each([
    ['lower-case u', { result: { ...success, resultStatus: 'u' } }],
    ['a status that is no letter', { result: { ...success, resultStatus: true } }],
    ['an amount that is a number', { result: success, paymentAmount: { currency: 'EUR', value: 1250 } }],
    ['a list for the result', { result: [success] }],
    ['no result', { paymentResult: success }],
    ['a number for the id', { result: success, paymentId: 1 }],
  ])('[V38] with %s is no answer', (_, body) => {
    expect(readAlipayResponse(InquiryPaymentResponse, bytes(body))).toEqual({ ok: false, error: 'wrong-shape' });
  });
});
