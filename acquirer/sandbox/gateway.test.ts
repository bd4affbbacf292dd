import { generateKeyPairSync } from 'node:crypto';

import { afterEach, describe, expect, it } from 'vitest';

import { alipayPaths } from '#protocol';

import { byCode, clientId, payRequest, startRig, type Call, type Reply, type Rig } from './sandbox-rig.ts';

let rig: Rig;
afterEach(() => rig.sandbox.close());

const inquiry = { path: alipayPaths.inquiryPayment, body: '{"paymentRequestId":"TILL1none"}' };
const wrong = { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };

describe('the gateway', () => {
  const refusals: [string, Call, string, boolean][] = [
    ['another method before anything else', { ...inquiry, method: 'PUT', ...wrong }, 'METHOD_NOT_SUPPORTED', true],
    ['an unknown path', { path: '/aps/api/v1/payments/none', body: '{}', ...wrong }, 'NO_INTERFACE_DEF', true],
    [
      'another media type before the client',
      { ...inquiry, headers: { 'Content-Type': 'text/plain', 'Client-Id': 'NOBODY' } },
      'MEDIA_TYPE_NOT_ACCEPTABLE',
      true,
    ],
    [
      'an unknown client before its signature',
      { ...inquiry, headers: { 'Client-Id': 'NOBODY' } },
      'INVALID_CLIENT',
      false,
    ],
    ['a signature by another key', { ...inquiry, ...wrong }, 'INVALID_SIGNATURE', false],
    ['a call without a time', { ...inquiry, headers: { 'Request-Time': '' } }, 'INVALID_SIGNATURE', false],
    ['a bad signature before a bad body', { path: inquiry.path, body: '{', ...wrong }, 'INVALID_SIGNATURE', false],
    ['a body that is no JSON', { path: inquiry.path, body: '{' }, 'PARAM_ILLEGAL', true],
    ['a body over 64 KB', { path: inquiry.path, body: `{"a":"${'x'.repeat(70_000)}"}` }, 'PARAM_ILLEGAL', true],
  ];
  it.each(refusals)('refuses %s, always with HTTP 200', async (_what, call, code, signed) => {
    rig = await startRig();
    const answer = await rig.call(call);
    expect(answer.status).toBe(200);
    expect(answer.json.result).toMatchObject({ resultStatus: 'F', resultCode: code });
    expect(answer.signed).toBe(signed);
  });

  it('has no key for a client that has not made one yet', async () => {
    rig = await startRig({ clients: [{ id: clientId, key: () => null }] });
    expect(codeOf(await rig.call(inquiry))).toBe('KEY_NOT_FOUND');
  });

  it('signs answers about credentials when the switch says so', async () => {
    rig = await startRig();
    await rig.setSwitches({ signCredentialErrors: true });
    const answer = await rig.call({ ...inquiry, ...wrong });
    expect(answer).toMatchObject({ signed: true, json: { result: { resultCode: 'INVALID_SIGNATURE' } } });
  });

  it('names the field that is wrong', async () => {
    rig = await startRig();
    const answer = await rig.pay({ paymentAmount: { currency: 'EUR', value: '-1' } });
    expect(answer.json.result.resultCode).toBe('PARAM_ILLEGAL');
    expect(answer.json.result.resultMessage).toContain('paymentAmount.value');
  });

  it('answers with the three headers in lower case, signed for the path that was called', async () => {
    rig = await startRig();
    const answer = await rig.call(inquiry);
    expect(answer.rawHeaders).toEqual(expect.arrayContaining(['signature', 'response-time', 'client-id']));
    expect(answer.headers['client-id']).toBe(clientId);
    expect(answer.signed).toBe(true);
  });

  it('takes the whole address as target, any header case, spaces after commas, epoch time and indented JSON', async () => {
    rig = await startRig();
    const absolute = await rig.call({ ...inquiry, target: `https://open-sea.example${inquiry.path}` });
    expect(codeOf(absolute)).toBe('ORDER_NOT_EXIST');
    const body = JSON.stringify(JSON.parse(inquiry.body), null, 3);
    const spaced = await rig.call({ path: inquiry.path, body, time: '1685599933871', spaced: true });
    expect(codeOf(spaced)).toBe('ORDER_NOT_EXIST');
  });

  it('takes native booleans and numbers, and refuses them when strict', async () => {
    rig = await startRig();
    const native = {
      paymentAmount: { currency: 'EUR', value: 1250 },
      paymentFactor: { isInStorePayment: true, inStorePaymentScenario: 'PaymentCode' },
    };
    expect(codeOf(await rig.pay({ ...native, ...byCode(await rig.code()) }))).toBe('SUCCESS');
    await rig.sandbox.close();
    rig = await startRig({ strict: true });
    expect(codeOf(await rig.pay(native))).toBe('PARAM_ILLEGAL');
  });

  it('loses, delays and blurs answers by the table of faults', async () => {
    rig = await startRig();
    const code = await rig.code();
    await rig.setSwitches({ faults: { pay: { dropBefore: 1, dropAfter: 1, unknownAfter: 1 } } });
    await expect(rig.pay(byCode(code))).rejects.toThrow();
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(0);
    await expect(rig.pay(byCode(code))).rejects.toThrow();
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
    expect(codeOf(await rig.pay(byCode(code)))).toBe('UNKNOWN_EXCEPTION');
    expect(codeOf(await rig.pay(byCode(code)))).toBe('SUCCESS');
    expect((await rig.ledger('TILL1pay1')).timesCharged).toBe(1);
  });

  it('answers a cancel with U as often as it was told, doing nothing, then cancels', async () => {
    rig = await startRig();
    await rig.pay(byCode(await rig.code()));
    await rig.setSwitches({ faults: { cancelPayment: { unknownBefore: 2 } } });
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('UNKNOWN_EXCEPTION');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('UNKNOWN_EXCEPTION');
    expect((await rig.ledger('TILL1pay1')).state).toBe('paid');
    expect(codeOf(await rig.cancel('TILL1pay1'))).toBe('SUCCESS');
  });

  it('waits with a delayed answer, which was decided before', async () => {
    rig = await startRig();
    await rig.setSwitches({ faults: { pay: { delayMs: 5_000 } } });
    const answer = rig.pay(byCode(await rig.code()));
    await until(async () => (await rig.ledger('TILL1pay1')).state === 'paid');
    rig.clock.advance(5_000);
    expect(codeOf(await answer)).toBe('SUCCESS');
  });
});

