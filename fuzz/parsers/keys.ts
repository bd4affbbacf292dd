import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { Signer } from './case.ts';

type Pair = { privateKey: KeyObject; publicKey: KeyObject };

/**
 * Test keys, new in each process: a case does not depend on which they are. RSA of 1,024 bits, which no reader looks at
 * and which signs six times as fast as what Alipay+ uses.
 */
export const rsa: Record<Signer, Pair> = {
  trusted: generateKeyPairSync('rsa', { modulusLength: 1_024 }),
  other: generateKeyPairSync('rsa', { modulusLength: 1_024 }),
};

export const ed25519: Record<Signer, Pair> = {
  trusted: generateKeyPairSync('ed25519'),
  other: generateKeyPairSync('ed25519'),
};
