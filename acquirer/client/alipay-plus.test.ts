import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Amount, PaymentRequestId, scaledClock, type PayAnswer } from '#payment';
import {
  resultOf,
  sha256Hex,
  signAlipayContent,
  verifyAlipayContent,
  type Expectation,
  type PayRequest,
} from '#protocol';

import { alipayPlus, payBody, type AlipayPlus } from './alipay-plus.ts';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const platform = { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout };
const clock = scaledClock(platform, 1, Date.now());

const paymentRequestId = PaymentRequestId.parse('TILL1019b2c3d');
const expected: Expectation = {
  paymentRequestId,
  amount: Amount.parse({ currency: 'EUR', minor: 1250 }),
  scenario: 'PaymentCode',
  intentAt: Date.parse('2026-03-01T10:00:00Z'),
};
const order: PayRequest = {
  paymentRequestId,
  paymentAmount: { currency: 'EUR', value: '1250' },
  paymentMethod: { paymentMethodType: 'CONNECT_WALLET', paymentMethodId: '281010897274821897274821' },
  paymentFactor: { isInStorePayment: 'true', inStorePaymentScenario: 'PaymentCode' },
  order: {
    referenceOrderId: 'order_1',
    orderDescription: '渋谷店 ☕',
    orderAmount: { currency: 'EUR', value: '1250' },
    merchant: {
      referenceMerchantId: 'M1',
      merchantMCC: '5411',
      merchantName: 'Shop',
      store: { referenceStoreId: 'S1', storeName: 'Shop', storeMCC: '5411' },
    },
  },
};
const paid = {
  result: resultOf('SUCCESS'),
  paymentId: '20190608114010800100188820200355883',
  paymentAmount: { currency: 'EUR', value: '1250' },
  paymentTime: '2026-03-01T11:00:05+01:00',
  customerId: '208812211212001',
  walletBrandName: 'KAKAOPAY',
};
const none = (why: string): unknown => ({ kind: 'none', why });

type Came = { request: IncomingMessage; body: Buffer; socket: Socket };
type Handler = (came: Came, response: ServerResponse) => void;

let server: Server;
let client: AlipayPlus;
let baseUrl: string;
let came: Came[] = [];
let handle: Handler;

