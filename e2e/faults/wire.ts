import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { Certificates } from './certificates.ts';
import { askServer, bytesOf, connectTo, readAnswer, readQuestion, type Answer, type Question } from './http-message.ts';
import type { Pace } from './pace.ts';
import type { Pen } from './pens.ts';

/** `near`: between till and backend. `far`: between backend and Alipay+'s sandbox. */
export type Hop = 'near' | 'far';
export type Call = 'pay' | 'inquiry' | 'cancel' | 'other';
/** Whether the server has acted on the request that the fault strikes. */
export type Moment = 'before' | 'after';

/** One connection of an asker: `raw` is what can be reset, `line` what is read and written (the same without TLS). */
export type Connection = { raw: Socket; line: Socket };

/** A request that a fault strikes, and everything that the fault may use. */
export type Strike = {
  moment: Moment;
  call: Call;
  question: Question;
  asker: Connection;
  wire: Wire;
  pace: Pace;
  /** Signs as the server behind this wire does. */
  pen: Pen;
  /** Whole numbers from 0 to below `end`. */
  chance: (end: number) => number;
  /** The server's answer; asks it, once. */
  genuine: () => Promise<Answer>;
};

/** Which requests are struck, and how. */
export type Trap = {
  call: Call;
  /** 1 is the first one that comes. */
  first: number;
  times: number;
  moment: Moment;
  chance: (end: number) => number;
  strike: (strike: Strike) => Promise<void>;
  /** Before anything is done to the request that is struck first. */
  hit?: (paymentRequestId: string) => Promise<void>;
};

export type Passed = { call: Call; paymentRequestId: string; bodySha256: string; at: number };

/** A genuine answer that went by, for those who replay. */
type Kept = { paymentRequestId: string; answer: Answer };

/** What becomes of every connection for a while: none is taken, or this is done to it. */
export type Closed = 'refused' | ((connection: Connection) => void);

/** A stretch of wire between two processes, on which anything may go wrong. */
export class Wire {
  /** Where the server behind it listens. */
  target = '';
  pen: Pen | null = null;
  /** With the right one of these, TLS is spoken towards the asker. */
  certificates: Certificates | null = null;
  readonly pace: Pace;
  /** Every request that arrived here. */
  readonly passed: Passed[] = [];
  /** What was thrown in here: a mistake of the tests. */
  readonly mistakes: string[] = [];
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #kept = new Map<Call, Kept[]>();
  readonly #waiting = new Set<(question: Question, connection: Connection) => void>();
  #striking: Promise<void>[] = [];
  #trap: (Trap & { came: number }) | null = null;
  #struck = 0;
  #closed: Closed | null = null;
  /** The server speaks with its key in reserve. */
  #inReserve = false;
  #port = 0;

  private constructor(pace: Pace) {
    this.pace = pace;
    this.#server = createServer((raw) => this.#accept(raw));
  }

  static async open(pace: Pace): Promise<Wire> {
    const wire = new Wire(pace);
    await wire.#listen();
    wire.#port = (wire.#server.address() as AddressInfo).port;
    return wire;
  }

  get url(): string {
    return this.certificates === null ? `http://127.0.0.1:${this.#port}` : `https://localhost:${this.#port}`;
  }

  set(trap: Trap): void {
    this.#trap = { ...trap, came: 0 };
    this.#struck = 0;
  }

  /** How many requests the last trap has struck. */
  get struck(): number {
    return this.#struck;
  }

