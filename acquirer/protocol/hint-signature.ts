import { sign, verify, type KeyObject } from 'node:crypto';

import { Hint, SignedHint } from '#contract';
import { err, ok, type Result } from '#payment';

import { readJsonObject } from './json-reader.ts';
import { signatureIn } from './signature-text.ts';

export type HintProblem = 'unreadable' | 'bad-signature';

/** The `data` of an event named `hint`. `key`: the backend's Ed25519 private key. */
export function writeHint(hint: Hint, key: KeyObject): string {
  const text = JSON.stringify(hint);
  const signed: SignedHint = { hint: text, signature: sign(null, signedText(text), key).toString('base64') };
  return JSON.stringify(signed);
}

/** `data` as it came; `key`: the backend's Ed25519 public key. Whether it is for this till, and new, is for the caller to see. */
export function readHint(data: string, key: KeyObject): Result<Hint, HintProblem> {
  const outer = parsed(SignedHint, data);
  if (outer === null) return err('unreadable');
  const signature = signatureIn(outer.signature);
  if (signature === null || !verify(null, signedText(outer.hint), key, signature)) return err('bad-signature');
  const hint = parsed(Hint, outer.hint);
  return hint === null ? err('unreadable') : ok(hint);
}

// The words before the text keep this signature from being one of anything else that the same key signs.
function signedText(text: string): Uint8Array {
  return Buffer.from(`counterpay-hint\n${text}`, 'utf8');
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  text: string,
): T | null {
  const json = readJsonObject(Buffer.from(text, 'utf8'));
  const read = json.ok ? schema.safeParse(json.value) : null;
  return read?.success === true ? read.data : null;
}
