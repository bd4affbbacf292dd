import type { KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { bodyBytesMax, CancelOrder, PaymentOrder, type HealthAnswer } from '#contract';
import { PaymentRequestId, TerminalId, type Clock } from '#payment';
import { decodeUtf8, messageHeaders, readJsonObject, signResponse, verifyRequest, type WireRequest } from '#protocol';

import type { PaymentDesk } from '../engine/payment-desk.ts';
import { refusal } from '../engine/replies.ts';
import type { SigningTill } from '../pairing/till-directory.ts';

export type TillServerParts = {
  desk: PaymentDesk;
  clock: Clock;
  environment: HealthAnswer['environment'];
  /** Ed25519, private: signs every answer. */
  key: KeyObject;
  /** Null for a till that is not known here. */
  findTill(terminalId: string): Promise<SigningTill | null>;
  log: (line: string) => void;
};

type Caller = { terminalId: TerminalId; revoked: boolean; request: WireRequest };
type Answer = { status: number; body: object };

// A till gives up after 10 s; what is still being read then is of no use.
const requestMs = 10_000;

/**
 * DESIGN 3b over HTTP. Requests are verified before anything in them is read; every answer to a verified request is
 * signed and bound to it. What cannot be verified gets words without a signature, which a till counts as no answer.
 */
export function tillServer(parts: TillServerParts): FastifyInstance {
  const { desk } = parts;
  const server = Fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true, requestTimeout: requestMs });
  // The bytes are what is signed and hashed: Fastify must not turn them into anything.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler(async (error: FastifyError, _request, reply) => {
    parts.log(`a request was not read: ${error.message}`);
    return await reply
      .code(error.statusCode ?? 500)
      .type('text/plain')
      .send('This request cannot be read.\n');
  });
  server.setNotFoundHandler(async (_request, reply) => {
    return await reply.code(404).type('text/plain').send('There is nothing at this address.\n');
  });

  server.post('/v1/payments', async (request, reply) => {
    await answerTo(parts, request, reply, async ({ terminalId, revoked }, bytes) => {
      const order = read(PaymentOrder, bytes);
      const text = decodeUtf8(bytes);
      if (order === null || text === null) return unreadable;
      return { status: 200, body: await desk.pay(order, text, terminalId, revoked ? 'TERMINAL_REVOKED' : null) };
    });
  });

  server.get<{ Params: { id: string }; Querystring: { fresh?: string } }>(
    '/v1/payments/:id',
    async (request, reply) => {
      await answerTo(parts, request, reply, async ({ terminalId }) => {
        const id = PaymentRequestId.safeParse(request.params.id);
        if (!id.success) return unreadable;
        return { status: 200, body: await desk.state(id.data, request.query.fresh === '1', terminalId) };
      });
    },
  );

  server.post<{ Params: { id: string } }>('/v1/payments/:id/cancel', async (request, reply) => {
    await answerTo(parts, request, reply, async ({ terminalId }, bytes) => {
      const order = read(CancelOrder, bytes);
      if (order === null || order.paymentRequestId !== request.params.id) return unreadable;
      return { status: 200, body: await desk.cancel(order, terminalId) };
    });
  });

  server.get('/v1/health', async (request, reply) => {
    await answerTo(parts, request, reply, async ({ revoked }) => {
      const till = revoked ? 'revoked' : 'known';
      const body: HealthAnswer = { status: 'ok', environment: parts.environment, till };
      return { status: 200, body };
    });
  });

  return server;
}

const { code, result } = refusal('PARAM_ILLEGAL');
const unreadable: Answer = { status: 400, body: { result: { resultStatus: result, resultCode: code } } };

async function answerTo(
  parts: TillServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (caller: Caller, bytes: Uint8Array) => Promise<Answer>,
): Promise<void> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : null;
  const wire: WireRequest = {
    method: request.method,
    target: request.raw.url ?? '',
    headers: plainHeaders(request.headers),
    body: bytes,
  };
  const named = wire.headers[messageHeaders.terminal];
  const till = named === undefined ? null : await parts.findTill(named);
  const verified = await verifyRequest(wire, () => till?.key ?? null);
  const terminalId = verified.ok ? TerminalId.safeParse(verified.value.terminalId) : null;
  if (till === null || !verified.ok || !terminalId?.success) {
    parts.log(`a request was refused: ${verified.ok ? 'no terminal id' : verified.error}`);
    await reply.code(401).type('text/plain').send('This request is not signed by a till that is known here.\n');
    return;
  }
  const answer = await work(
    { terminalId: terminalId.data, revoked: till.revoked, request: wire },
    bytes ?? Buffer.alloc(0),
  );
  const body = Buffer.from(JSON.stringify(answer.body), 'utf8');
  const signed = await signResponse({ status: answer.status, body, sentAt: parts.clock.wallMs() }, wire, parts.key);
  await reply.code(answer.status).headers(signed).type('application/json; charset=utf-8').send(body);
}

/** Strict JSON of exactly the agreed shape; null for anything else. */
function read<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  bytes: Uint8Array,
): T | null {
  const json = readJsonObject(bytes);
  if (!json.ok) return null;
  const parsed = schema.safeParse(json.value);
  return parsed.success ? parsed.data : null;
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') single[name] = value;
  return single;
}