  /** Resolves when the wire is as good as new again. */
  async mended(): Promise<void> {
    this.#trap = null;
    this.#waiting.clear();
    await Promise.all(this.#striking);
    this.#striking = [];
  }

  /** All connections fail in this way for so many of the product's milliseconds. */
  async closeFor(ms: number, closed: Closed): Promise<void> {
    this.#closed = closed;
    if (closed === 'refused') this.#server.close();
    await this.pace.wait(ms);
    if (closed === 'refused') await this.#listen();
    this.#closed = null;
  }

  /** The server has the key in reserve until a request has come, or for so many of the product's milliseconds. */
  async reserveKeyFor(ms: number): Promise<void> {
    const before = this.passed.length;
    const until = this.pace.now() + ms;
    this.#inReserve = true;
    while (this.passed.length === before && this.pace.now() < until) await this.pace.wait(500);
    this.#inReserve = false;
    if (this.passed.length === before) this.mistakes.push('nothing was said to the key in reserve');
  }

  /** The next request that comes, whatever it is; nobody else answers it. Null when none comes within `ms`. */
  async next(ms: number): Promise<{ question: Question; asker: Connection } | null> {
    return await new Promise((resolve) => {
      const taken = (question: Question, asker: Connection): void => resolve({ question, asker });
      this.#waiting.add(taken);
      void this.pace.wait(ms).then(() => {
        this.#waiting.delete(taken);
        resolve(null);
      });
    });
  }

  /** The last genuine answer that said `S` to such a call about another payment. */
  keptOfAnother(call: Call, paymentRequestId: string): Answer | null {
    const others = this.#kept.get(call)?.filter((kept) => kept.paymentRequestId !== paymentRequestId);
    return others?.at(-1)?.answer ?? null;
  }

  async genuine(question: Question): Promise<Answer> {
    const answer = readAnswer(await askServer(this.target, question.raw));
    const { call, paymentRequestId } = namesIn(question);
    const said = answer.body.toString('utf8');
    const isPaid = call !== 'inquiry' || /"paymentResult":\{[^}]*"resultStatus":"S"/.test(said);
    if (/"result":\{[^}]*"resultStatus":"S"/.test(said) && isPaid) {
      const kept = this.#kept.get(call) ?? [];
      this.#kept.set(call, [...kept.slice(-4), { paymentRequestId, answer }]);
    }
    return answer;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #accept(raw: Socket): void {
    this.#open.add(raw);
    raw.once('close', () => this.#open.delete(raw));
    raw.on('error', () => undefined); // the asker has gone
    if (typeof this.#closed === 'function') return this.#closed({ raw, line: raw });
    if (this.certificates === null) return void this.#carry({ raw, line: raw });
    const { right, backup } = this.certificates;
    const line = new TLSSocket(raw, { isServer: true, secureContext: this.#inReserve ? backup : right });
    line.on('error', () => undefined);
    void this.#carry({ raw, line });
  }

  async #carry(asker: Connection): Promise<void> {
    const question = await readQuestion(asker.line);
    if (question === null) return;
    const names = namesIn(question);
    const bodySha256 = createHash('sha256').update(question.body).digest('hex');
    this.passed.push({ ...names, bodySha256, at: this.pace.now() });
    if (question.target.startsWith('/v1/events')) return this.#stream(question, asker);
    const [taken] = this.#waiting;
    if (taken !== undefined) {
      this.#waiting.delete(taken);
      return taken(question, asker);
    }
    const trap = this.#trap;
    if (trap?.call === names.call && ++trap.came >= trap.first && this.#struck < trap.times) {
      this.#struck += 1;
      this.#striking.push(this.#strike(trap, names, question, asker));
      return;
    }
    try {
      asker.line.end(bytesOf(await this.genuine(question)));
    } catch {
      asker.raw.destroy(); // the server is gone
    }
  }

  /** Hints for the till: an answer that goes on for as long as both sides are there. */
  #stream({ raw }: Question, { line }: Connection): void {
    const server = connectTo(this.target);
    server.on('error', () => line.destroy());
    server.on('data', (chunk) => void (line.writable && line.write(chunk)));
    server.once('close', () => line.end());
    line.once('close', () => server.destroy());
    server.write(raw);
  }

  async #strike(
    trap: Trap,
    { call, paymentRequestId }: { call: Call; paymentRequestId: string },
    question: Question,
    asker: Connection,
  ): Promise<void> {
    const { pen, pace } = this;
    try {
      if (pen === null) throw new Error('this wire has no pen');
      if (this.#struck === 1) await trap.hit?.(paymentRequestId);
      const genuine = (): Promise<Answer> => this.genuine(question);
      const { moment, chance } = trap;
      await trap.strike({ moment, call, question, asker, wire: this, pace, pen, chance, genuine });
    } catch (error) {
      this.mistakes.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      asker.raw.destroy();
    }
  }
}

/** The till's and Alipay+'s addresses end in different words for the same three calls. */
export function namesIn({ method, target, body }: Question): { call: Call; paymentRequestId: string } {
  const id = /"paymentRequestId":"(\w+)"/.exec(body.toString('utf8')) ?? /^\/v1\/payments\/(\w+)/.exec(target);
  return { call: callOf(method, target.split('?')[0] ?? ''), paymentRequestId: id?.[1] ?? '' };
}

function callOf(method: string, path: string): Call {
  if (/\/cancel(Payment)?$/.test(path)) return 'cancel';
  if (path.endsWith('/inquiryPayment') || (method === 'GET' && path.startsWith('/v1/payments/'))) return 'inquiry';
  return path.endsWith('/pay') || (method === 'POST' && path === '/v1/payments') ? 'pay' : 'other';
}
