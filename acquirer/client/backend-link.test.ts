import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PaymentOrder } from '#contract';
import { PayIntent, scaledClock, TerminalId, type Clock, type Ids } from '#payment';
import { proofHolds, resultOf, signResponse, verifyRequest, type WireRequest } from '#protocol';

import { backendLink, type BackendLink } from './backend-link.ts';

const till = generateKeyPairSync('ed25519');
const backend = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const head = '17:9f86d081';
const paidAt = Date.parse('2026-03-01T10:00:00Z');

const platform = { performanceNow: () => performance.now(), dateNow: () => Date.now(), setTimeout, clearTimeout };
const clock = scaledClock(platform, 1, Date.now());

const intent = PayIntent.parse({
  kind: 'pay.intent',
  paymentRequestId: 'TILL1019b2c3d',
  saleId: 'sale1',
  terminalId: 'TILL1',
  amount: { currency: 'EUR', minor: 1250 },
  scenario: 'PaymentCode',
  codeTail: '4821',
  bodyHmac: '',
  wallAt: paidAt,
});
const order = PaymentOrder.parse({
  paymentRequestId: intent.paymentRequestId,
  saleId: 'sale1',
  terminalId: 'TILL1',
  amount: { currency: 'EUR', value: '1250' },
  scenario: 'PaymentCode',
  paymentCode: '281010897274821897274821',
  order: {
    referenceOrderId: 'sale1',
    orderDescription: 'Shop',
    merchant: {
      referenceMerchantId: 'M1',
      merchantName: 'Shop',
      merchantMCC: '5411',
      store: { referenceStoreId: 'S1', storeName: 'Shop', storeMCC: '5411' },
    },
  },
});
const paid = {
  result: resultOf('SUCCESS'),
  paymentRequestId: intent.paymentRequestId,
  paymentId: '20190608114010800100188820200355883',
  paymentAmount: { currency: 'EUR', value: '1250' },
  paymentTime: '2026-03-01T10:00:00Z',
  walletBrandName: 'KAKAOPAY',
};
const none = (why: string): unknown => ({ kind: 'none', why });

type Given = {
  status?: number;
  body?: unknown;
  key?: typeof backend.privateKey;
  /** What the answer is bound to, where that is not the request that came. */
  request?: WireRequest;
  sentAt?: number;
  /** After signing. */
  change?: (headers: Record<string, string>) => Record<string, string>;
};

let server: Server;
let baseUrl: string;
let came: WireRequest[] = [];
let given: Given = {};
let link: BackendLink;

