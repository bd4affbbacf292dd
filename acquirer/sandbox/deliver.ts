import type { KeyObject } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

import type { Clock } from '#payment';
import {
  NotifyPaymentResponse,
  readAlipayResponse,
  signAlipayContent,
  verifyAlipayContent,
  writeIsoTime,
} from '#protocol';

import type { Client } from './gateway.ts';

const answerWithinMs = 10_000;
const answerBytesMax = 65_536;

export type Delivery = { url: string; client: Client; key: KeyObject; body: Uint8Array };

type Came = { status: number; headers: http.IncomingHttpHeaders; body: Uint8Array };

/** Sends once. `acknowledged` is a signed `S`; everything else is said in words, and brings it again. Never rejects. */
export async function deliver({ url, client, key, body }: Delivery, clock: Clock): Promise<string> {
  const { pathname, search } = new URL(url);
  const content = { method: 'POST', path: pathname + search, clientId: client.id };
  const time = writeIsoTime(clock.wallMs());
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': String(body.byteLength),
    'client-id': client.id,
    'request-time': time,
    signature: signAlipayContent({ ...content, time, body }, key),
  };
  const came = await post(url, headers, body, clock);
  if (typeof came === 'string') return came;
  const clientKey = client.key();
  const { signature, 'response-time': answeredAt = '' } = came.headers;
  if (clientKey === null || typeof signature !== 'string') return `unsigned answer, HTTP ${came.status}`;
  const answered = { ...content, time: String(answeredAt), body: came.body };
  if (!verifyAlipayContent(answered, signature, clientKey).ok) return 'answer with a wrong signature';
  const read = readAlipayResponse(NotifyPaymentResponse, came.body);
  if (!read.ok) return 'unreadable answer';
  const { resultStatus, resultCode } = read.value.response.result;
  return resultStatus === 'S' ? 'acknowledged' : `${resultStatus} ${resultCode}`;
}

function post(
  url: string,
  headers: Record<string, string>,
  body: Uint8Array,
  clock: Clock,
): Promise<Came | 'no answer'> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? https.request : http.request;
    const request = send(url, { method: 'POST', headers, agent: false });
    const timer = clock.after(answerWithinMs, () => request.destroy());
    request.on('error', () => undefined);
    request.once('close', () => {
      timer.cancel();
      resolve('no answer');
    });
    request.on('response', (response) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.byteLength;
        if (bytes > answerBytesMax) request.destroy();
        else chunks.push(chunk);
      });
      response.on('error', () => undefined);
      response.on('end', () => {
        if (response.complete)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.end(body);
  });
}
