import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutation/byte-mutation.ts';
import { mutatedJson, type Json } from '../mutation/json-mutation.ts';
import type { Fields } from './shape.ts';

export const asked = {
  paymentRequestId: 'TILL1019b2c3d4e5f7000a000000000000001',
  currency: 'EUR',
  minor: 1_250,
  intentAt: Date.UTC(2026, 10, 21, 4),
} as const;

const otherId = 'TILL1019b2c3d4e5f7000a000000000000002';

/** `order`: pay, where an order's code is asked for. */
export type Api = 'pay' | 'order' | 'inquiry' | 'cancel';

/** Of Alipay+ or of our backend: they speak in the same shapes, but for the form of an order's code. */
export function paymentAnswer(api: Api, chance: Chance, formFor: (chance: Chance) => Fields): Fields {
  const result = resultFor(api, chance);
  const facts = {
    paymentId: '20261121000000001',
    paymentAmount: { currency: 'EUR', value: '1250' },
    paymentTime: chance.pick(times),
    walletBrandName: 'AlipayHK',
    ...(chance.of(0.3) ? { customerId: '2088000000000001', acquirerId: 'A1', pspId: 'W1' } : {}),
    ...(chance.of(0.2) ? { storeWord: storeWord(chance) } : {}),
  };
  const named = { paymentRequestId: asked.paymentRequestId };
  const answer: Fields = {
    result,
    ...(chance.of(0.85) ? named : {}),
    ...(api === 'inquiry' && chance.of(0.9) ? { paymentResult: resultFor('payment', chance) } : {}),
    ...(api !== 'cancel' && chance.of(api === 'order' ? 0.2 : 0.8) ? facts : {}),
    ...(chance.of(api === 'order' ? 0.85 : 0.03) ? { orderCodeForm: formFor(chance) } : {}),
  };
  return chance.of(0.4) ? wrongInOneThing(answer, chance) : answer;
}

export function alipayForm(chance: Chance): Fields {
  const text = { codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: chance.pick(codeValues) };
  const picture = { codeValueType: 'QRCODE', displayType: 'BIGIMAGE', codeValue: 'https://alipay.com/q.png' };
  const bars = { codeValueType: 'BARCODE', displayType: 'TEXT', codeValue: '281006020000000000' };
  return {
    codeDetails: chance.pick<Json>([[text], [text], [picture, bars, text], [bars, picture], [], [text, {}], text]),
    ...(chance.of(0.7) ? { expireTime: chance.pick(times) } : {}),
    ...(chance.of(0.3) ? { paymentMethodType: 'CONNECT_WALLET', extendInfo: '' } : {}),
  };
}

export function backendForm(chance: Chance): Fields {
  const text = { codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: chance.pick(codeValues) };
  const picture = { codeValueType: 'QRCODE', displayType: 'BIGIMAGE', codeValue: 'https://alipay.com/q.png' };
  const isOdd = chance.of(0.3);
  return {
    codeDetails: isOdd ? chance.pick<Json>([[text], [picture], [text, text], []]) : [text],
    expiresInMs: isOdd
      ? chance.pick<Json>(['10000000', '-1', '', '1e3', 180_000, '180000\n'])
      : chance.pick(['180000', '0', '9999999']),
  };
}

function storeWord(chance: Chance): Fields {
  return {
    word: chance.pick(['acorn', 'owl', 'ow', 'Acorn', '<b>', 'abcdefghijklm']),
    colour: chance.pick(['blue', 'teal', 'mauve']),
    ...(chance.of(0.1) ? { more: '' } : {}),
  };
}

/** One that is believed: what is tampered with must be worth it. */
export function goodAnswer(api: Api): Fields {
  const result = { resultStatus: 'S', resultCode: 'SUCCESS' };
  const text = { codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: 'https://qr.alipay.com/good' };
  const orderCodeForm = { codeDetails: [text], expiresInMs: '180000' };
  if (api === 'order') return { result, paymentRequestId: asked.paymentRequestId, orderCodeForm };
  if (api === 'cancel') return { result, paymentRequestId: asked.paymentRequestId };
  return {
    result,
    paymentRequestId: asked.paymentRequestId,
    ...(api === 'inquiry' ? { paymentResult: result } : {}),
    paymentId: '20261121000000001',
    paymentAmount: { currency: 'EUR', value: '1250' },
    paymentTime: '2026-11-21T12:00:10+08:00',
    walletBrandName: 'AlipayHK',
  };
}

