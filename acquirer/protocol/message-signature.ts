import { createHash, type KeyObject } from 'node:crypto';

import { createSigner, createVerifier, httpbis } from 'http-message-signatures';

import { err, ok, type EpochMs, type Result } from '#payment';

// Till ↔ backend: RFC 9421 HTTP Message Signatures and RFC 9530 Content-Digest, Ed25519 (DESIGN 4).

/** Lower-case names. What Node gives for a message's headers, with repeated ones joined or left out. */
export type Headers = Readonly<Record<string, string>>;

/** A request as it stands on the wire. `target` is path and query; `body` null where there is none. */
export type WireRequest = { method: string; target: string; headers: Headers; body: Uint8Array | null };

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

const label = 'counterpay';
const requestTag = 'counterpay-request';
const answerTag = 'counterpay-answer';
const backendKeyId = 'backend';

/** All headers that the request needs, `content-digest` among them. `key`: the till's Ed25519 private key. */
export async function signRequest(request: RequestToSign, key: KeyObject): Promise<Record<string, string>> {
  const { method, target, body } = request;
  const headers: Record<string, string> = {
    [messageHeaders.terminal]: request.terminalId,
    [messageHeaders.nonce]: request.nonce,
    [messageHeaders.journalHead]: request.journalHead,
    [messageHeaders.time]: String(request.sentAt),
    ...(body === null ? {} : { 'content-digest': contentDigest(body) }),
  };
  const signed = await httpbis.signMessage(
    signConfig(requestFields(target, body), requestTag, request.terminalId, request.sentAt, key),
    { method, url: urlOf(target), headers },
  );
  return lowerCased(signed.headers);
}

/** `keyOf` gives the Ed25519 public key of a terminal, or null when none is known. */
export async function verifyRequest(
  request: WireRequest,
  keyOf: (terminalId: string) => KeyObject | null | Promise<KeyObject | null>,
): Promise<Result<SignedRequest, RequestSignatureProblem>> {
  const { headers, target, body } = request;
  const said = readSigned(headers);
  if (said === null) return err('unsigned');
  const { terminalId } = said;
  if (!isPlainTarget(target)) return err('bad-signature');
  if (body !== null && headers['content-digest'] !== contentDigest(body)) return err('bad-signature');
  if (!coversExactly(headers['signature-input'], requestFields(target, body), requestTag, terminalId))
    return err('bad-signature');
  const key = await keyOf(terminalId);
  if (key === null) return err('unknown-terminal');
  const message = { method: request.method, url: urlOf(target), headers: { ...headers } };
  const good = await verified(() => httpbis.verifyMessage(verifyConfig(key), message));
  return good ? ok(said) : err('bad-signature');
}

/** The headers that bind this answer to that request. `key`: the backend's Ed25519 private key. */
export async function signResponse(
  answer: { status: number; body: Uint8Array; sentAt: EpochMs },
  request: Pick<WireRequest, 'method' | 'target' | 'headers'>,
  key: KeyObject,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = {
    [messageHeaders.nonce]: request.headers[messageHeaders.nonce] ?? '',
    [messageHeaders.time]: String(answer.sentAt),
    'content-digest': contentDigest(answer.body),
  };
  const signed = await httpbis.signMessage(
    signConfig(answerFields, answerTag, backendKeyId, answer.sentAt, key),
    { status: answer.status, headers },
    { method: request.method, url: urlOf(request.target), headers: { ...request.headers } },
  );
  return lowerCased(signed.headers);
}

/** `request` is the one that was sent, with its signature headers. `sentAt` is the backend's clock. */
export async function verifyResponse(
  answer: WireResponse,
  request: Pick<WireRequest, 'method' | 'target' | 'headers'>,
  key: KeyObject,
): Promise<Result<{ sentAt: EpochMs }, ResponseSignatureProblem>> {
  const { headers } = answer;
  const sentAt = readTime(headers[messageHeaders.time]);
  if (!hasSignature(headers) || sentAt === null) return err('unsigned');
  if (headers[messageHeaders.nonce] !== request.headers[messageHeaders.nonce]) return err('not-bound');
  if (headers['content-digest'] !== contentDigest(answer.body)) return err('bad-signature');
  if (!coversExactly(headers['signature-input'], answerFields, answerTag, backendKeyId)) return err('bad-signature');
  const good = await verified(() =>
    httpbis.verifyMessage(
      verifyConfig(key),
      { status: answer.status, headers: { ...headers } },
      { method: request.method, url: urlOf(request.target), headers: { ...request.headers } },
    ),
  );
  return good ? ok({ sentAt }) : err('bad-signature');
}

/** RFC 9530, of the exact bytes: `sha-256=:…:`. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

function requestFields(target: string, body: Uint8Array | null): readonly string[] {
  return [
    '"@method"',
    '"@path"',
    ...(target.includes('?') ? ['"@query"'] : []),
    ...(body === null ? [] : ['"content-digest"']),
    '"counterpay-terminal"',
    '"counterpay-nonce"',
    '"counterpay-journal-head"',
    '"counterpay-time"',
  ];
}

// The request's digest is not named again: its signature stands for it, and a journal that keeps the covered values
// then holds no plain hash of a body with a payment code in it (V37).
const answerFields: readonly string[] = [
  '"@status"',
  '"content-digest"',
  '"counterpay-nonce"',
  '"counterpay-time"',
  '"@method";req',
  '"@path";req',
  '"counterpay-nonce";req',
  `"signature";req;key="${label}"`,
];

function signConfig(
  fields: readonly string[],
  tag: string,
  keyid: string,
  createdAt: EpochMs,
  key: KeyObject,
): Parameters<typeof httpbis.signMessage>[0] {
  return {
    key: createSigner(key, 'ed25519'),
    name: label,
    fields: [...fields],
    params: ['created', 'keyid', 'tag'],
    paramValues: { created: new Date(createdAt), keyid, tag },
  };
}

function verifyConfig(key: KeyObject): Parameters<typeof httpbis.verifyMessage>[0] {
  return {
    keyLookup: () => Promise.resolve({ algs: ['ed25519'], verify: createVerifier(key, 'ed25519') }),
    // Nothing is refused for its time (DESIGN 3b); without this the library compares with the machine's clock.
    notAfter: Number.MAX_SAFE_INTEGER,
  };
}

/** One signature, ours, over exactly what was agreed: a list that the other side chooses could leave something out. */
function coversExactly(input: string | undefined, fields: readonly string[], tag: string, keyid: string): boolean {
  const [, list, key, as] =
    /^counterpay=\(([^()]*)\);created=\d{1,12};keyid="([^"\\]*)";tag="([^"\\]*)"$/.exec(input ?? '') ?? [];
  return list === fields.join(' ') && key === keyid && as === tag;
}

async function verified(ask: () => Promise<boolean | null>): Promise<boolean> {
  try {
    return (await ask()) === true;
  } catch {
    return false; // the library throws for what it cannot read
  }
}

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

/** Signed as it is routed: `/a/../b` would be signed as `/b`. */
function isPlainTarget(target: string): boolean {
  const url = URL.parse(urlOf(target));
  return url !== null && url.pathname + url.search === target;
}

/** Only path and query are covered; the library wants a whole address. */
function urlOf(target: string): string {
  return `http://backend.invalid${target}`;
}

function lowerCased(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
