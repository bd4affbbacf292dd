import { expect, it } from 'vitest';

import { readJsonObject } from './json-reader.ts';
import { proofOf, sha256Hex, withoutCustomer } from './proof.ts';

function kept(text: string): { body: string; bodySha256: string } {
  const bytes = Buffer.from(text, 'utf8');
  const json = readJsonObject(bytes);
  if (!json.ok) throw new Error(json.error);
  return withoutCustomer(proofOf(bytes, {}, {}), json.value);
}

it('[V6] keeps an answer as it came, to the byte', () => {
  const text = '{ "result": {"resultCode":"SUCCESS"},\n "note":"渋谷店 ☕" }';
  expect(kept(text)).toMatchObject({ body: text, bodySha256: sha256Hex(Buffer.from(text)) });
});

it('leaves out the customer wherever and however it is written, and keeps the digest of what came', () => {
  const text = '{"customerId":"2088","a":[{"customer\\u0049d":"2088"}],"paymentId":"p"}';
  expect(kept(text)).toMatchObject({
    body: '{"a":[{}],"paymentId":"p"}',
    bodySha256: sha256Hex(Buffer.from(text)),
  });
});
