import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AlipaySdk } from 'alipay-sdk';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import {
  contentToSign,
  pathOfTarget,
  readSignatureHeader,
  signAlipayContent,
  verifyAlipayContent,
  writeSignatureHeader,
  type AlipayContent,
} from './alipay-signature.ts';
import { sha256Hex } from './proof.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

const payContent: AlipayContent = {
  method: 'POST',
  path: '/aps/api/v1/payments/pay',
  clientId: 'SANDBOX_TEST0001',
  time: '2019-05-28T12:12:12+08:00',
  body: utf8('{"paymentRequestId":"pay_0001","paymentAmount":{"currency":"JPY","value":"100"},"note":"渋谷店 ☕"}'),
};
const cancelAnswer: AlipayContent = {
  method: 'POST',
  path: '/aps/api/v1/payments/cancelPayment',
  clientId: 'SANDBOX_TEST0001',
  time: '2019-05-28T12:12:13Z',
  body: utf8('{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}'),
};
const inquiryContent: AlipayContent = {
  method: 'POST',
  path: '/aps/api/v1/payments/inquiryPayment',
  clientId: 'SANDBOX_TEST0001',
  time: '1685599933871',
  body: utf8('{"paymentRequestId":"pay_0001"}'),
};

function openssl(...flags: string[]): string {
  const { error, status, stdout, stderr } = spawnSync('openssl', ['dgst', '-sha256', ...flags], { encoding: 'utf8' });
  if (error !== undefined) throw new Error('the openssl command is not here: install openssl', { cause: error });
  if (status !== 0) throw new Error(`openssl: ${stdout}${stderr}`);
  return stdout;
}

describe('the content to sign', () => {
  it('[SV1] of a request with text that is not ASCII', () => {
    const content = contentToSign(payContent);
    expect(content.byteLength).toBe(176);
    expect(sha256Hex(content)).toBe('bc6aeaeeb7131b212e15356695845195006c39d0b0bf56421683ebae805ec010');
  });

  it('[SV2] of an answer', () => {
    const content = contentToSign(cancelAnswer);
    expect(content.byteLength).toBe(158);
    expect(sha256Hex(content)).toBe('2650660084b3157b999cc3002da1ecfb35dd0d6d6d21e766b5869c4885491336');
  });

  it('[SV3] is another one with CRLF', () => {
    const crlf = utf8(Buffer.from(contentToSign(cancelAnswer)).toString('utf8').replace('\n', '\r\n'));
    expect(crlf.byteLength).toBe(159);
    expect(sha256Hex(crlf)).toBe('664609da94d73df7ca5b1cbb4a461c03d33461d2348c0f0eab8271a34ae41f13');
    expect(sha256Hex(crlf)).not.toBe(sha256Hex(contentToSign(cancelAnswer)));
    const signed = writeSignatureHeader(sign('sha256', crlf, privateKey), 1);
    expect(verifyAlipayContent(cancelAnswer, signed, publicKey)).toEqual({ ok: false, error: 'wrong' });
  });

  it('[SV4] with epoch milliseconds as its time', () => {
    const content = contentToSign(inquiryContent);
    expect(content.byteLength).toBe(103);
    expect(sha256Hex(content)).toBe('792e2937877b921a9de82133c7ba8ef07c1fd7177a39f1fa32e583127bceb1d8');
  });
});

describe('against signers and verifiers that nobody here wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alipay-signature-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const content = file('content', contentToSign(payContent));
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const ourSignature = (): Uint8Array => {
    const header = readSignatureHeader(signAlipayContent(payContent, privateKey));
    if (!header.ok) throw new Error('our own header does not read');
    return header.value.signature;
  };

  it('openssl accepts our signature', () => {
    const signature = file('ours', ourSignature());
    expect(openssl('-verify', file('public.pem', publicPem), '-signature', signature, content)).toMatch('Verified OK');
  });

  it('we accept the signature of openssl, which is the same', () => {
    openssl('-sign', file('private.pem', privatePem), '-out', join(folder, 'theirs'), content);
    const theirs = readFileSync(join(folder, 'theirs'));
    expect(verifyAlipayContent(payContent, writeSignatureHeader(theirs, 0), publicKey)).toMatchObject({ ok: true });
    expect(Buffer.from(ourSignature()).equals(theirs)).toBe(true);
  });

  it('the SDK of mainland Alipay accepts our signature', () => {
    const sdk = new AlipaySdk({
      appId: '2021000000000000',
      privateKey: privatePem,
      keyType: 'PKCS8',
      alipayPublicKey: publicPem.replaceAll(/-----[^-]+-----|\n/g, ''),
    });
    const text = Buffer.from(contentToSign(payContent)).toString('utf8');
    const base64 = Buffer.from(ourSignature()).toString('base64');
    expect(sdk.rsaCheck(text, base64, 'RSA2')).toBe(true);
    expect(sdk.rsaCheck(`${text} `, base64, 'RSA2')).toBe(false);
  });
});

