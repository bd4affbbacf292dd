import type { KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { hintHeartbeatMs } from '#contract';
import type { Clock, Timer } from '#payment';
import { writeHint } from '#protocol';

import { refuseStranger, signerOf, type FindTill } from '../http/signed-request.ts';
import type { HintBoard, HintLine } from './hint-board.ts';

/** A till that reads nothing is not written to for ever. */
const unreadBytesMax = 262_144;

export type EventsDoorParts = {
  board: HintBoard;
  clock: Clock;
  /** Ed25519, private. */
  key: KeyObject;
  findTill: FindTill;
  log: (line: string) => void;
};

/** `GET /v1/events`: the line of hints that a till opens, as server-sent events. */
export function openEventsDoor(server: FastifyInstance, parts: EventsDoorParts): void {
  server.get('/v1/events', async (request, reply) => {
    const signer = await signerOf(request, parts.findTill);
    if (!signer.ok) return await refuseStranger(reply, parts.log, signer.error);
    const { terminalId, revoked } = signer.value;
    if (revoked) return await reply.code(403).type('text/plain').send('This till was revoked.\n');
    const last = request.headers['last-event-id'];
    const after = typeof last === 'string' && /^\d{1,15}$/.test(last) ? Number(last) : null;
    reply.hijack();
    const line = new EventLine(reply.raw, parts, async () => (await parts.findTill(terminalId))?.revoked === false);
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
  #beat: Timer;

  constructor(response: ServerResponse, parts: EventsDoorParts, mayListen: () => Promise<boolean>) {
    this.#response = response;
    this.#parts = parts;
    this.#mayListen = mayListen;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    response.once('close', () => this.#beat.cancel());
    this.#beat = parts.clock.after(hintHeartbeatMs, () => void this.#stay());
  }

  send(hint: Parameters<HintLine['send']>[0]): void {
    this.#write(`id: ${hint.number}\nevent: hint\ndata: ${writeHint(hint, this.#parts.key)}\n\n`);
  }

  end(): void {
    this.#beat.cancel();
    this.#response.end();
  }

  /** A sign of life; a till that was revoked meanwhile hears no more. */
  async #stay(): Promise<void> {
    const stays = await this.#mayListen().catch(() => true); // the ledger is away: that is no revocation
    if (!stays) return this.end();
    this.#write(':\n\n');
    if (this.#response.writable) this.#beat = this.#parts.clock.after(hintHeartbeatMs, () => void this.#stay());
  }

  #write(text: string): void {
    if (!this.#response.writable) return;
    if (this.#response.writableLength > unreadBytesMax) this.#response.destroy();
    else this.#response.write(text);
  }
}
