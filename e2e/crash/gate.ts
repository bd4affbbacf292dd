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

/** A message that the gate has caught; nobody on either side knows. */
export type Caught = { handOn(): void; drop(): void };

/** One request that came by: what is called, and its body as it was sent. */
export type Passed = { call: string; body: string };

type Trap = { call: string; edge: Edge; caught: (caught: Caught) => void };

/** A stretch of wire between two processes on which any message can be caught. */
export class Gate {
  /** Where the process behind it listens; it may move when that process is started again. */
  target = '';
  readonly passed: Passed[] = [];
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

  /** Resolves with the next message of this kind. */
  catchNext(call: string, edge: Edge): Promise<Caught> {
    return new Promise((resolve) => (this.#trap = { call, edge, caught: resolve }));
  }

  /** Catches nothing any more. */
  disarm(): void {
    this.#trap = null;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await all(request);
      const call = callOf(request.method ?? '', request.url ?? '');
      this.passed.push({ call, body: body.toString('utf8') });
      await this.#stopAt(call, 'request');
      const answer = await forward(this.target, request, body);
      await this.#stopAt(call, 'answer');
      response.writeHead(answer.status, answer.headers);
      await new Promise<void>((resolve) => response.end(answer.body, resolve));
      await this.#stopAt(call, 'answered');
    } catch {
      response.destroy(); // dropped, or one of the two sides is gone
    }
  }

  #stopAt(call: string, edge: Edge): Promise<void> {
    const trap = this.#trap;
    if (trap === null || trap.call !== call || trap.edge !== edge) return Promise.resolve();
    this.#trap = null;
    return new Promise((resolve, reject) => {
      trap.caught({ handOn: resolve, drop: () => reject(new Error('dropped by the test')) });
    });
  }
}

/** The till's and Alipay+'s addresses end in different words for the same three calls. */
function callOf(method: string, target: string): string {
  const path = target.split('?')[0] ?? '';
  if (path.endsWith('/health')) return 'health';
  if (/\/cancel(Payment)?$/.test(path)) return 'cancel';
  if (path.endsWith('/inquiryPayment') || method === 'GET') return 'inquiry';
  return 'pay';
}

type Whole = { status: number; headers: string[]; body: Buffer };

/** On a connection of its own, header for header: the signatures must still fit. */
function forward(target: string, request: IncomingMessage, body: Buffer): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { method: request.method ?? '', agent: false, headers: request.rawHeaders };
    const onward = ask(new URL(request.url ?? '/', target), options, (response) => {
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
