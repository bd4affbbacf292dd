import { createHash } from 'node:crypto';

import type { Proof } from '#payment';

import { decodeUtf8, type JsonObject } from './json-reader.ts';

/** An answer as it came, for the journal. `body` has been read as JSON, so that it is text. */
export function proofOf(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  covered: Readonly<Record<string, string>>,
): Proof {
  return {
    body: decodeUtf8(body) ?? '',
    bodySha256: sha256Hex(body),
    headers: { ...headers },
    covered: { ...covered },
  };
}

/** The same without the wallet's user id, which no ledger of ours holds (RELIABILITY 4.3); the digest stays that of the exact bytes. */
export function withoutCustomer(proof: Proof, json: JsonObject): Proof {
  let found = false;
  const body = JSON.stringify(json, (key, value: unknown) => {
    found ||= key === 'customerId';
    return key === 'customerId' ? undefined : value;
  });
  return found ? { ...proof, body } : proof;
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
