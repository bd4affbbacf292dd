import type { KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { hintHeartbeatMs, type Hint } from '#contract';
import type { Clock, Timer } from '#payment';
import { writeHint } from '#protocol';

import { refuseStranger, signerOf, type FindTill } from '../http/signed-request.ts';
import type { HintBoard, HintLine } from './hint-board.ts';
import { missedMax } from './hint-book.ts';

/** So many hints are written, and the next when these have left: a few ten thousand bytes. */
const atOnceMax = 100;
/** A till that reads nothing is not kept hints for, for ever: twice what it can have missed. */
const waitingMax = 2 * missedMax;

export type EventsDoorParts = {
  board: HintBoard;
  clock: Clock;
  /** Ed25519, private. */
  key: KeyObject;
  findTill: FindTill;
  log: (line: string) => void;
  /** What strangers cause to be said. */
  logStranger: (line: string) => void;
};

/** `GET /v1/events`: the line of hints that a till opens, as server-sent events. */
export function openEventsDoor(server: FastifyInstance, parts: EventsDoorParts): void {
  server.get('/v1/events', async (request, reply) => {
    const signer = await signerOf(request, parts.findTill);
    if (!signer.ok) return await refuseStranger(reply, parts.logStranger, signer.error);
    const { terminalId, revoked, key } = signer.value;
    if (revoked) return await reply.code(403).type('text/plain').send('This till was revoked.\n');
    const last = request.headers['last-event-id'];
    const after = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : null;
    reply.hijack();
    // Another machine may have got the name since: what is said to the till is not for the one that had it.
    const mayListen = async (): Promise<boolean> => {
      const till = await parts.findTill(terminalId);
      return till !== null && !till.revoked && till.key.equals(key);
    };
    const line = new EventLine(reply.raw, parts, mayListen);
    // Without an opened line there is nothing to take away again; the till opens another.
    const taken = parts.board.open(terminalId, after, line).catch((error: unknown) => {
      parts.log(
        `a line of ${terminalId} could not be opened: ${error instanceof Error ? error.message : String(error)}`,
      );
      line.end();
      return () => undefined;
    });
    reply.raw.once('close', () => void taken.then((takeAway) => takeAway()));
    return undefined;
  });
}

class EventLine implements HintLine {
  readonly #response: ServerResponse;
  readonly #parts: EventsDoorParts;
  readonly #mayListen: () => Promise<boolean>;
  readonly #closed: Promise<void>;
  readonly #waiting: Hint[] = [];
  #sending = false;
  #ended = false;
  #beat: Timer;

  constructor(response: ServerResponse, parts: EventsDoorParts, mayListen: () => Promise<boolean>) {
    this.#response = response;
    this.#parts = parts;
    this.#mayListen = mayListen;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    this.#beat = parts.clock.after(hintHeartbeatMs, () => void this.#stay());
    this.#closed = new Promise((resolve) => {
      response.once('close', () => {
        this.end();
        resolve();
      });
    });
  }

  send(hint: Hint): void {
    if (this.#ended) return;
    this.#waiting.push(hint);
    if (this.#waiting.length > waitingMax) this.#response.destroy();
    else if (!this.#sending) void this.#sendWaiting();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiting.length = 0;
    this.#beat.cancel();
    if (!this.#response.destroyed) this.#response.end();
  }

  async #sendWaiting(): Promise<void> {
    this.#sending = true;
    while (this.#waiting.length > 0 && (await this.#stays())) {
      const events = this.#waiting.splice(0, atOnceMax).map((hint) => eventOf(hint, this.#parts.key));
      await Promise.race([this.#closed, new Promise((left) => this.#response.write(events.join(''), left))]);
    }
    this.#sending = false;
  }

  /** A sign of life. */
  async #stay(): Promise<void> {
    if (!(await this.#stays())) return;
    this.#response.write(':\n\n');
    this.#beat = this.#parts.clock.after(hintHeartbeatMs, () => void this.#stay());
  }

  /** False when the line has ended; it ends when whoever opened it is the till no more. */
  async #stays(): Promise<boolean> {
    const stays = await this.#mayListen().catch(() => true); // the ledger is away: that is no revocation
    if (!stays) this.end();
    return !this.#ended;
  }
}

function eventOf(hint: Hint, key: KeyObject): string {
  return `id: ${hint.number}\nevent: hint\ndata: ${writeHint(hint, key)}\n\n`;
}
