import { generateKeyPairSync } from 'node:crypto';

import { expect, it } from 'vitest';

import { readPrivateKey, readPublicKey } from './keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

it('reads a key of the kind that is meant', () => {
  expect(readPublicKey(publicPem, 'rsa')).toMatchObject({ ok: true });
  expect(readPrivateKey(privatePem, 'rsa')).toMatchObject({ ok: true });
});

it('refuses another kind, a public key for a private one, and other text', () => {
  expect(readPublicKey(publicPem, 'ed25519')).toEqual({ ok: false, error: 'other-kind' });
  expect(readPrivateKey(publicPem, 'rsa')).toEqual({ ok: false, error: 'unreadable' });
  expect(readPublicKey('', 'rsa')).toEqual({ ok: false, error: 'unreadable' });
});
