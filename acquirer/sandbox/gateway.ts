import type { KeyObject } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { FaultyApi } from '#contract';
import {
  alipayPaths,
  CancelPaymentRequest,
  InquiryPaymentRequest,
  pathOfTarget,
  PayRequest,
  readAlipayRequest,
  signAlipayContent,
  verifyAlipayContent,
  writeIsoTime,
} from '#protocol';
import { err, ok, type Result } from '#payment';
import type * as z from 'zod';

import { failure, unknown, type Answer } from './answers.ts';
import { cancel } from './cancel.ts';
import { takeFault, type CallFault } from './faults.ts';
import { inquire } from './inquiry.ts';
import { pay } from './pay.ts';
import { illegal, readPay } from './read-pay.ts';
import type { World } from './world.ts';

export type GatewayOptions = {
  clientId: string;
  clientKey: () => KeyObject | null;
  ownKey: KeyObject;
  /** Scalars must be strings (Alipay+ API overview); official clients send native ones. */
  strict: boolean;
};

/** Alipay+'s addresses: always HTTP 200 and JSON, signed over the request's method and path. */
export function addGateway(app: FastifyInstance, world: World, options: GatewayOptions): void {
  app.all('/aps/*', (request, reply) => {
    const checked = check(request, options);
    if (!checked.ok) {
      const { answer, signed } = checked.error;
      return send(request, reply, world, options, answer, signed || world.settings.switches().signCredentialErrors);
    }
    return perform(request, reply, world, options, checked.value);
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
  if (headerOf(request, 'client-id') !== options.clientId) return refuse(failure('INVALID_CLIENT'), false);
  const key = options.clientKey();
  if (key === null) return refuse(failure('KEY_NOT_FOUND'), false);
  const time = headerOf(request, 'request-time');
  if (time === undefined) return refuse(failure('INVALID_SIGNATURE'), false);
  const content = { method: request.method, path, clientId: options.clientId, time, body: bodyOf(request) };
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
): Promise<FastifyReply> {
  const fault = nextFault(world, api);
  if (fault.before === 'drop') return hangUp(request, reply);
  const done = fault.before === 'act' ? act(world, api, bodyOf(request), options.strict) : unknown('UNKNOWN_EXCEPTION');
  if (fault.delayMs > 0) await new Promise<void>((resolve) => world.clock.after(fault.delayMs, resolve));
  if (fault.after === 'drop') return hangUp(request, reply);
  const answer = fault.after === 'answer-unknown' ? unknown('UNKNOWN_EXCEPTION') : done;
  if ('silentUntil' in answer) return keepSilent(request, reply, world, answer.silentUntil);
  return send(request, reply, world, options, answer, true);
}

function nextFault(world: World, api: FaultyApi): CallFault {
  const { fault, left } = takeFault(world.settings.switches().faults, api);
  if (left !== null) world.settings.changeSwitches({ faults: { [api]: left } });
  return fault;
}

function act(world: World, api: FaultyApi, body: Uint8Array, strict: boolean): Answer {
  switch (api) {
    case 'pay':
      return whenRead(PayRequest, body, strict, (request) => {
        const call = readPay(request);
        return call.ok ? pay(world, call.value) : call.error;
      });
    case 'inquiryPayment':
      return whenRead(InquiryPaymentRequest, body, strict, (request) => inquire(world, request));
    case 'cancelPayment':
      return whenRead(CancelPaymentRequest, body, strict, (request) => cancel(world, request));
  }
}

function whenRead<S extends z.ZodType>(
  schema: S,
  body: Uint8Array,
  strict: boolean,
  then: (request: z.infer<S>) => Answer,
): Answer {
  const request = readAlipayRequest(schema, body, { strict });
  if (request.ok) return then(request.value);
  return illegal(request.error.kind === 'field' ? request.error.path : '').error;
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
  const { clientId } = options;
  const time = writeIsoTime(world.clock.wallMs());
  reply.code(200).header('content-type', 'application/json; charset=UTF-8');
  if (!signed) return reply.send(body);
  const content = { method: request.method, path: pathOfTarget(request.originalUrl), clientId, time, body };
  // Lower case: one official client compares these names exactly.
  reply.header('client-id', clientId).header('response-time', time);
  return reply.header('signature', signAlipayContent(content, options.ownKey)).send(body);
}

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
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