beforeEach(async () => {
  came = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { request, body: Buffer.concat(chunks), socket: request.socket };
      came.push(one);
      handle(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = alipayPlus(
    { baseUrl, clientId: 'SANDBOX_TEST0001', key: ours.privateKey, alipayKey: () => theirs.publicKey, orderHosts: [] },
    clock,
  );
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function answering(body: string | Buffer, change: { key?: KeyObject; headers?: Record<string, string> } = {}): Handler {
  return ({ request }, response) => {
    const bytes = Buffer.from(body);
    const content = {
      method: 'POST',
      path: request.url ?? '',
      clientId: 'SANDBOX_TEST0001',
      time: '2026-03-01T10:00:06Z',
      body: bytes,
    };
    response.writeHead(200, {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': content.clientId,
      'response-time': content.time,
      signature: signAlipayContent(content, change.key ?? theirs.privateKey),
      ...change.headers,
    });
    response.end(bytes);
  };
}

const pay = (): Promise<PayAnswer> => client.pay(payBody(order), expected);

describe('pay', () => {
  it('is signed as Alipay+ asks for, over the exact bytes', async () => {
    handle = answering(JSON.stringify(paid));
    await pay();
    const [{ request, body }] = came as [Came];
    const { signature, 'request-time': time = '', 'client-id': clientId = '' } = request.headers;
    expect(request.method).toBe('POST');
    expect(request.url).toBe('/aps/api/v1/payments/pay');
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const content = {
      method: 'POST',
      path: '/aps/api/v1/payments/pay',
      clientId: String(clientId),
      time: String(time),
      body,
    };
    expect(verifyAlipayContent(content, String(signature), ours.publicKey)).toMatchObject({ ok: true });
    expect(JSON.parse(body.toString('utf8'))).toEqual(order);
  });

  it('[V6] that succeeded has its proof, without the customer and with the digest of the exact bytes', async () => {
    const text = JSON.stringify(paid, null, 3);
    handle = answering(text);
    const answer = await pay();
    expect(answer).toMatchObject({
      kind: 'succeeded',
      success: { paymentId: paid.paymentId, paidAt: Date.parse('2026-03-01T10:00:05Z'), wallet: 'KAKAOPAY' },
      proof: { bodySha256: sha256Hex(Buffer.from(text)), covered: { '@path': '/aps/api/v1/payments/pay' } },
    });
    expect(JSON.stringify(answer)).not.toContain('208812211212001');
    expect(JSON.stringify(answer)).not.toContain('281010897274821897274821');
  });

  it('[V4] has the same bytes every time, each on a connection of its own', async () => {
    handle = answering(JSON.stringify({ result: resultOf('UNKNOWN_EXCEPTION') }));
    const body = payBody(order);
    expect(await client.pay(body, expected)).toMatchObject({ kind: 'unknown', code: 'UNKNOWN_EXCEPTION' });
    expect(await client.pay(body, expected)).toMatchObject({ kind: 'unknown' });
    const [first, second] = came as [Came, Came];
    expect(first.body.equals(second.body)).toBe(true);
    expect(first.socket).not.toBe(second.socket);
    expect(first.request.headers.connection).toBe('close');
  });
});

describe('an answer that counts for nothing', () => {
  const text = JSON.stringify(paid);
  const unsigned = (response: ServerResponse, status: number, headers = {}): unknown =>
    response.writeHead(status, headers).end(text);

  it.each<[string, string, () => Handler]>([
    ['unsigned', 'unsigned', () => (_, response) => unsigned(response, 200)],
    ['without its time', 'unsigned', () => (_, response) => unsigned(response, 200, { signature: 'x' })],
    ['signed by another key', 'bad-signature', () => answering(text, { key: stranger.privateKey })],
    [
      'with its time changed',
      'bad-signature',
      () => answering(text, { headers: { 'response-time': '2026-03-01T10:00:07Z' } }),
    ],
    [
      'with a raw base64 signature',
      'bad-signature',
      () => answering(text, { headers: { signature: 'algorithm=RSA256,keyVersion=1,signature=a+b=' } }),
    ],
    ['to another client', 'not-bound', () => answering(text, { headers: { 'client-id': 'OTHER' } })],
    ['of 500', 'http-status', () => (_, response) => unsigned(response, 500)],
    ['of 302', 'http-status', () => (_, response) => unsigned(response, 302, { location: '/elsewhere' })],
    ['signed, with a lower-case status', 'unreadable', () => answering(text.replace('"S"', '"u"'))],
    ['signed, with a key twice', 'unreadable', () => answering(text.replace('{', '{"paymentId":"1",'))],
    [
      'signed, nested deep',
      'unreadable',
      () => answering(text.replace('{', `{"x":${'['.repeat(40)}${']'.repeat(40)},`)),
    ],
    ['signed, with a number for the amount', 'unreadable', () => answering(text.replace('"1250"', '1250'))],
    ['signed, of more than 64 KB', 'too-large', () => answering(text.replace('{', `{"x":"${'x'.repeat(66_000)}",`))],
    ['signed, about another amount', 'mismatch', () => answering(text.replace('1250', '1251'))],
    [
      'signed, about another payment',
      'mismatch',
      () => answering(text.replace('{', '{"paymentRequestId":"TILL1other",')),
    ],
    [
      'signed, paid on a day that is none',
      'unreadable',
      () => answering(text.replace(/"\d{4}-\d\d-\d\dT/, '"2027-02-30T')),
    ],
    ['signed, about an older payment', 'mismatch', () => answering(text.replace('11:00:05', '10:54:59'))],
  ])('[V38] %s is none: %s', async (_, why, handler) => {
    handle = handler();
    expect(await pay()).toEqual(none(why));
    expect(came).toHaveLength(1);
  });

  it('[V38] with one byte changed after signing is none', async () => {
    const right = answering(text);
    handle = (one, response) => {
      const end = response.end.bind(response);
      response.end = ((bytes: Buffer) =>
        end(Buffer.from(bytes.toString('utf8').replace('883"', '884"')))) as typeof response.end;
      right(one, response);
    };
    expect(await pay()).toEqual(none('bad-signature'));
  });
});

describe('no answer', () => {
  it('when the connection ends before one, or in the middle of one: asked once, and not again', async () => {
    handle = ({ socket }) => socket.destroy();
    expect(await pay()).toEqual(none('no-answer'));
    handle = ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"result"');
    expect(await pay()).toEqual(none('no-answer'));
    expect(came).toHaveLength(2);
  });

  it('when none comes within 10 s', async () => {
    handle = () => undefined;
    const fastClock = scaledClock(platform, 20, Date.now());
    const settings = {
      baseUrl,
      clientId: 'C',
      key: ours.privateKey,
      alipayKey: () => theirs.publicKey,
      orderHosts: [],
    };
    const startedAt = fastClock.monoMs();
    expect(await alipayPlus(settings, fastClock).cancel(paymentRequestId)).toEqual(none('no-answer'));
    expect(fastClock.monoMs() - startedAt).toBeGreaterThanOrEqual(9_900);
  });

  it('when nobody listens, or there is no key to verify with, nothing is sent', async () => {
    const settings = { clientId: 'C', key: ours.privateKey, alipayKey: () => theirs.publicKey, orderHosts: [] };
    const nobody = alipayPlus({ ...settings, baseUrl: 'http://127.0.0.1:1' }, clock);
    expect(await nobody.cancel(paymentRequestId)).toEqual(none('unreachable'));
    const keyless = alipayPlus({ ...settings, baseUrl, alipayKey: () => null }, clock);
    expect(await keyless.pay(payBody(order), expected)).toEqual(none('unreachable'));
    expect(came).toHaveLength(0);
  });
});

it('tells when an answer was signed, of those alone that are Alipay+’s', async () => {
  const heard: number[] = [];
  const told = alipayPlus(
    {
      baseUrl,
      clientId: 'SANDBOX_TEST0001',
      key: ours.privateKey,
      alipayKey: () => theirs.publicKey,
      orderHosts: [],
      heard: (signedAt) => heard.push(signedAt),
    },
    clock,
  );
  handle = answering('{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"success"}}');
  await told.cancel(paymentRequestId);
  handle = answering('{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"success"}}', {
    key: ours.privateKey,
  });
  await told.cancel(paymentRequestId);
  expect(heard).toEqual([Date.UTC(2026, 2, 1, 10, 0, 6)]);
});

it('inquiry and cancel name the payment and are read by their own tables', async () => {
  handle = answering(
    JSON.stringify({
      ...paid,
      paymentRequestId,
      result: resultOf('SUCCESS'),
      paymentResult: resultOf('ORDER_IS_CLOSED'),
    }),
  );
  expect(await client.inquiry(paymentRequestId, expected)).toMatchObject({ kind: 'closed' });
  handle = answering(JSON.stringify({ result: resultOf('CANCEL_WINDOW_EXCEED') }));
  expect(await client.cancel(paymentRequestId)).toMatchObject({ kind: 'refused', code: 'CANCEL_WINDOW_EXCEED' });
  expect(came.map(({ request, body }) => [request.url, body.toString('utf8')])).toEqual([
    ['/aps/api/v1/payments/inquiryPayment', `{"paymentRequestId":"${paymentRequestId}"}`],
    ['/aps/api/v1/payments/cancelPayment', `{"paymentRequestId":"${paymentRequestId}"}`],
  ]);
});
