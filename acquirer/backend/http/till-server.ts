import type { KeyObject } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { CancelOrder, PaymentOrder, type HealthAnswer } from '#contract';
import { PaymentRequestId, type Clock } from '#payment';
import { decodeUtf8, readJsonObject, signResponse } from '#protocol';

import type { PaymentDesk } from '../engine/payment-desk.ts';
import { refusal } from '../engine/replies.ts';
import { rawServer } from './raw-server.ts';
import { refuseStranger, signerOf, type FindTill, type Signer } from './signed-request.ts';

export type TillServerParts = {
  desk: PaymentDesk;
  clock: Clock;
  environment: HealthAnswer['environment'];
  /** Ed25519, private: signs every answer. */
  key: KeyObject;
  findTill: FindTill;
  /** What strangers cause to be said. */
  logStranger: (line: string) => void;
};

type Answer = { status: number; body: object };

/**
 * DESIGN 3b over HTTP. Requests are verified before anything in them is read; every answer to a verified request is
 * signed and bound to it. What cannot be verified gets words without a signature, which a till counts as no answer.
 */
export function tillServer(parts: TillServerParts): FastifyInstance {
  const { desk } = parts;
  const server = rawServer(parts.logStranger);
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
  work: (signer: Signer, bytes: Uint8Array) => Promise<Answer>,
): Promise<void> {
  const signer = await signerOf(request, parts.findTill);
  if (!signer.ok) return void (await refuseStranger(reply, parts.logStranger, signer.error));
  const { request: wire, bytes } = signer.value;
  const answer = await work(signer.value, bytes);
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
