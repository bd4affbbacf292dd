import { createHash, verify, type KeyObject } from 'node:crypto';

// RFC 9421 by hand, for the one profile that is agreed on: what must have been signed, and whether it was.

export type Message = { method: string; target: string; headers: Readonly<Record<string, string>> };

export function digestOf(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

/** The answer's own components, then those of the request that it answers. */
export function answerIsSigned(
  answer: { status: number; headers: Readonly<Record<string, string>>; body: Uint8Array },
  request: Message,
  key: KeyObject,
): boolean {
  const { headers } = answer;
  const nonce = request.headers['counterpay-nonce'] ?? '';
  if (headers['counterpay-nonce'] !== nonce || headers['content-digest'] !== digestOf(answer.body)) return false;
  if (!isTime(headers['counterpay-time'])) return false;
  const signature = (request.headers['signature'] ?? '').replace('counterpay=', '');
  const lines = [
    `"@status": ${answer.status}`,
    `"content-digest": ${headers['content-digest'] ?? ''}`,
    `"counterpay-nonce": ${nonce}`,
    `"counterpay-time": ${headers['counterpay-time'] ?? ''}`,
    `"@method";req: ${request.method}`,
    `"@path";req: ${request.target.split('?')[0] ?? ''}`,
    `"counterpay-nonce";req: ${nonce}`,
    `"signature";req;key="counterpay": ${signature}`,
  ];
  return holds(lines, headers, { keyId: 'backend', tag: 'counterpay-answer' }, key);
}

export function requestIsSigned(request: Message & { body: Uint8Array }, terminalId: string, key: KeyObject): boolean {
  const { headers, method, target } = request;
  const [path = '', query] = target.split('?');
  if (headers['content-digest'] !== digestOf(request.body) || !isTime(headers['counterpay-time'])) return false;
  const named = ['counterpay-terminal', 'counterpay-nonce', 'counterpay-journal-head', 'counterpay-time'];
  if (named.some((name) => headers[name] === undefined) || headers['counterpay-terminal'] !== terminalId) return false;
  const lines = [
    `"@method": ${method}`,
    `"@path": ${path}`,
    ...(query === undefined ? [] : [`"@query": ?${query}`]),
    `"content-digest": ${headers['content-digest'] ?? ''}`,
    ...named.map((name) => `"${name}": ${headers[name] ?? ''}`),
  ];
  return holds(lines, headers, { keyId: terminalId, tag: 'counterpay-request' }, key);
}

function holds(
  lines: readonly string[],
  headers: Readonly<Record<string, string>>,
  { keyId, tag }: { keyId: string; tag: string },
  key: KeyObject,
): boolean {
  const names = lines.map((line) => line.slice(0, line.indexOf(': ')));
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
