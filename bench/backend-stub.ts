import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createBareServer, type AddressInfo, type Server } from 'node:net';
import { parseArgs } from 'node:util';

import { PaymentOrder } from '#contract';
import { resultOf, signResponse, writeIsoTime, type WireRequest } from '#protocol';

import { momentMs } from './moment.ts';
import type { FromStub } from './stub-process.ts';

// A process of its own: whoever asks believes that it is the backend, and it says yes to everything. It tells by IPC
// when the first byte of a request came, and when the last byte of a payment's answer was handed to its socket.

const { values } = parseArgs({ options: { 'answer-after-ms': { type: 'string', default: '0' } } });
const answerAfterMs = Number(values['answer-after-ms']);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');

const http = createServer((request, response) => void answer(request, response));

// Below the HTTP server, so that the first bytes are seen as they come, before anything reads them.
const front = createBareServer((socket) => {
  socket.on('error', () => undefined); // whoever asked has gone
  socket.once('data', (chunk) => {
    const at = momentMs();
    if (chunk.subarray(0, 19).toString('latin1') === 'POST /v1/payments H') tell({ told: 'came', at });
    socket.unshift(chunk);
    http.emit('connection', socket);
  });
});

/** Takes what anyone writes, and hangs up. */
const sink = createBareServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    tell({ told: 'came', at: momentMs() });
    socket.end();
  });
});

const port = await listening(front);
const sinkPort = await listening(sink);
tell({ told: 'ready', port, sinkPort, publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) });
process.on('disconnect', () => process.exit(0));

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  const request: WireRequest = {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: plain(incoming.headers),
    body,
  };
  const isPayment = request.method === 'POST' && request.target === '/v1/payments';
  if (isPayment && answerAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, answerAfterMs));
  const said = isPayment ? answerToPay(body) : answerTo(request);
  await send(response, request, privateKey, Buffer.from(JSON.stringify(said)), isPayment);
}

async function send(
  response: ServerResponse,
  request: WireRequest,
  key: KeyObject,
  bytes: Buffer,
  isPayment: boolean,
): Promise<void> {
  const headers = await signResponse({ status: 200, body: bytes, sentAt: Date.now() }, request, key);
  response.writeHead(200, { ...headers, 'content-length': String(bytes.length) });
  const at = momentMs();
  response.end(bytes);
  if (isPayment) tell({ told: 'answered', at });
}

/** A scanned code is paid at once; for an order there is a code, and nobody ever pays. */
function answerToPay(body: Buffer | null): object {
  const { paymentRequestId, amount, scenario } = PaymentOrder.parse(JSON.parse(String(body)));
  if (scenario === 'OrderCode') {
    const codeValue = `https://order.sandbox.example/281004${paymentRequestId}`;
    const codeDetails = [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue }];
    const orderCodeForm = { codeDetails, expiresInMs: '180000' };
    return { result: resultOf('PAYMENT_IN_PROCESS'), paymentRequestId, orderCodeForm };
  }
  return {
    result: resultOf('SUCCESS'),
    paymentRequestId,
    paymentId: `P${paymentRequestId}`,
    paymentAmount: amount,
    paymentTime: writeIsoTime(Date.now()),
    walletBrandName: 'BENCH',
  };
}

/** What is asked about a payment is not known yet; a cancel is done. */
function answerTo({ method, target }: WireRequest): object {
  const paymentRequestId = /^\/v1\/payments\/(\w+)/.exec(target)?.[1];
  if (paymentRequestId === undefined) return { status: 'ok', environment: 'sandbox', till: 'known' };
  const paymentResult = resultOf('PAYMENT_IN_PROCESS');
  return { result: resultOf('SUCCESS'), paymentRequestId, ...(method === 'GET' ? { paymentResult } : {}) };
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const single = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(single);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function tell(word: FromStub): void {
  process.send?.(word);
}
