import { sign, verify, type KeyObject } from 'node:crypto';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';

// A client that shares nothing with the sandbox: it writes HTTP onto a socket and signs with node:crypto, as the official
// Java and Python clients of Alipay were seen to do.

/** What one of the official clients does differently from the other. */
export type Style = {
  name: 'java' | 'python';
  body(payment: object): string;
  time(at: Date): string;
  /** What stands on the request line. */
  target(origin: string, path: string): string;
  /** The base64 signature, as it is taken out of the answer's headers, which come as `name: value` lines. */
  signatureOf(headers: readonly string[]): string;
};

/** Epoch milliseconds, native booleans, the path as target; the third item of the header, split at `=`, URL-decoded. */
export const javaStyle: Style = {
  name: 'java',
  body: (payment) => JSON.stringify(payment),
  time: (at) => String(at.getTime()),
  target: (_origin, path) => path,
  signatureOf(headers) {
    // Its headers are found in any case.
    const line = headers.find((header) => header.toLowerCase().startsWith('signature:'));
    const third = line?.slice('signature:'.length).split(',')[2];
    const parts = third?.split('=') ?? [];
    if (parts.length !== 2) throw new Error('the signature header has no third item of the form name=value');
    return decodeURIComponent(parts[1] ?? '');
  },
};

/** Indented JSON, a time with `+00:00`, the whole address as target; names in lower case, everything after `signature=`. */
export const pythonStyle: Style = {
  name: 'python',
  body: (payment) => JSON.stringify(payment, null, 3),
  time: (at) => `${at.toISOString().slice(0, 19)}+00:00`,
  target: (origin, path) => origin + path,
  signatureOf(headers) {
    const line = headers.find((header) => header.startsWith('signature:'));
    const value = line?.split('signature=')[1];
    if (value === undefined) throw new Error('signature not exist');
    return decodeURIComponent(value);
  },
};

export type ForeignClient = {
  /** `http://127.0.0.1:N` or `https://…`. */
  origin: string;
  clientId: string;
  privateKey: KeyObject;
  sandboxKey: KeyObject;
  style: Style;
};

/** What a test does to a request before it leaves. */
export type Tampering = {
  method?: string;
  mediaType?: string | null;
  clientId?: string;
  privateKey?: KeyObject;
  time?: string;
  body?: string;
  encodeSignature?: (base64: string) => string;
};

export type ForeignAnswer = {
  status: number;
  /** As they came, `name: value`. */
  headers: readonly string[];
  json: Record<string, unknown> & { result: { resultStatus: string; resultCode: string } };
  /** The client's own check of the answer's signature, over the bytes that came. */
  verified: boolean;
};

/** One signed call on a connection of its own. Rejects when the connection ends without an answer. */
export async function callAs(
  client: ForeignClient,
  path: string,
  payment: object,
  change: Tampering = {},
): Promise<ForeignAnswer> {
  const { style, origin } = client;
  const method = change.method ?? 'POST';
  const clientId = change.clientId ?? client.clientId;
  const time = change.time ?? style.time(new Date());
  const body = change.body ?? style.body(payment);
  const content = `${method} ${path}\n${clientId}.${time}.${body}`;
  const base64 = sign('RSA-SHA256', Buffer.from(content), change.privateKey ?? client.privateKey).toString('base64');
  const encoded = (change.encodeSignature ?? encodeURIComponent)(base64);
  const mediaType = change.mediaType === undefined ? 'application/json; charset=UTF-8' : change.mediaType;
  const lines = [
    `${method} ${style.target(origin, path)} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    ...(mediaType === null ? [] : [`Content-Type: ${mediaType}`]),
    `Client-Id: ${clientId}`,
    `Request-Time: ${time}`,
    `Signature: algorithm=RSA256,keyVersion=1,signature=${encoded}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  const answer = readAnswer(await exchange(origin, `${lines.join('\r\n')}\r\n\r\n${body}`));
  const verified = verifies(client, `${method} ${path}`, answer);
  return { ...answer, json: JSON.parse(answer.body) as ForeignAnswer['json'], verified };
}

/** Writes the request and takes everything until the other side ends; certificates are not looked at, as in both clients. */
function exchange(origin: string, request: string): Promise<string> {
  const { protocol, port } = new URL(origin);
  const place = { host: '127.0.0.1', port: Number(port) };
  return new Promise((resolve, reject) => {
    const socket =
      protocol === 'https:'
        ? connectTls({ ...place, rejectUnauthorized: false }, () => socket.write(request))
        : connectPlain(place, () => socket.write(request));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

type Read = { status: number; headers: readonly string[]; body: string };

function readAnswer(text: string): Read {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...headers] = text.slice(0, end).split('\r\n');
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4) };
}

function verifies(client: ForeignClient, methodAndPath: string, { headers, body }: Read): boolean {
  const value = (name: string): string | undefined =>
    headers.find((header) => header.startsWith(`${name}:`))?.slice(name.length + 2);
  const time = value('response-time');
  if (time === undefined || !headers.some((header) => header.startsWith('signature:'))) return false;
  const content = Buffer.from(`${methodAndPath}\n${value('client-id')}.${time}.${body}`);
  return verify('RSA-SHA256', content, client.sandboxKey, Buffer.from(client.style.signatureOf(headers), 'base64'));
}
