import { generateKeyPairSync, sign } from 'node:crypto';

import { expect, it } from 'vitest';

import { Hint } from '#contract';

import { readHint, writeHint } from './hint-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const hint = Hint.parse({
  number: 7,
  terminalId: 'TILL1',
  paymentRequestId: 'TILL1abc',
  amount: { currency: 'EUR', value: '1250' },
  says: 'succeeded',
  at: 1_795_255_200_000,
});

it('[R13] a hint is read as it was written', () => {
  expect(readHint(writeHint(hint, privateKey), publicKey)).toEqual({ ok: true, value: hint });
});

it('[V31] a hint that is changed, of another key, or signed as something else counts for nothing', () => {
  const data = writeHint(hint, privateKey);
  const signature = { ok: false, error: 'bad-signature' };
  expect(readHint(data.replace('succeeded', 'conflict'), publicKey)).toEqual(signature);
  expect(readHint(writeHint(hint, generateKeyPairSync('ed25519').privateKey), publicKey)).toEqual(signature);
  const text = JSON.stringify(hint);
  const bare = sign(null, Buffer.from(text), privateKey).toString('base64');
  expect(readHint(JSON.stringify({ hint: text, signature: bare }), publicKey)).toEqual(signature);
  expect(readHint(JSON.stringify({ hint: text, signature: '' }), publicKey)).toEqual(signature);
});

it('[V38] what is no hint is unreadable, signed or not', () => {
  const unreadable = { ok: false, error: 'unreadable' };
  for (const data of ['', '{', '[]', 'null', '{"hint":"{}"}', JSON.stringify({ hint: 1, signature: 'x' })])
    expect(readHint(data, publicKey)).toEqual(unreadable);
  for (const wrong of [
    { ...hint, number: 0 },
    { ...hint, says: 'paid' },
    { ...hint, more: 1 },
  ])
    expect(readHint(writeHint(wrong as Hint, privateKey), publicKey)).toEqual(unreadable);
});