describe('the Signature header', () => {
  const signature = Buffer.from('fbeffffb', 'hex'); // base64 ++///w==

  it('is written in the order and encoding that the official clients split at', () => {
    expect(writeSignatureHeader(Buffer.from('fbefbeffff', 'hex'), 1)).toBe(
      'algorithm=RSA256,keyVersion=1,signature=%2B%2B%2B%2B%2F%2F8%3D',
    );
  });

  it('is read with spaces after the commas, with any version, and without one', () => {
    const encoded = encodeURIComponent(signature.toString('base64'));
    expect(readSignatureHeader(`algorithm=RSA256, keyVersion=0, signature=${encoded}`)).toEqual({
      ok: true,
      value: { keyVersion: 0, signature },
    });
    expect(readSignatureHeader(`algorithm=RSA256,keyVersion=12,signature=${encoded.toLowerCase()}`)).toMatchObject({
      ok: true,
    });
    expect(readSignatureHeader(`algorithm=RSA256,signature=${encoded}`)).toMatchObject({ value: { keyVersion: null } });
  });

  it.each([
    ['a bare +', 'algorithm=RSA256,keyVersion=1,signature=++///w=='],
    ['a + that form-decoding made a space', 'algorithm=RSA256,keyVersion=1,signature=  %2F%2F%2Fw%3D%3D'],
    ['base64 with other spare bits', 'algorithm=RSA256,keyVersion=1,signature=%2B%2B%2F%2F%2Fx%3D%3D'],
    ['another algorithm', 'algorithm=RSA1,keyVersion=1,signature=AAAA'],
    ['another order', 'keyVersion=1,algorithm=RSA256,signature=AAAA'],
    ['no signature', 'algorithm=RSA256,keyVersion=1,signature='],
    ['a word as version', 'algorithm=RSA256,keyVersion=one,signature=AAAA'],
  ])('is refused with %s', (_, header) => {
    expect(readSignatureHeader(header)).toEqual({ ok: false, error: 'malformed' });
  });

  it('of nothing is unsigned, and that is said', () => {
    expect(verifyAlipayContent(payContent, undefined, publicKey)).toEqual({ ok: false, error: 'unsigned' });
    expect(verifyAlipayContent(payContent, '', publicKey)).toEqual({ ok: false, error: 'unsigned' });
  });
});

describe('sign, then verify', () => {
  const contents = fc.record({
    method: fc.constant('POST'),
    path: fc.constantFrom('/aps/api/v1/payments/pay', '/aps/api/v1/payments/cancelPayment', '/v1/notify?a=1'),
    clientId: fc.stringMatching(/^[A-Z0-9_]{1,32}$/),
    time: fc.stringMatching(/^[0-9T:+Z-]{1,30}$/),
    body: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  });

  it('holds for any bytes, and for none with one of them changed', () => {
    fc.assert(
      fc.property(contents, fc.nat(), fc.integer({ min: 1, max: 255 }), (content, where, change) => {
        const header = signAlipayContent(content, privateKey);
        expect(verifyAlipayContent(content, header, publicKey).ok).toBe(true);
        const body = Uint8Array.from(content.body);
        const at = where % body.length;
        body[at] = (body[at] ?? 0) ^ change;
        expect(verifyAlipayContent({ ...content, body }, header, publicKey)).toEqual({ ok: false, error: 'wrong' });
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold with one character of the header changed', () => {
    const header = signAlipayContent(payContent, privateKey);
    const start = header.indexOf('signature=') + 'signature='.length;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: header.length - 1 }),
        fc.constantFrom('A', 'B', '0', '+', '/', '=', '%', ' '),
        (at, other) => {
          fc.pre(header[at] !== other);
          const changed = header.slice(0, at) + other + header.slice(at + 1);
          expect(verifyAlipayContent(payContent, changed, publicKey).ok).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('signs the path also of a target that is a whole address', () => {
  expect(pathOfTarget('https://open-sea.alipayplus.com/aps/api/v1/payments/pay?x=1')).toBe(
    '/aps/api/v1/payments/pay?x=1',
  );
  expect(pathOfTarget('/aps/api/v1/payments/pay')).toBe('/aps/api/v1/payments/pay');
});
