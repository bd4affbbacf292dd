import { createHash, sign, verify, type KeyObject } from 'node:crypto';

// RFC 9421 by hand, for the one profile that is agreed on: what must have been signed, and whether it was.

export type Message = { method: string; target: string; headers: Readonly<Record<string, string>> };

export function digestOf(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

type Answer = { status: number; headers: Readonly<Record<string, string>>; body: Uint8Array };

/** What a signature can cover instead of what is agreed on. */
export const otherwise = [
  'without-first',
  'without-digest',
  'without-nonce',
  'without-last',
  'reversed',
  'one-twice',
  'no-tag',
  'other-tag',
  'other-key',
  'no-created',
  'expires',
  'alg',
] as const;
export type Otherwise = (typeof otherwise)[number];

const answerTerms = { keyId: 'backend', tag: 'counterpay-answer' };

/** The answer's own components, then those of the request that it answers. */
export function answerIsSigned(answer: Answer, request: Message, key: KeyObject): boolean {
  const { headers } = answer;
  const nonce = request.headers['counterpay-nonce'] ?? '';
  if (headers['counterpay-nonce'] !== nonce || headers['content-digest'] !== digestOf(answer.body)) return false;
  return isTime(headers['counterpay-time']) && holds(answerLines(answer, request), headers, answerTerms, key);
}

function answerLines({ status, headers }: Answer, request: Message): string[] {
  const signature = (request.headers['signature'] ?? '').replace('counterpay=', '');
  return [
    `"@status": ${status}`,
    `"content-digest": ${headers['content-digest'] ?? ''}`,
    `"counterpay-nonce": ${headers['counterpay-nonce'] ?? ''}`,
    `"counterpay-time": ${headers['counterpay-time'] ?? ''}`,
    `"@method";req: ${request.method}`,
    `"@path";req: ${request.target.split('?')[0] ?? ''}`,
    `"counterpay-nonce";req: ${request.headers['counterpay-nonce'] ?? ''}`,
    `"signature";req;key="counterpay": ${signature}`,
  ];
}

const requestHeaders = ['counterpay-terminal', 'counterpay-nonce', 'counterpay-journal-head', 'counterpay-time'];

export function requestIsSigned(request: Message & { body: Uint8Array }, terminalId: string, key: KeyObject): boolean {
  const { headers, body } = request;
  if (headers['content-digest'] !== digestOf(body) || !isTime(headers['counterpay-time'])) return false;
  if (requestHeaders.some((name) => headers[name] === undefined)) return false;
  if (headers['counterpay-terminal'] !== terminalId) return false;
  return holds(requestLines(request), headers, { keyId: terminalId, tag: 'counterpay-request' }, key);
}

function requestLines({ method, target, headers }: Message): string[] {
  const [path = '', query] = target.split('?');
  return [
    `"@method": ${method}`,
    `"@path": ${path}`,
    ...(query === undefined ? [] : [`"@query": ?${query}`]),
    `"content-digest": ${headers['content-digest'] ?? ''}`,
    ...requestHeaders.map((name) => `"${name}": ${headers[name] ?? ''}`),
  ];
}

/** An answer whose signature is right, and covers something else than is agreed on. */
export function answerSignedOtherwise(how: Otherwise, answer: Answer, request: Message, key: KeyObject): Headers {
  return signedOtherwise(how, answerLines(answer, request), answer.headers, answerTerms, key);
}

/** A request whose signature is right, and covers something else than is agreed on. */
export function requestSignedOtherwise(how: Otherwise, request: Message, terminalId: string, key: KeyObject): Headers {
  const terms = { keyId: terminalId, tag: 'counterpay-request' };
  return signedOtherwise(how, requestLines(request), request.headers, terms, key);
}

type Headers = Record<string, string>;

function signedOtherwise(
  how: Otherwise,
  all: readonly string[],
  headers: Readonly<Record<string, string>>,
  { keyId, tag }: { keyId: string; tag: string },
  key: KeyObject,
): Headers {
  const ways: Partial<Record<Otherwise, readonly string[]>> = {
    'without-first': all.slice(1),
    'without-digest': all.filter((line) => !line.startsWith('"content-digest"')),
    'without-nonce': all.filter((line) => !line.startsWith('"counterpay-nonce"')),
    'without-last': all.slice(0, -1),
    reversed: all.toReversed(),
    'one-twice': [...all, ...all.slice(0, 1)],
  };
  const lines = ways[how] ?? all;
  const params = [
    `(${namesOf(lines).join(' ')})`,
    ...(how === 'no-created' ? [] : ['created=1795234811']),
    ...(how === 'expires' ? ['expires=9999999999'] : []),
    `keyid="${how === 'other-key' ? 'other' : keyId}"`,
    ...(how === 'alg' ? ['alg="ed25519"'] : []),
    ...(how === 'no-tag' ? [] : [`tag="${how === 'other-tag' ? 'counterpay-other' : tag}"`]),
  ].join(';');
  const base = [...lines, `"@signature-params": ${params}`].join('\n');
  const signature = sign(null, Buffer.from(base, 'latin1'), key).toString('base64');
  return { ...headers, 'signature-input': `counterpay=${params}`, signature: `counterpay=:${signature}:` };
}

function namesOf(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(0, line.indexOf(': ')));
}

function holds(
  lines: readonly string[],
  headers: Readonly<Record<string, string>>,
  { keyId, tag }: { keyId: string; tag: string },
  key: KeyObject,
): boolean {
  const names = namesOf(lines);
  const params = /^counterpay=(.*)$/.exec(headers['signature-input'] ?? '')?.[1] ?? '';
  const created = /;created=(\d{1,12});/.exec(params)?.[1] ?? '';
  if (params !== `(${names.join(' ')});created=${created};keyid="${keyId}";tag="${tag}"`) return false;
  const base64 = /^counterpay=:([^:]*):$/.exec(headers['signature'] ?? '')?.[1] ?? '';
  const signature = Buffer.from(base64, 'base64');
  if (signature.length !== 64 || signature.toString('base64') !== base64) return false;
  const base = [...lines, `"@signature-params": ${params}`].join('\n');
  return verify(null, Buffer.from(base, 'latin1'), key, signature);
}

function isTime(text: string | undefined): boolean {
  return text !== undefined && text.length > 0 && text.length <= 15 && !/[^0-9]/.test(text);
}
