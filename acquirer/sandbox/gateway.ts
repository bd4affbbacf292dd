import type { KeyObject } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { CallMishap, FaultyApi } from '#contract';
import { err, ok, type Result } from '#payment';
import {
  alipayPaths,
  pathOfTarget,
  signAlipayContent,
  verifyAlipayContent,
  writeIsoTime,
  type ResultCode,
} from '#protocol';

import { failure, unknown, type Answer } from './answers.ts';
import { cancel } from './cancel.ts';
import { inquire } from './inquiry.ts';
import { nextFault } from './next-fault.ts';
import type { Outbox } from './outbox.ts';
import { pay } from './pay.ts';
import { readCall, type ApiCall } from './read-call.ts';
import { leave, silenceOf, strangerKey } from './spoil.ts';
import type { World } from './world.ts';

/** An acquirer that may call; `key` is its RSA public key, null while it has none. */
export type Client = { id: string; key: () => KeyObject | null };

export type GatewayOptions = {
  clients: readonly Client[];
  ownKey: KeyObject;
  /** Scalars must be strings (Alipay+ API overview); official clients send native ones. */
  strict: boolean;
};

/** Alipay+'s addresses: always HTTP 200 and JSON, signed over the request's method and path. */
export function addGateway(app: FastifyInstance, world: World, options: GatewayOptions, outbox: Outbox): void {
  app.all('/aps/*', (request, reply) => {
    const checked = check(request, options);
    if (!checked.ok) {
      const { answer, signed } = checked.error;
      return send(request, reply, world, options, answer, signed || world.settings.switches().signCredentialErrors);
    }
    return perform(request, reply, world, options, checked.value, outbox);
  });
}

/** What a broken request gets that never reached the gateway's checks, such as a body over the limit. */
export function sendUnreadable(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  options: GatewayOptions,
  code: 'PARAM_ILLEGAL' | 'MEDIA_TYPE_NOT_ACCEPTABLE',
): Promise<FastifyReply> {
  return send(request, reply, world, options, failure(code), true);
}

type Refusal = { answer: Answer; signed: boolean };

/** In the order that callers may rely on: address, client, key, signature. The body is looked into afterwards. */
function check(request: FastifyRequest, options: GatewayOptions): Result<FaultyApi, Refusal> {
  if (request.method !== 'POST') return refuse(failure('METHOD_NOT_SUPPORTED'), true);
  const path = pathOfTarget(request.originalUrl);
  const api = apis.find((name) => alipayPaths[name] === path.split('?')[0]);
  if (api === undefined) return refuse(failure('NO_INTERFACE_DEF'), true);
  const mediaType = request.headers['content-type'];
  if (mediaType !== undefined && !/^application\/json\s*(;|$)/i.test(mediaType)) {
    return refuse(failure('MEDIA_TYPE_NOT_ACCEPTABLE'), true);
  }
  const clientId = headerOf(request, 'client-id');
  const client = options.clients.find(({ id }) => id === clientId);
  if (client === undefined) return refuse(failure('INVALID_CLIENT'), false);
  const key = client.key();
  if (key === null) return refuse(failure('KEY_NOT_FOUND'), false);
  const time = headerOf(request, 'request-time');
  if (time === undefined) return refuse(failure('INVALID_SIGNATURE'), false);
  const content = { method: request.method, path, clientId: client.id, time, body: bodyOf(request) };
  const verified = verifyAlipayContent(content, headerOf(request, 'signature'), key);
  return verified.ok ? ok(api) : refuse(failure('INVALID_SIGNATURE'), false);
}

function refuse(answer: Answer, signed: boolean): { ok: false; error: Refusal } {
  return err({ answer, signed });
}

const apis: readonly FaultyApi[] = ['pay', 'inquiryPayment', 'cancelPayment'];

async function perform(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  options: GatewayOptions,
  api: FaultyApi,
  outbox: Outbox,
): Promise<FastifyReply> {
  const call = readCall(api, bodyOf(request), options.strict);
  const { mishap, refuseCode, delayMs } = nextFault(world, api, call.ok ? call.value : null);
  const silence = silenceOf(mishap);
  if (silence !== null && isBefore(mishap)) return leave(request, reply, silence);
  const answer = answerTo(world, call, mishap, refuseCode, headerOf(request, 'client-id') ?? '');
  if (call.ok && call.value.api === 'pay') await outbox.beforeAnswer(call.value.pay.paymentRequestId);
  if (delayMs > 0) await new Promise<void>((resolve) => world.clock.after(delayMs, resolve));
  if (silence !== null) return leave(request, reply, silence);
  if (mishap === 'http500' || mishap === 'http502') {
    return reply
      .code(mishap === 'http500' ? 500 : 502)
      .type('text/html')
      .send('<h1>The gateway failed</h1>');
  }
  if ('silentUntil' in answer) return keepSilent(request, reply, world, answer.silentUntil);
  const key = mishap === 'wrongKey' ? strangerKey() : options.ownKey;
  return send(request, reply, world, { ...options, ownKey: key }, answer, mishap !== 'unsigned');
}

function isBefore(mishap: CallMishap | null): boolean {
  return mishap === 'dropBefore' || mishap === 'resetBefore' || mishap === 'silentBefore';
}

/** Acts, unless the fault answers instead. */
function answerTo(
  world: World,
  call: Result<ApiCall, Answer>,
  mishap: CallMishap | null,
  refuseCode: ResultCode,
  clientId: string,
): Answer {
  if (mishap === 'unknownBefore') return unknown('UNKNOWN_EXCEPTION');
  if (mishap === 'refuse') return failure(refuseCode);
  const done = call.ok ? act(world, call.value, clientId) : call.error;
  return mishap === 'unknownAfter' ? unknown('UNKNOWN_EXCEPTION') : done;
}

function act(world: World, call: ApiCall, clientId: string): Answer {
  switch (call.api) {
    case 'pay':
      return pay(world, call.pay, clientId);
    case 'inquiryPayment':
      return inquire(world, call.name);
    case 'cancelPayment':
      return cancel(world, call.name);
  }
}

/** The body goes out as the very bytes that were signed. */
async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World,
  options: GatewayOptions,
  answer: Answer,
  signed: boolean,
): Promise<FastifyReply> {
  const body = Buffer.from('body' in answer ? JSON.stringify(answer.body) : '');
  // The caller's own name comes back, where it is one.
  const asked = headerOf(request, 'client-id');
  const clientId = (options.clients.find(({ id }) => id === asked) ?? options.clients[0])?.id ?? '';
  const time = writeIsoTime(world.clock.wallMs());
  reply.code(200).header('content-type', 'application/json; charset=UTF-8');
  if (!signed) return reply.send(body);
  const content = { method: request.method, path: pathOfTarget(request.originalUrl), clientId, time, body };
  // Lower case: one official client compares these names exactly.
  reply.header('client-id', clientId).header('response-time', time);
  return reply.header('signature', signAlipayContent(content, options.ownKey)).send(body);
}

/** No answer; the connection is let go when the order ends, unless the caller was faster. */
function keepSilent(request: FastifyRequest, reply: FastifyReply, world: World, until: number): FastifyReply {
  reply.hijack();
  const { socket } = request.raw;
  const timer = world.clock.after(Math.max(0, until - world.clock.wallMs()), () => socket.destroy());
  socket.once('close', () => timer.cancel());
  return reply;
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array();
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
