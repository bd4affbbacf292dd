import type { KeyObject } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { NotifyPaymentResponse } from '#protocol';
import type { Clock } from '#payment';
import { readNotification, resultOf, signAlipayContent, writeIsoTime, type ResultCode } from '#protocol';

import type { Noticed, PaymentDesk } from '../engine/payment-desk.ts';
import { plainHeaders } from '../http/signed-request.ts';

/** Where Alipay+ reaches us when nothing else is said. */
export const notifyPath = '/alipay/notifyPayment';

export type NotifyDoorParts = {
  /** Path and query of the address that was given to Alipay+: what it signs. */
  path: string;
  clientId: string;
  /** Alipay+'s RSA public key; null while it is not known. */
  alipayKey: () => KeyObject | null;
  /** Our RSA private key: an answer without our signature counts for nothing there. */
  key: KeyObject;
  clock: Clock;
  desk: Pick<PaymentDesk, 'notified'>;
  /** A message that is not believed, and what it named. */
  security: (why: string, about: string) => void;
};

/** `POST` of `notifyPayment` (DOMAIN 2.8). What is not answered with a signed `S` comes again for a day. */
export function openNotifyDoor(server: FastifyInstance, parts: NotifyDoorParts): void {
  const [path = notifyPath] = parts.path.split('?');
  server.post(path, async (request, reply) => {
    const key = parts.alipayKey();
    if (key === null) return await reply.code(503).type('text/plain').send('Not set up yet.\n');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const message = { headers: plainHeaders(request.headers), body };
    const read = readNotification(message, { path: parts.path, clientId: parts.clientId, key });
    if (read.ok) {
      const noticed = await parts.desk.notified(read.value);
      if (noticed === 'unknown-payment') parts.security('notification-unknown-payment', read.value.paymentRequestId);
      return await answer(parts, reply, answers[noticed]);
    }
    parts.security(`notification-${read.error}`, '');
    if (read.error === 'unreadable') return await answer(parts, reply, 'PARAM_ILLEGAL');
    return await reply.code(401).type('text/plain').send('This is not signed by Alipay+ for us.\n');
  });
}

const answers: Readonly<Record<Noticed, ResultCode>> = {
  taken: 'SUCCESS',
  'unknown-payment': 'ORDER_NOT_EXIST',
  mismatch: 'PARAM_ILLEGAL',
  'not-now': 'UNKNOWN_EXCEPTION',
};

async function answer(parts: NotifyDoorParts, reply: FastifyReply, code: ResultCode): Promise<FastifyReply> {
  const { path, clientId, clock, key } = parts;
  const said: NotifyPaymentResponse = { result: resultOf(code) };
  const body = Buffer.from(JSON.stringify(said), 'utf8');
  const time = writeIsoTime(clock.wallMs());
  const signature = signAlipayContent({ method: 'POST', path, clientId, time, body }, key);
  return await reply
    .headers({ 'client-id': clientId, 'response-time': time, signature })
    .type('application/json; charset=UTF-8')
    .send(body);
}
