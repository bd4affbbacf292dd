import type { KeyObject } from 'node:crypto';

import { createSigner, createVerifier, httpbis } from 'http-message-signatures';

import type { EpochMs } from '#payment';

// How RFC 9421 is used here: Ed25519, one signature, and a list of covered components that both sides know beforehand.

export type SignedHeaders = Record<string, string>;
type HeadOfRequest = { method: string; url: string; headers: Readonly<Record<string, string>> };
type HeadOfAnswer = { status: number; headers: Readonly<Record<string, string>> };

/** What stands in `Signature-Input` beside the covered components. */
export type SignatureTerms = {
  label: string;
  /** As `Signature-Input` writes them: `"@method"`, `"@path";req`. */
  fields: readonly string[];
  keyId: string;
  /** Null leaves it out, which only RFC 9421's own examples do. */
  tag: string | null;
};

/** The headers with `signature` and `signature-input` added. `request`: what an answer is bound to. */
export async function signHead(
  head: HeadOfRequest | HeadOfAnswer,
  request: HeadOfRequest | null,
  terms: SignatureTerms,
  createdAt: EpochMs,
  key: KeyObject,
): Promise<SignedHeaders> {
  const { tag } = terms;
  const config = {
    key: createSigner(key, 'ed25519'),
    name: terms.label,
    fields: [...terms.fields],
    params: tag === null ? ['created', 'keyid'] : ['created', 'keyid', 'tag'],
    paramValues: { created: new Date(createdAt), keyid: terms.keyId, ...(tag === null ? {} : { tag }) },
  };
  const signed =
    'status' in head
      ? await httpbis.signMessage(config, mutable(head), ...(request === null ? [] : [mutable(request)]))
      : await httpbis.signMessage(config, mutable(head));
  return lowerCased(signed.headers);
}

/** Whether the head has exactly the agreed signature and this key made it. Never rejects. */
export async function headIsSigned(
  head: HeadOfRequest | HeadOfAnswer,
  request: HeadOfRequest | null,
  terms: SignatureTerms,
  key: KeyObject,
): Promise<boolean> {
  if (!coversExactly(head.headers['signature-input'] ?? '', terms)) return false;
  if (!isOneSignature(head.headers['signature'] ?? '', terms.label)) return false;
  const config = {
    keyLookup: () => Promise.resolve({ algs: ['ed25519'], verify: createVerifier(key, 'ed25519') }),
    // Nothing is refused for its time (DESIGN 3b); without this the library compares with the machine's clock.
    notAfter: Number.MAX_SAFE_INTEGER,
  };
  try {
    const verified =
      'status' in head
        ? await httpbis.verifyMessage(config, mutable(head), ...(request === null ? [] : [mutable(request)]))
        : await httpbis.verifyMessage(config, mutable(head));
    return verified === true;
  } catch {
    return false; // the library throws for what it cannot read
  }
}

/** A list that the sender chooses could leave something out; a second signature could be looked at instead of the first. */
function coversExactly(input: string, terms: SignatureTerms): boolean {
  const [, label, fields, keyId, , tag = null] =
    /^([a-z0-9-]+)=\(([^()]*)\);created=\d{1,12};keyid="([^"\\]*)"(;tag="([^"\\]*)")?$/.exec(input) ?? [];
  return label === terms.label && fields === terms.fields.join(' ') && keyId === terms.keyId && tag === terms.tag;
}

/** 64 bytes in the one spelling that base64's spare bits would leave open. */
function isOneSignature(header: string, label: string): boolean {
  const [, base64 = ''] = /^[a-z0-9-]+=:([A-Za-z0-9+/]{86}==):$/.exec(header) ?? [];
  const canonical = Buffer.from(base64, 'base64').toString('base64');
  return base64 !== '' && header === `${label}=:${canonical}:`;
}

function mutable<H extends { headers: Readonly<Record<string, string>> }>(
  head: H,
): Omit<H, 'headers'> & { headers: Record<string, string> } {
  return { ...head, headers: { ...head.headers } };
}

function lowerCased(headers: Record<string, string | string[]>): SignedHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
