import { createHash, createHmac, createPublicKey, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';

import { pairingKeyRounds, type PairingAnswer, type PairingRequest } from '#contract';

import { signatureIn } from './signature-text.ts';

// contract/pairing.ts says what is hashed and signed, and why. Hashes, HMAC and Ed25519 only (DESIGN 4: BoringSSL).

/** From a code as `readPairingCode` gives it. Takes time on purpose: 400 ms, measured once on a busy machine. */
export function pairingKeyOf(code: string): Buffer {
  let key = createHash('sha256').update(code, 'utf8').digest();
  for (let round = 1; round < pairingKeyRounds; round++) key = createHash('sha256').update(key).digest();
  return key;
}

export function pairingCodeId(key: Uint8Array): string {
  return keyed(key, ['id']);
}

/** The till knows the code, and this is its key. */
export function tillProof(key: Uint8Array, request: Omit<PairingRequest, 'proof'>): string {
  return keyed(key, ['till', request.codeId, request.terminalKey, request.nonce]);
}

/** The backend knows the code, and this is what it grants to that key. */
export function backendProof(
  key: Uint8Array,
  request: Pick<PairingRequest, 'nonce' | 'terminalKey'>,
  grant: string,
): string {
  return keyed(key, ['backend', request.nonce, request.terminalKey, grant]);
}

/** Whether two proofs are the same, in a time that does not tell how much of them is. */
export function isSameProof(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

/** `key`: the backend's Ed25519 private key. */
export function signGrant(grant: string, key: KeyObject): string {
  return sign(null, signedText(grant), key).toString('base64');
}

/** `backendKey` as the grant names it. */
export function grantIsSigned(
  { grant, signature }: Pick<PairingAnswer & { is: 'paired' }, 'grant' | 'signature'>,
  backendKey: string,
): boolean {
  const key = keyFromText(backendKey);
  const bytes = signatureIn(signature);
  return key !== null && bytes !== null && verify(null, signedText(grant), key, bytes);
}

/** An Ed25519 public key in base64, as pairing carries it: SPKI DER. */
export function textOfKey(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Null when it is none. */
export function keyFromText(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' });
    // One key, one text: else the same key could be a new one each time.
    return key.asymmetricKeyType === 'ed25519' && textOfKey(key) === text ? key : null;
  } catch {
    return null;
  }
}

function keyed(key: Uint8Array, parts: readonly string[]): string {
  return createHmac('sha256', key).update(parts.join('\n'), 'utf8').digest('hex');
}

function signedText(grant: string): Buffer {
  return Buffer.from(`counterpay-grant\n${grant}`, 'utf8');
}