export function goodNotification(): Fields {
  return {
    ...without(goodAnswer('pay'), 'result'),
    paymentResult: { resultStatus: 'S', resultCode: 'SUCCESS' },
    acquirerId: 'A1',
  };
}

export function notification(chance: Chance): Fields {
  const says = chance.pick(['S', 'S', 'F', 'U']);
  const body: Fields = {
    paymentResult: { resultStatus: says, resultCode: says === 'S' ? 'SUCCESS' : 'USER_BALANCE_NOT_ENOUGH' },
    paymentRequestId: asked.paymentRequestId,
    acquirerId: 'A1',
    ...(chance.of(0.9) ? { paymentId: '20261121000000001', paymentAmount: { currency: 'EUR', value: '1250' } } : {}),
    paymentTime: '2026-11-21T12:00:10+08:00',
  };
  return chance.of(0.3) ? wrongInOneThing(body, chance) : body;
}

export function hint(chance: Chance): Fields {
  return {
    number: chance.pick([1, 2, 17, 9_007_199_254_740_991]),
    terminalId: 'TILL1',
    paymentRequestId: asked.paymentRequestId,
    amount: { currency: 'EUR', value: '1250' },
    says: chance.pick(['succeeded', 'failed', 'conflict', 'other']),
    at: asked.intentAt,
  };
}

export function grant(chance: Chance): Fields {
  return {
    version: 1,
    terminalId: 'TILL1',
    backendKey: chance.of(0.9) ? '{key}' : '{other-key}',
    settings: {
      terminalId: chance.of(0.95) ? 'TILL1' : 'TILL2',
      environment: 'sandbox',
      currency: 'EUR',
      merchant: { referenceMerchantId: 'M0001', merchantName: 'Harbour Tea House', merchantMCC: '5499' },
      store: { referenceStoreId: 'S0001', storeName: 'Harbour Tea House, Quay 1', storeMCC: '5499' },
      ...(chance.of(0.3) ? { terminalName: 'By the door' } : {}),
    },
    issuedAt: asked.intentAt,
  };
}

export function paymentOrder(chance: Chance): Fields {
  const scenario = chance.of(0.3)
    ? { scenario: 'OrderCode', ...(chance.of(0.1) ? { paymentCode: '281006020000000000125733' } : {}) }
    : { scenario: 'PaymentCode', paymentCode: '281006020000000000125733' };
  return {
    paymentRequestId: asked.paymentRequestId,
    saleId: 'sale1',
    terminalId: 'TILL1',
    amount: { currency: 'EUR', value: '1250' },
    ...scenario,
    order: {
      referenceOrderId: 'sale1',
      orderDescription: 'Counter sale',
      merchant: {
        referenceMerchantId: 'M1',
        merchantName: 'Café Ludwig',
        merchantMCC: '5812',
        store: { referenceStoreId: 'S1', storeName: 'Ludwigstraße', storeMCC: '5812' },
      },
    },
  };
}

