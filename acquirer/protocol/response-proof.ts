import type { KeyObject } from 'node:crypto';

import type { Proof } from '#payment';

import { messageHeaders, verifyResponse, type WireRequestHead, type WireResponse } from './message-signature.ts';
import { proofOf, sha256Hex } from './proof.ts';

const answerHeaders = ['signature', 'signature-input', 'content-digest', messageHeaders.nonce, messageHeaders.time];

/** A verified answer of the backend with all that its signature covers, so that it can be checked from the journal alone (V6). */
export function proofOfResponse(answer: WireResponse, request: WireRequestHead): Proof {
  const headers = Object.fromEntries(answerHeaders.map((name) => [name, answer.headers[name] ?? '']));
  const [path = '', query] = request.target.split('?');
  return proofOf(answer.body, headers, {
    '@status': String(answer.status),
    '@method': request.method,
    '@path': path,
    ...(query === undefined ? {} : { '@query': `?${query}` }),
    [messageHeaders.nonce]: request.headers[messageHeaders.nonce] ?? '',
    signature: request.headers['signature'] ?? '',
  });
}

/** Whether the backend with this public key gave this answer to that request. */
export async function proofHolds(proof: Proof, key: KeyObject): Promise<boolean> {
  const body = Buffer.from(proof.body, 'utf8');
  if (sha256Hex(body) !== proof.bodySha256) return false;
  const { '@status': status = '', '@method': method = '', '@path': path = '', ...headers } = proof.covered;
  const answer = { status: Number.parseInt(status, 10), headers: proof.headers, body };
  const verified = await verifyResponse(answer, { method, target: path, headers }, key);
  return verified.ok;
}