beforeEach(async () => {
  came = [];
  given = { body: paid };
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = chunks.length === 0 ? null : Buffer.concat(chunks);
      const headers = incoming.headers as Record<string, string>;
      const request = { method: incoming.method ?? '', target: incoming.url ?? '', headers, body };
      came.push(request);
      void answer(request).then(({ status, headers, bytes }) => response.writeHead(status, headers).end(bytes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  link = linkWith(clock);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function answer(
  request: WireRequest,
): Promise<{ status: number; headers: Record<string, string>; bytes: Uint8Array }> {
  const { status = 200, sentAt = paidAt, key = backend.privateKey, change } = given;
  const bytes = Buffer.from(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  const headers = await signResponse({ status, body: bytes, sentAt }, given.request ?? request, key);
  return { status, headers: change?.(headers) ?? headers, bytes };
}

function linkWith(clock: Clock): BackendLink {
  let last = 0;
  const ids: Ids = { next: () => `nonce${++last}` };
  const settings = {
    baseUrl,
    terminalId: TerminalId.parse('TILL1'),
    key: till.privateKey,
    backendKey: () => backend.publicKey,
  };
  return backendLink(settings, { clock, ids });
}

function pay(): ReturnType<BackendLink['pay']> {
  return link.pay(link.prepare(order).body, intent, head);
}

describe('what a till asks', () => {
  it('is signed, with the head of its journal, and has the same bytes every time', async () => {
    const { body } = link.prepare(order);
    await link.pay(body, intent, head);
    await link.pay(body, intent, '18:00');
    const [first, second] = came as [WireRequest, WireRequest];
    expect(await verifyRequest(first, () => till.publicKey)).toMatchObject({
      ok: true,
      value: { terminalId: 'TILL1', nonce: 'nonce1', journalHead: head },
    });
    expect(first).toMatchObject({ method: 'POST', target: '/v1/payments' });
    expect(Buffer.from(first.body ?? []).equals(Buffer.from(second.body ?? []))).toBe(true); // [V4]
    expect(PaymentOrder.parse(JSON.parse(Buffer.from(first.body ?? []).toString('utf8')))).toEqual(order);
    expect(second.headers['counterpay-nonce']).toBe('nonce2');
  });

  it('[V4] has a keyed hash of its bytes, that another process makes another of', () => {
    const { bodyHmac } = link.prepare(order);
    expect(bodyHmac).toMatch(/^[0-9a-f]{64}$/);
    expect(link.prepare(order).bodyHmac).toBe(bodyHmac);
    expect(linkWith(clock).prepare(order).bodyHmac).not.toBe(bodyHmac);
  });

  it('goes to the addresses of the backend', async () => {
    await link.inquire(intent, { fresh: false }, head);
    await link.inquire(intent, { fresh: true }, head);
    await link.cancel(intent, 'deadline', head);
    await link.probe(head);
    const id = intent.paymentRequestId;
    expect(came.map(({ method, target }) => `${method} ${target}`)).toEqual([
      `GET /v1/payments/${id}`,
      `GET /v1/payments/${id}?fresh=1`,
      `POST /v1/payments/${id}/cancel`,
      'GET /v1/health',
    ]);
    expect(Buffer.from(came[2]?.body ?? []).toString('utf8')).toBe(`{"paymentRequestId":"${id}","by":"deadline"}`);
    for (const request of came) expect(await verifyRequest(request, () => till.publicKey)).toMatchObject({ ok: true });
  });
});

describe('what the backend answers', () => {
  it('[V6] succeeded: with a proof that can be checked later, and no payment code in it', async () => {
    const answered = await pay();
    expect(answered).toMatchObject({
      kind: 'succeeded',
      success: { paymentId: paid.paymentId, paidAt, wallet: 'KAKAOPAY' },
    });
    if (answered.kind !== 'succeeded') return;
    expect(await proofHolds(answered.proof, backend.publicKey)).toBe(true);
    expect(JSON.stringify(answered)).not.toContain('281010897274821897274821');
  });

  it.each<[string, string, Given]>([
    ['unsigned', 'unsigned', { change: () => ({}) }],
    ['signed by another key', 'bad-signature', { key: stranger.privateKey }],
    ['with its time changed', 'bad-signature', { change: (h) => ({ ...h, 'counterpay-time': '1' }) }],
    [
      'with the digest of other bytes',
      'bad-signature',
      { change: (h) => ({ ...h, 'content-digest': 'sha-256=:AA==:' }) },
    ],
    ['of 500', 'http-status', { status: 500 }],
    ['of 404, unsigned', 'http-status', { status: 404, change: () => ({}) }],
    ['with a lower-case status', 'unreadable', { body: JSON.stringify(paid).replace('"S"', '"u"') }],
    ['with a key twice', 'unreadable', { body: JSON.stringify(paid).replace('{', '{"paymentId":"1",') }],
    ['without its id', 'unreadable', { body: { ...paid, paymentRequestId: undefined } }],
    ['of more than 64 KB', 'too-large', { body: { ...paid, x: 'x'.repeat(66_000) } }],
    ['about another payment', 'mismatch', { body: { ...paid, paymentRequestId: 'TILL1other' } }],
    ['about another amount', 'mismatch', { body: { ...paid, paymentAmount: { currency: 'EUR', value: '1' } } }],
    ['about another currency', 'mismatch', { body: { ...paid, paymentAmount: { currency: 'USD', value: '1250' } } }],
  ])('[V6] [V38] %s is none: %s', async (_, why, change) => {
    given = { body: paid, ...change };
    expect(await pay()).toEqual(none(why));
    given = { body: { ...paid, paymentResult: paid.result }, ...change };
    if (change.body === undefined) expect(await link.inquire(intent, { fresh: true }, head)).toEqual(none(why));
    expect(await link.probe(head)).toBe(false);
  });

  it('[V6] to an earlier request is none, even of the same payment', async () => {
    await pay();
    given = { body: paid, ...(came[0] === undefined ? {} : { request: came[0] }) };
    expect(await pay()).toEqual(none('not-bound'));
  });

  it('[V6] about a cancel of another payment is none', async () => {
    given = { body: { result: resultOf('SUCCESS'), paymentRequestId: 'TILL1other' } };
    expect(await link.cancel(intent, 'stop', head)).toEqual(none('mismatch'));
    given = { body: { result: resultOf('SUCCESS'), paymentRequestId: intent.paymentRequestId } };
    expect(await link.cancel(intent, 'stop', head)).toMatchObject({ kind: 'succeeded' });
  });

  it('to an inquiry is read by its payment result, and says when nothing is known', async () => {
    given = { body: { ...paid, paymentResult: resultOf('PAYMENT_IN_PROCESS') } };
    expect(await link.inquire(intent, { fresh: false }, head)).toMatchObject({ kind: 'in-process' });
    given = { body: { result: resultOf('ORDER_NOT_EXIST'), paymentRequestId: intent.paymentRequestId } };
    expect(await link.inquire(intent, { fresh: false }, head)).toMatchObject({ kind: 'not-exist' });
  });

  it('to a probe is true when it verifies, and false when nobody is there', async () => {
    given = { body: { status: 'ok', environment: 'sandbox', till: 'known' } };
    expect(await link.probe(head)).toBe(true);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await link.probe(head)).toBe(false);
    expect(await pay()).toEqual(none('unreachable'));
  });
});

describe('the time of a payment', () => {
  const health = { status: 'ok', environment: 'sandbox', till: 'known' };

  it('[V6] is not checked before the first signed answer', async () => {
    given = { body: paid, sentAt: paidAt + 3_600_000 };
    expect(await pay()).toMatchObject({ kind: 'succeeded' });
  });

  it('[V6] may be 5 min before the intent on the clock of the backend, and not more', async () => {
    given = { body: health, sentAt: paidAt + 5 * 60_000 - 10_000 };
    await link.probe(head);
    given = { body: paid };
    expect(await pay()).toMatchObject({ kind: 'succeeded' });

    link = linkWith(clock);
    given = { body: health, sentAt: paidAt + 5 * 60_000 + 10_000 };
    await link.probe(head);
    given = { body: paid };
    expect(await pay()).toEqual(none('mismatch'));
  });

  it.each([
    ['this machine slept for ten minutes in between', 600_000],
    ['the backend’s clock was set ten minutes ahead', 600_000],
    ['the backend’s clock was set ten minutes back', -600_000],
  ])('[V28] [V29] is held to the beginning as it was known then, although %s', async (_, shiftMs) => {
    given = { body: health, sentAt: paidAt };
    await link.probe(head);
    given = { body: { ...paid, result: { resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS' } } };
    await pay();
    // Of monotonic time, next to nothing has passed; the backend signs another hour.
    given = { body: health, sentAt: paidAt + shiftMs };
    await link.probe(head);
    given = { body: { ...paid, paymentResult: paid.result }, sentAt: paidAt + shiftMs };
    expect(await link.inquire(intent, { fresh: false }, head)).toMatchObject({ kind: 'succeeded' });
  });

  it('[V6] of an attempt of an earlier process is left to the backend', async () => {
    given = { body: health, sentAt: paidAt + 3_600_000 };
    await link.probe(head);
    given = { body: { ...paid, paymentResult: paid.result } };
    expect(await link.inquire(intent, { fresh: false }, head)).toMatchObject({ kind: 'succeeded' });
  });
});

describe('what the answers say about the backend and the clock', () => {
  const health = { status: 'ok', environment: 'sandbox', till: 'known' };
  const minuteMs = 60_000;
  let hand: Clock & { passed: number; wall: number };

  beforeEach(() => {
    hand = {
      passed: 0,
      wall: paidAt,
      monoMs: () => hand.passed,
      wallMs: () => hand.wall + hand.passed,
      after: () => ({ cancel: () => undefined }),
    };
    link = linkWith(hand);
    given = { body: health };
  });

  it('says nothing before anything came, and nothing while all is well', async () => {
    expect(link.backendView()).toMatchObject({ linkTrouble: null, clockOffMs: null });
    await link.probe(head);
    expect(link.backendView()).toMatchObject({ linkTrouble: null, clockOffMs: null });
  });

  it('a refusal with 401 says that the till is not known, until an answer verifies', async () => {
    given = { body: 'not known', status: 401, change: () => ({}) };
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBe('till-not-known');
    given = { body: health };
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBeNull();
  });

  it.each([
    ['unsigned', { change: () => ({}) }],
    ['signed by somebody else', { key: stranger.privateKey }],
  ])('answers that are %s are said, once no good one is recent', async (_, bad) => {
    await link.probe(head);
    given = { body: health, ...bad };
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBeNull();
    hand.passed = 31_000;
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBe('backend-not-trusted');
    hand.passed = 70_000;
    expect(link.backendView().linkTrouble).toBeNull();
  });

  it('an HTTP fault says nothing about the way', async () => {
    given = { body: 'busy', status: 502, change: () => ({}) };
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBeNull();
  });

  it.each([
    ['a page', 200, { 'content-type': 'text/html; charset=utf-8' }],
    ['a way to somewhere else', 302, { location: 'http://sign-in.invalid/' }],
    ['a demand to sign in to the network', 511, { 'content-type': 'text/html' }],
  ])('%s instead of an answer is the shop’s network, and is not followed', async (_, status, headers) => {
    given = { body: '<h1>Welcome</h1>', status, change: () => headers };
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBe('sign-in-page');
  });

  it('a way that cannot be gone is said: nobody listens there', async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await link.probe(head);
    expect(link.backendView().linkTrouble).toBe('refused');
  });

  it.each([
    [3 * minuteMs, 180_000],
    [-7 * minuteMs, -420_000],
    [2 * minuteMs, null],
    [-minuteMs, null],
  ])('a clock that is %d ms ahead of the signed time is said as %j', async (aheadMs, said) => {
    given = { body: health, sentAt: paidAt - aheadMs };
    await link.probe(head);
    expect(link.backendView().clockOffMs).toBe(said);
  });

  it('after a sleep, or when the clock is set, nothing is said until the next answer', async () => {
    await link.probe(head);
    hand.wall += 600_000;
    expect(link.backendView().clockOffMs).toBeNull();
    given = { body: health, sentAt: hand.wallMs() };
    await link.probe(head);
    expect(link.backendView().clockOffMs).toBeNull();
    given = { body: health, sentAt: hand.wallMs() - 420_000 };
    await link.probe(head);
    expect(link.backendView().clockOffMs).toBe(420_000);
  });

  it('half of a slow trip is allowed for, and a clock that was set right is right at once', async () => {
    given = {
      body: health,
      sentAt: paidAt - 119_000,
      change: (headers) => {
        hand.passed += 4_000;
        return headers;
      },
    };
    await link.probe(head);
    expect(link.backendView().clockOffMs).toBeNull();

    given = { body: health, sentAt: paidAt - 600_000 };
    await link.probe(head);
    expect(link.backendView().clockOffMs).toBe(604_000);
    hand.wall -= 600_000;
    expect(link.backendView().clockOffMs).toBeNull();
  });
});
