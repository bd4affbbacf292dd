import { createHash, type KeyObject } from 'node:crypto';

import { err, ok, type EpochMs, type Result } from '#payment';

import { headIsSigned, signHead, type SignatureTerms } from './http-signature.ts';

// Till ↔ backend: RFC 9421 HTTP Message Signatures and RFC 9530 Content-Digest, Ed25519 (DESIGN 4).

/** Lower-case names. What Node gives for a message's headers, with repeated ones joined or left out. */
export type Headers = Readonly<Record<string, string>>;

/** A request as it stands on the wire. `target` is path and query; `body` null where there is none. */
export type WireRequest = { method: string; target: string; headers: Headers; body: Uint8Array | null };

/** What of a request an answer is bound to: its own headers, with its signature. */
export type WireRequestHead = Pick<WireRequest, 'method' | 'target' | 'headers'>;

export type WireResponse = { status: number; headers: Headers; body: Uint8Array };

export type RequestToSign = {
  method: 'GET' | 'POST';
  target: string;
  body: Uint8Array | null;
  terminalId: string;
  /** Never the same twice: it is what binds an answer to this request. */
  nonce: string;
  /** The till's journal, `seq:hash`. */
  journalHead: string;
  /** The till's wall clock. No request is refused for it. */
  sentAt: EpochMs;
};

/** What a till's signature vouches for. */
export type SignedRequest = { terminalId: string; nonce: string; journalHead: string; sentAt: EpochMs };

/** `bad-signature` also for one that covers something else than agreed, and for bytes that are not those of the digest. */
export type RequestSignatureProblem = 'unsigned' | 'bad-signature' | 'unknown-terminal';

/** `not-bound`: an answer to another request. */
export type ResponseSignatureProblem = 'unsigned' | 'bad-signature' | 'not-bound';

export const messageHeaders = {
  terminal: 'counterpay-terminal',
  nonce: 'counterpay-nonce',
  journalHead: 'counterpay-journal-head',
  time: 'counterpay-time',
} as const;

/** All headers that the request needs, `content-digest` among them. `key`: the till's Ed25519 private key. */
export function signRequest(request: RequestToSign, key: KeyObject): Promise<Record<string, string>> {
  const { method, target, body, terminalId } = request;
  const headers = {
    [messageHeaders.terminal]: terminalId,
    [messageHeaders.nonce]: request.nonce,
    [messageHeaders.journalHead]: request.journalHead,
    [messageHeaders.time]: String(request.sentAt),
    ...(body === null ? {} : { 'content-digest': contentDigest(body) }),
  };
  const head = { method, url: urlOf(target), headers };
  return signHead(head, null, requestTerms(target, body, terminalId), request.sentAt, key);
}

/** `keyOf` gives the Ed25519 public key of a terminal, or null when none is known. */
export async function verifyRequest(
  request: WireRequest,
  keyOf: (terminalId: string) => KeyObject | null | Promise<KeyObject | null>,
): Promise<Result<SignedRequest, RequestSignatureProblem>> {
  const { method, target, headers, body } = request;
  const said = readSigned(headers);
  if (said === null) return err('unsigned');
  if (!isPlainTarget(target)) return err('bad-signature');
  if (body !== null && headers['content-digest'] !== contentDigest(body)) return err('bad-signature');
  const key = await keyOf(said.terminalId);
  if (key === null) return err('unknown-terminal');
  const head = { method, url: urlOf(target), headers };
  const signed = await headIsSigned(head, null, requestTerms(target, body, said.terminalId), key);
  return signed ? ok(said) : err('bad-signature');
}

/** The headers that bind this answer to that request. `key`: the backend's Ed25519 private key. */
export function signResponse(
  answer: { status: number; body: Uint8Array; sentAt: EpochMs },
  request: WireRequestHead,
  key: KeyObject,
): Promise<Record<string, string>> {
  const headers = {
    [messageHeaders.nonce]: request.headers[messageHeaders.nonce] ?? '',
    [messageHeaders.time]: String(answer.sentAt),
    'content-digest': contentDigest(answer.body),
  };
  return signHead({ status: answer.status, headers }, boundTo(request), answerTerms, answer.sentAt, key);
}

/** `request` is the one that was sent. `sentAt` is the backend's clock. */
export async function verifyResponse(
  answer: WireResponse,
  request: WireRequestHead,
  key: KeyObject,
): Promise<Result<{ sentAt: EpochMs }, ResponseSignatureProblem>> {
  const { status, headers } = answer;
  const sentAt = readTime(headers[messageHeaders.time]);
  if (!hasSignature(headers) || sentAt === null) return err('unsigned');
  if (headers[messageHeaders.nonce] !== request.headers[messageHeaders.nonce]) return err('not-bound');
  if (headers['content-digest'] !== contentDigest(answer.body)) return err('bad-signature');
  const signed = await headIsSigned({ status, headers }, boundTo(request), answerTerms, key);
  return signed ? ok({ sentAt }) : err('bad-signature');
}

/** RFC 9530, of the exact bytes: `sha-256=:…:`. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

const label = 'counterpay';

function requestTerms(target: string, body: Uint8Array | null, terminalId: string): SignatureTerms {
  const fields = [
    '"@method"',
    '"@path"',
    ...(target.includes('?') ? ['"@query"'] : []),
    ...(body === null ? [] : ['"content-digest"']),
    `"${messageHeaders.terminal}"`,
    `"${messageHeaders.nonce}"`,
    `"${messageHeaders.journalHead}"`,
    `"${messageHeaders.time}"`,
  ];
  return { label, fields, keyId: terminalId, tag: 'counterpay-request' };
}

// R13: the nonce, and the request's signature, which stands for its digest. The digest is not named again, so that a
// journal that keeps the covered values holds no plain hash of a body with a payment code in it (V37).
const answerTerms: SignatureTerms = {
  label,
  fields: [
    '"@status"',
    '"content-digest"',
    `"${messageHeaders.nonce}"`,
    `"${messageHeaders.time}"`,
    '"@method";req',
    '"@path";req',
    `"${messageHeaders.nonce}";req`,
    `"signature";req;key="${label}"`,
  ],
  keyId: 'backend',
  tag: 'counterpay-answer',
};

function readSigned(headers: Headers): SignedRequest | null {
  const terminalId = headers[messageHeaders.terminal];
  const nonce = headers[messageHeaders.nonce];
  const journalHead = headers[messageHeaders.journalHead];
  const sentAt = readTime(headers[messageHeaders.time]);
  if (!hasSignature(headers) || sentAt === null) return null;
  if (terminalId === undefined || nonce === undefined || journalHead === undefined) return null;
  return { terminalId, nonce, journalHead, sentAt };
}

function hasSignature(headers: Headers): boolean {
  return headers['signature'] !== undefined && headers['signature-input'] !== undefined;
}

function readTime(text: string | undefined): EpochMs | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : null;
}

function boundTo({ method, target, headers }: WireRequestHead): { method: string; url: string; headers: Headers } {
  return { method, url: urlOf(target), headers };
}

/** Signed as it is routed: `/a/../b` would be signed as `/b`. */
function isPlainTarget(target: string): boolean {
  const url = URL.parse(urlOf(target));
  return url !== null && url.pathname + url.search === target;
}

/** Only path and query are covered; the library wants a whole address. */
function urlOf(target: string): string {
  return `http://backend.invalid${target}`;
}
