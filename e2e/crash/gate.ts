import {
  createServer,
  request as ask,
  type IncomingMessage,
  type RequestOptions,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a message is caught: before it is handed on, on its way back, or when the asker has the answer. */
export type Edge = 'request' | 'answer' | 'answered';

/** A message that the gate has caught; nobody on either side knows. `over`: it is answered, or lost. */
export type Caught = { handOn(): void; drop(): void; over: Promise<void> };

/** One request that came by: what is called, for which payment, the till's newest record then (`seq:hash`), and when. */
export type Passed = { call: string; paymentRequestId: string; journalHead: string | null; atMs: number };

type Trap = { call: string; edge: Edge; isNew: (passed: Passed) => boolean; caught: (caught: Caught) => void };

/** A stretch of wire between two processes on which any message can be caught. */
export class Gate {
  /** Where the process behind it listens; it may move when that process is started again. */
  target = '';
  readonly passed: Passed[] = [];
  /** Answers to this call get lost, as long as it stands here. */
  loses: string | null = null;
  readonly #server: Server;
  #trap: Trap | null = null;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => void this.#carry(request, response));
  }

  static async open(): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Gate(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves with the next message of this kind about a payment that has not come by yet. */
  catchNext(call: string, edge: Edge): Promise<Caught> {
    const known = new Set(this.passed.map(({ paymentRequestId }) => paymentRequestId));
    const isNew = ({ paymentRequestId }: Passed): boolean => !known.has(paymentRequestId);
    return new Promise((resolve) => (this.#trap = { call, edge, isNew, caught: resolve }));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (callOf(request.method ?? '', request.url ?? '') === 'events') return stream(this.target, request, response);
    const over = Promise.withResolvers<void>();
    try {
      const body = await all(request);
      const passed = passedIn(request, body.toString('utf8'));
      this.passed.push(passed);
      await this.#stopAt(passed, 'request', over.promise);
      const answer = await forward(this.target, request, body);
      await this.#stopAt(passed, 'answer', over.promise);
      if (this.loses === passed.call) throw new Error('lost by the test');
      response.writeHead(answer.status, answer.headers);
      await ended(response, answer.body);
      await this.#stopAt(passed, 'answered', over.promise);
    } catch {
      response.destroy(); // dropped, or one of the two sides is gone
    } finally {
      over.resolve();
    }
  }

  #stopAt(passed: Passed, edge: Edge, over: Promise<void>): Promise<void> {
    const trap = this.#trap;
    if (trap === null || trap.call !== passed.call || trap.edge !== edge || !trap.isNew(passed))
      return Promise.resolve();
    this.#trap = null;
    return new Promise((resolve, reject) => {
      trap.caught({ over, handOn: resolve, drop: () => reject(new Error('dropped by the test')) });
    });
  }
}

/** Resolves when the answer has left, or when nobody is there to take it. */
function ended(response: ServerResponse, body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed || response.destroyed) return resolve();
    response.once('close', resolve);
    response.end(body, resolve);
  });
}

function passedIn({ method = '', url: target = '', headers }: IncomingMessage, body: string): Passed {
  const id = /(?:"paymentRequestId":"|^\/v1\/payments\/)(\w+)/;
  const head = headers['counterpay-journal-head'];
  return {
    call: callOf(method, target),
    paymentRequestId: (id.exec(body) ?? id.exec(target))?.[1] ?? '',
    journalHead: typeof head === 'string' ? head : null,
    atMs: performance.now(),
  };
}

/** The till's and Alipay+'s addresses end in different words for the same three calls. */
function callOf(method: string, target: string): string {
  const path = target.split('?')[0] ?? '';
  if (path.endsWith('/health')) return 'health';
  if (path.endsWith('/events')) return 'events';
  if (/\/cancel(Payment)?$/.test(path)) return 'cancel';
  if (path.endsWith('/inquiryPayment') || method === 'GET') return 'inquiry';
  return 'pay';
}

type Whole = { status: number; headers: string[]; body: Buffer };

/** A line of hints has no end: it is passed on as it comes, and is cut on both sides at once. */
function stream(target: string, request: IncomingMessage, response: ServerResponse): void {
  const onward = ask(new URL(request.url ?? '/', target), sameHead(request), (answer) => {
    response.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
    response.flushHeaders();
    answer.on('error', () => response.destroy()).on('close', () => response.destroy());
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end();
}

/** On a connection of its own, header for header: the signatures must still fit. */
function sameHead(request: IncomingMessage): RequestOptions {
  return { method: request.method ?? '', agent: false, headers: request.rawHeaders };
}

function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const onward = ask(new URL(request.url ?? '/', target), sameHead(request), (response) => {
      all(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: bytes }),
        reject,
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });
}

async function all(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
