import { createConnection, type Socket } from 'node:net';

/** One request as it came: its exact bytes, and what of them a fault looks at. Header names in lower case. */
export type Question = {
  raw: Buffer;
  method: string;
  target: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
};

export type Header = readonly [name: string, value: string];

/** An answer without the headers that only say how long it is. */
export type Answer = { status: number; headers: readonly Header[]; body: Buffer };

const headEnd = Buffer.from('\r\n\r\n');
/** What a message without a length would make the proxy hold. */
const bytesMax = 200_000;

/** Null when the connection ended before a whole request had come. */
export function readQuestion(from: Socket): Promise<Question | null> {
  return new Promise((resolve) => {
    let raw: Buffer = Buffer.alloc(0);
    const hear = (chunk: Buffer): void => {
      raw = Buffer.concat([raw, chunk]);
      const question = wholeQuestion(raw);
      if (question === null && raw.byteLength < bytesMax) return;
      from.off('data', hear);
      from.resume(); // a socket that is not read never says that it was closed
      resolve(question);
    };
    from.on('data', hear);
    from.once('close', () => resolve(null));
  });
}

function wholeQuestion(raw: Buffer): Question | null {
  const at = raw.indexOf(headEnd);
  if (at < 0) return null;
  const [first = '', ...lines] = raw.subarray(0, at).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(lines.map(headerOf).map(([name, value]) => [name.toLowerCase(), value]));
  const body = raw.subarray(at + headEnd.byteLength);
  if (body.byteLength < Number(headers['content-length'] ?? 0)) return null;
  const [method = '', target = ''] = first.split(' ');
  return { raw, method, target, headers, body };
}

/** Everything that the server at `target` says to these bytes, on a connection of its own. */
export function askServer(target: string, raw: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(target);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('end', () => resolve(Buffer.concat(chunks)));
    socket.write(raw); // and nothing more: an ended request would be one that its asker has given up
  });
}

export function connectTo(target: string): Socket {
  const { hostname, port } = new URL(target);
  return createConnection({ host: hostname, port: Number(port) });
}

const saysHowLong = new Set(['content-length', 'connection', 'keep-alive', 'transfer-encoding']);

/** @throws when this is no whole answer with a length. */
export function readAnswer(raw: Buffer): Answer {
  const at = raw.indexOf(headEnd);
  const [first = '', ...lines] = raw.subarray(0, Math.max(0, at)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  const all = lines.map(headerOf);
  const length = all.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  const body = raw.subarray(at + headEnd.byteLength);
  if (at < 0 || !(status > 0) || body.byteLength !== Number(length))
    throw new Error(`the server did not answer in full: ${raw.toString('latin1').slice(0, 200)}`);
  return { status, headers: all.filter(([name]) => !saysHowLong.has(name.toLowerCase())), body };
}

/** `more` stands instead of the right length. */
export function bytesOf({ status, headers, body }: Answer, more?: readonly Header[]): Buffer {
  const length = more ?? [['content-length', String(body.byteLength)]];
  const lines = [...headers, ...length, ['connection', 'close'] as const].map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from([`HTTP/1.1 ${status} -`, ...lines, '', ''].join('\r\n'), 'latin1'), body]);
}

export function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: [...withoutHeader(answer, name).headers, [name, value]] };
}

export function withoutHeader(answer: Answer, name: string): Answer {
  return { ...answer, headers: answer.headers.filter(([each]) => each.toLowerCase() !== name) };
}

export function headerIn(answer: Answer, name: string): string {
  return answer.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? '';
}

function headerOf(line: string): Header {
  const at = line.indexOf(':');
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}
