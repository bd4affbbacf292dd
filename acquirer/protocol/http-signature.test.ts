import { createPrivateKey, createPublicKey } from 'node:crypto';

import { expect, it } from 'vitest';

import { headIsSigned, signHead, type SignatureTerms } from './http-signature.ts';

// RFC 9421, B.1.4 and B.2.6: made by nobody here.
const publicKey = createPublicKey(`-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----`);
const privateKey = createPrivateKey(`-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----`);
const head = {
  method: 'POST',
  url: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-length': '18',
  },
};
const terms: SignatureTerms = {
  label: 'sig-b26',
  fields: ['"date"', '"@method"', '"@path"', '"@authority"', '"content-type"', '"content-length"'],
  keyId: 'test-key-ed25519',
  tag: null,
};
const vector = {
  'signature-input':
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signature: 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
};

it('signs the Ed25519 example of RFC 9421 B.2.6 as the RFC does', async () => {
  const signed = await signHead(head, null, terms, 1_618_884_473_000, privateKey);
  expect(signed).toEqual({ ...head.headers, ...vector });
});

it('verifies the Ed25519 example of RFC 9421 B.2.6, and refuses it with one thing changed', async () => {
  const signed = { ...head, headers: { ...head.headers, ...vector } };
  expect(await headIsSigned(signed, null, terms, publicKey)).toBe(true);

  const others = [
    { ...signed, method: 'GET' },
    { ...signed, url: 'https://example.com/fop' },
    { ...signed, headers: { ...signed.headers, date: 'Tue, 20 Apr 2021 02:07:56 GMT' } },
    { ...signed, headers: { ...signed.headers, signature: vector.signature.replace('Cw==', 'Cx==') } },
  ];
  for (const other of others) expect(await headIsSigned(other, null, terms, publicKey)).toBe(false);
});

it('takes no other list of covered components than the agreed one', async () => {
  const fewer = { ...terms, fields: terms.fields.slice(1) };
  const signed = await signHead(head, null, fewer, 0, privateKey);
  expect(await headIsSigned({ ...head, headers: signed }, null, fewer, publicKey)).toBe(false); // created 0 is left out
  const later = await signHead(head, null, fewer, 1_000, privateKey);
  expect(await headIsSigned({ ...head, headers: later }, null, fewer, publicKey)).toBe(true);
  expect(await headIsSigned({ ...head, headers: later }, null, terms, publicKey)).toBe(false);
});

it('takes one signature and no second one beside it', async () => {
  const once = await signHead(head, null, terms, 1_000, privateKey);
  const twice = await signHead({ ...head, headers: once }, null, { ...terms, label: 'other' }, 1_000, privateKey);
  expect(await headIsSigned({ ...head, headers: twice }, null, terms, publicKey)).toBe(false);
});
