import { generateKeyPairSync } from 'node:crypto';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  contentDigest,
  signRequest,
  signResponse,
  verifyRequest,
  verifyResponse,
  type RequestToSign,
  type WireRequest,
} from './message-signature.ts';
import { proofHolds, proofOfResponse } from './response-proof.ts';

const till = generateKeyPairSync('ed25519');
const backend = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const keyOf = (): typeof till.publicKey => till.publicKey;
const body = Buffer.from('{"paymentRequestId":"TILL1a"}', 'utf8');
const answerBody = Buffer.from('{"result":{"resultStatus":"S","resultCode":"SUCCESS"}}', 'utf8');

const toSign: RequestToSign = {
  method: 'POST',
  target: '/v1/payments',
  body,
  terminalId: 'TILL1',
  nonce: 'n0001',
  journalHead: '17:9f86d0',
  sentAt: 1_790_000_000_123,
};

async function signed(change: Partial<RequestToSign> = {}, key = till.privateKey): Promise<WireRequest> {
  const request = { ...toSign, ...change };
  const { method, target } = request;
  return { method, target, body: request.body, headers: await signRequest(request, key) };
}

describe('a request', () => {
  it('says who sent it, which one it is, the journal it came from, and when', async () => {
    expect(await verifyRequest(await signed(), keyOf)).toEqual({
      ok: true,
      value: { terminalId: 'TILL1', nonce: 'n0001', journalHead: '17:9f86d0', sentAt: 1_790_000_000_123 },
    });
  });

  it('covers method, path, query and digest where they are there', async () => {
    const post = await signed();
    expect(post.headers['signature-input']).toMatch(
      /^counterpay=\("@method" "@path" "content-digest" "counterpay-terminal" "counterpay-nonce" "counterpay-journal-head" "counterpay-time"\);created=1790000000;keyid="TILL1";tag="counterpay-request"$/,
    );
    const get = await signed({ method: 'GET', target: '/v1/payments/TILL1a?fresh=1', body: null });
    expect(get.headers['signature-input']).toContain('("@method" "@path" "@query" "counterpay-terminal"');
    expect(await verifyRequest(get, keyOf)).toMatchObject({ ok: true });
  });

  it('is refused with anything changed that was signed', async () => {
    const request = await signed({ target: '/v1/payments/TILL1a?fresh=1' });
    const changes: Partial<WireRequest>[] = [
      { method: 'PUT' },
      { target: '/v1/payments/TILL1b?fresh=1' },
      { target: '/v1/payments/TILL1a?fresh=0' },
      { target: '/v1/payments/TILL1a' },
      { target: '/v1/x/../payments/TILL1a?fresh=1' },
      { target: '/v1/payments/TILL1a?fresh=1#' },
      { body: null },
      { body: Buffer.from('{"paymentRequestId":"TILL1b"}') },
      ...['counterpay-terminal', 'counterpay-nonce', 'counterpay-journal-head', 'content-digest'].map((name) => ({
        headers: { ...request.headers, [name]: `${request.headers[name]}0` },
      })),
      { headers: { ...request.headers, 'counterpay-time': '1790000000124' } },
    ];
    for (const change of changes) {
      expect(await verifyRequest({ ...request, ...change }, keyOf)).toEqual({ ok: false, error: 'bad-signature' });
    }
  });

  it('is refused unsigned, signed by another key, or from a till that nobody knows', async () => {
    const request = await signed();
    expect(await verifyRequest({ ...request, headers: {} }, keyOf)).toEqual({ ok: false, error: 'unsigned' });
    expect(await verifyRequest(await signed({}, stranger.privateKey), keyOf)).toMatchObject({ error: 'bad-signature' });
    expect(await verifyRequest(request, () => null)).toEqual({ ok: false, error: 'unknown-terminal' });
  });

  it('holds for any body, and for none with a byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (bytes, where, change) => {
          const request = await signed({ body: bytes });
          expect(await verifyRequest(request, keyOf)).toMatchObject({ ok: true });
          const other = Uint8Array.from(bytes);
          const at = where % other.length;
          other[at] = (other[at] ?? 0) ^ change;
          expect(await verifyRequest({ ...request, body: other }, keyOf)).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an answer', () => {
  const answer = { status: 200, body: answerBody, sentAt: 1_790_000_001_000 };

  it('[V6] counts for the request that it was given to, with the clock of the backend', async () => {
    const request = await signed();
    const headers = await signResponse(answer, request, backend.privateKey);
    expect(await verifyResponse({ ...answer, headers }, request, backend.publicKey)).toEqual({
      ok: true,
      value: { sentAt: 1_790_000_001_000 },
    });
  });

  it('[V6] to another request counts for none', async () => {
    const request = await signed();
    const another = await signed({ nonce: 'n0002' });
    const headers = await signResponse(answer, another, backend.privateKey);
    expect(await verifyResponse({ ...answer, headers }, request, backend.publicKey)).toEqual({
      ok: false,
      error: 'not-bound',
    });
    const renamed = { ...headers, 'counterpay-nonce': 'n0001' };
    expect(await verifyResponse({ ...answer, headers: renamed }, request, backend.publicKey)).toMatchObject({
      error: 'bad-signature',
    });
  });

  it('[V6] to a request with the same nonce and other bytes counts for none', async () => {
    const request = await signed();
    const sameNonce = await signed({ body: Buffer.from('{"paymentRequestId":"TILL1b"}') });
    const headers = await signResponse(answer, sameNonce, backend.privateKey);
    expect(await verifyResponse({ ...answer, headers }, request, backend.publicKey)).toMatchObject({
      error: 'bad-signature',
    });
  });

  it('[V6] is refused unsigned, by another key, with another status, time or byte', async () => {
    const request = await signed();
    const headers = await signResponse(answer, request, backend.privateKey);
    const check = (changed: object): ReturnType<typeof verifyResponse> =>
      verifyResponse({ ...answer, headers, ...changed }, request, backend.publicKey);
    expect(await check({ headers: {} })).toEqual({ ok: false, error: 'unsigned' });
    expect(await check({ status: 201 })).toMatchObject({ error: 'bad-signature' });
    expect(await check({ body: Buffer.from('{}') })).toMatchObject({ error: 'bad-signature' });
    const digest = contentDigest(Buffer.from('{}'));
    expect(await check({ body: Buffer.from('{}'), headers: { ...headers, 'content-digest': digest } })).toMatchObject({
      error: 'bad-signature',
    });
    expect(await check({ headers: { ...headers, 'counterpay-time': '1790000001001' } })).toMatchObject({
      error: 'bad-signature',
    });
    expect(await verifyResponse({ ...answer, headers }, request, stranger.publicKey)).toMatchObject({
      error: 'bad-signature',
    });
  });

  it('[V6] can be checked again from its proof alone, which holds no hash of the request body', async () => {
    const request = await signed({ target: '/v1/payments?x=1' });
    const headers = await signResponse(answer, request, backend.privateKey);
    const proof = proofOfResponse({ ...answer, headers }, request);
    expect(await proofHolds(proof, backend.publicKey)).toBe(true);
    expect(await proofHolds(proof, stranger.publicKey)).toBe(false);
    expect(await proofHolds({ ...proof, body: proof.body.replace('"S"', '"F"') }, backend.publicKey)).toBe(false);
    const elsewhere = { ...proof.covered, '@path': '/v1/other' };
    expect(await proofHolds({ ...proof, covered: elsewhere }, backend.publicKey)).toBe(false);
    expect(JSON.stringify(proof)).not.toContain(contentDigest(body));
  });
});
