import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

import { err, ok, type Result } from '#payment';

/** `rsa` towards Alipay+, `ed25519` between till and backend. */
export type KeyKind = 'rsa' | 'ed25519';

export type KeyProblem = 'unreadable' | 'other-kind';

/** A public key from its PEM (SPKI). */
export function readPublicKey(pem: string, kind: KeyKind): Result<KeyObject, KeyProblem> {
  return readKey(() => createPublicKey(pem), kind);
}

/** A private key from its PEM (PKCS#8). */
export function readPrivateKey(pem: string, kind: KeyKind): Result<KeyObject, KeyProblem> {
  return readKey(() => createPrivateKey(pem), kind);
}

function readKey(read: () => KeyObject, kind: KeyKind): Result<KeyObject, KeyProblem> {
  try {
    const key = read();
    return key.asymmetricKeyType === kind ? ok(key) : err('other-kind');
  } catch {
    return err('unreadable');
  }
}