/** The text of a body as it might come: as it is, changed in its structure, in its bytes, or too large. */
export function textFor(body: Json, chance: Chance): Uint8Array {
  return chance.weighted<() => Uint8Array>([
    [() => bytesOf(JSON.stringify(body)), 35],
    [() => bytesOf(mutatedJson(body, chance, chance.whole(1, 3))), 40],
    [() => mutatedBytes(bytesOf(JSON.stringify(body)), chance, chance.whole(1, 3)), 24],
    [() => padded(JSON.stringify(body), chance), 1],
  ])();
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Blanks at the end change nothing but the size: 65,536 bytes are read, one more is not. */
function padded(text: string, chance: Chance): Uint8Array {
  return bytesOf(text.padEnd(65_536 + chance.pick([-1, 0, 1, 10_000])));
}

const times = [
  '2026-11-21T12:00:10+08:00',
  '2026-11-21T04:00:10Z',
  '2026-11-21T12:00:10+0800',
  '2026-11-21T04:00:10.123456789Z',
  '2026-11-21T03:55:00Z',
  '2026-11-21T03:54:59.999Z',
  '2026-11-21T03:00:00Z',
  '2026-02-30T12:00:10+08:00',
  '2027-02-29T00:00:00Z',
  '2026-11-21T24:00:00Z',
  '2026-11-21T12:60:00Z',
  '2026-13-01T12:00:00Z',
  '2026-11-21T12:00:10',
  '2026-11-21T12:00:10+25:00',
  '2026-11-21T12:00:10-00:00',
  '1795234810000',
] as const;

/** What an order's code may say: addresses of those who may be led to, of others, and what is no address. */
const codeValues = [
  'https://qr.alipay.com/28100602?x=1#y',
  'https://alipay.com/q',
  'https://global.alipayplus.com/code',
  'HTTPS://QR.ALIPAY.COM/Q',
  'https://alipay.com',
  'https://alipay.com:443/q',
  'https://alipay.com:8443/q',
  'https://@alipay.com/q',
  'https://me@alipay.com/q',
  'https://alipay.com@example.test/q',
  'https://alipay.com\\@example.test/q',
  'https://alipay.com.example.test/q',
  'https://notalipay.com/q',
  'https://example.test/alipay.com',
  'https://example.test/?alipay.com',
  'https://example.test#.alipay.com',
  'http://qr.alipay.com/q',
  'https:/alipay.com/q',
  'https:///alipay.com/q',
  'https://alipay.com./q',
  'https://alipay.com /q',
  ' https://alipay.com/q',
  'https://alipay.com/q\n',
  'https://аlipay.com/q',
  'https://alipay。com/q',
  'alipays://platformapi/startapp',
  'javascript:alert(1)',
  'wxp://f2f0',
  '281006020000000000125733',
  `https://alipay.com/${'q'.repeat(2_029)}`,
  `https://alipay.com/${'q'.repeat(2_030)}`,
] as const;

function resultFor(api: Api | 'payment', chance: Chance): Fields {
  const codes = {
    order: ['BUSINESS_NOT_SUPPORT', 'CURRENCY_NOT_SUPPORTED', 'PROCESS_FAIL'],
    pay: ['USER_BALANCE_NOT_ENOUGH', 'CURRENCY_NOT_SUPPORTED', 'PROCESS_FAIL'],
    inquiry: ['ORDER_NOT_EXIST', 'PROCESS_FAIL'],
    cancel: ['CANCEL_WINDOW_EXCEED', 'ORDER_NOT_EXIST'],
    payment: ['ORDER_IS_CLOSED', 'USER_BALANCE_NOT_ENOUGH'],
  } as const;
  switch (chance.pick(['S', 'S', 'S', 'F', 'U', 'U'])) {
    case 'S':
      return { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'Success.' };
    case 'F':
      return { resultStatus: 'F', resultCode: chance.pick<string>(codes[api]) };
    default:
      return { resultStatus: 'U', resultCode: chance.pick(['PAYMENT_IN_PROCESS', 'UNKNOWN_EXCEPTION']) };
  }
}

/** The message row of RELIABILITY 3.5: a genuine answer about something else, or almost of the right shape. */
function wrongInOneThing(answer: Fields, chance: Chance): Fields {
  return chance.pick<() => Fields>([
    () => ({ ...answer, paymentRequestId: otherId }),
    () => ({ ...answer, paymentAmount: { currency: 'USD', value: '1250' } }),
    () => ({
      ...answer,
      paymentAmount: { currency: 'EUR', value: chance.pick(['1251', '01250', '1250 ', '12.50', '1250\n', '１２５０']) },
    }),
    () => ({ ...answer, paymentAmount: { currency: 'EUR', value: 1_250 } }),
    () => ({
      ...answer,
      result: { resultStatus: chance.pick(['s', 'u', 'f', 'S ', 'SUCCESS', '']), resultCode: 'SUCCESS' },
    }),
    () => ({ resultInfo: answer['result'] ?? null, ...without(answer, 'result') }),
    () => ({ ...answer, paymentId: chance.pick<Json>(['', null, 7, 'x'.repeat(65), ['20261121000000001']]) }),
    () => ({ ...answer, paymentTime: chance.pick<Json>([null, '', 0, 'now', '2026-11-21']) }),
    () => ({ ...answer, result: null }),
    () => ({
      ...answer,
      result: { ...(answer['result'] as Fields), resultCode: chance.pick<Json>(['', 1, null, 'x'.repeat(65)]) },
    }),
    () => ({ ...answer, paymentResult: answer['result'] ?? null }),
    () => ({ ...answer, more: 'x'.repeat(chance.pick([10, 64_000, 65_536])) }),
  ])();
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