describe('the own addresses', () => {
  it('answer this machine only, and no foreign page or form', async () => {
    rig = await startRig();
    const path = '/sandbox/switches';
    const host = { Host: 'counterpay.example' };
    expect((await rig.call({ method: 'GET', path, body: '', headers: host })).status).toBe(403);
    const { url } = rig.sandbox;
    const json = { 'content-type': 'application/json' };
    const foreign = await fetch(url + path, {
      method: 'POST',
      body: '{}',
      headers: { ...json, origin: 'http://a.example' },
    });
    expect(foreign.status).toBe(403);
    expect((await fetch(url + path, { method: 'POST', body: '{}' })).status).toBe(415);
    expect((await fetch(url + path, { method: 'POST', body: '{}', headers: json })).status).toBe(200);
  });

  it('refuse what they do not know with a sentence', async () => {
    rig = await startRig();
    expect(await rig.post('/sandbox/wallets/none/codes', {})).toMatchObject({ status: 404 });
    expect(await rig.post('/sandbox/wallets/gcash', { temper: 'angry' })).toMatchObject({ status: 400 });
    expect(await rig.post('/sandbox/wallets/gcash/confirm', { paymentRequestId: 'x' })).toMatchObject({ status: 409 });
  });

  it('serve the page from the build folder and nothing outside of it', async () => {
    rig = await startRig({ pagesFolder: new URL('../../assets', import.meta.url).pathname });
    const { url } = rig.sandbox;
    expect((await fetch(`${url}/wallet`)).status).toBe(503);
    expect((await fetch(`${url}/assets/..%2fpackage.json`)).status).toBe(404);
    expect((await fetch(`${url}/assets/%2e%2e/%2e%2e/package.json`)).status).toBe(404);
  });
});

function codeOf(answer: Reply): string {
  return answer.json.result.resultCode;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) if (await holds()) return;
  throw new Error('it never came to hold');
}

it('a pay request of the rig is complete', async () => {
  rig = await startRig();
  const answer = await rig.call({ path: alipayPaths.pay, body: JSON.stringify(payRequest()) });
  expect(codeOf(answer)).toBe('INVALID_CODE');
});
