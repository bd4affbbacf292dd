import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { signAlipayContent, verifyAlipayContent } from '#protocol';

type Api = 'pay' | 'inquiryPayment' | 'cancelPayment';
export type Heard = { api: Api; body: Record<string, unknown> & { paymentRequestId: string }; text: string };

export const stubClientId = 'SANDBOX_COUNTERPAY';

export type NotifyHow = {
  /** Changed after it was signed. */
  spoil?: (text: string) => string;
  byStranger?: boolean;
  path?: string;
};

/** `signed`: with a signature of the backend that covers this very notification. */
export type NotifyReply = { status: number; code: string | null; signed: boolean };

/** An Alipay+ that answers over HTTP, with real signatures, exactly what the test says. */
export type AlipayStub = {
  url: string;
  heard: Heard[];
  /** What each call answers; null: nothing, ever. */
  answer: (heard: Heard) => object | null;
  /** How far the clock is ahead of ours by which it signs. */
  clockAheadMs: number;
  count(api: Api): number;
  /** Sends `notifyPayment` to the address that pay named, as the test wants it. */
  notify(pay: Heard, content: object, how?: NotifyHow): Promise<NotifyReply>;
  close(): Promise<void>;
};

/** Its public key goes to `publicKeyFile`; `clientKeyFile` is the client's, read at the first call. */
export async function openAlipayStub(publicKeyFile: string, clientKeyFile: string): Promise<AlipayStub> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  writeFileSync(publicKeyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void read(request).then((bytes) => {
      const path = request.url ?? '';
      const came = { method: 'POST', path, clientId: String(request.headers['client-id']), body: bytes };
      const signed = verifyAlipayContent(
        { ...came, time: String(request.headers['request-time']) },
        String(request.headers['signature']),
        createPublicKey(readFileSync(clientKeyFile)),
      );
      if (!signed.ok) throw new Error('the backend signed wrongly');
      const text = bytes.toString('utf8');
      const call: Heard = { api: path.split('/').at(-1) as Api, body: JSON.parse(text) as Heard['body'], text };
      heard.push(call);
      const says = stub.answer(call);
      if (says === null) return;
      const body = Buffer.from(JSON.stringify(says));
      const time = new Date(Date.now() + stub.clockAheadMs).toISOString();
      const signature = signAlipayContent({ ...came, time, body }, privateKey);
      response.writeHead(200, {
        'content-type': 'application/json',
        'client-id': came.clientId,
        'response-time': time,
        signature,
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: AlipayStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: () => null,
    clockAheadMs: 0,
    notify: (pay, content, how = {}) => notify(pay, content, how, privateKey, clientKeyFile),
    count: (api) => heard.filter((call) => call.api === api).length,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

async function notify(
  { body: { paymentNotifyUrl } }: Heard,
  content: object,
  how: NotifyHow,
  key: KeyObject,
  clientKeyFile: string,
): Promise<NotifyReply> {
  const url = String(paymentNotifyUrl);
  const text = JSON.stringify(content);
  const time = new Date().toISOString();
  const call = { method: 'POST', path: how.path ?? new URL(url).pathname, clientId: stubClientId };
  const signer = how.byStranger === true ? generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey : key;
  const signature = signAlipayContent({ ...call, time, body: Buffer.from(text) }, signer);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'client-id': stubClientId, 'request-time': time, signature },
    body: how.spoil?.(text) ?? text,
  });
  const body = Buffer.from(await answer.arrayBuffer());
  const header = answer.headers.get('signature') ?? undefined;
  const said = { ...call, time: answer.headers.get('response-time') ?? '', body };
  const signed = verifyAlipayContent(said, header, createPublicKey(readFileSync(clientKeyFile))).ok;
  const json = signed ? (JSON.parse(body.toString('utf8')) as { result: { resultCode: string } }) : null;
  return { status: answer.status, code: json?.result.resultCode ?? null, signed };
}

/** Alipay+'s word to us that it is paid. */
export function paidNotification({ body }: Heard, paymentId: string): object {
  return {
    paymentResult: done,
    paymentRequestId: body.paymentRequestId,
    paymentId,
    acquirerId: '2021228100000000',
    paymentAmount: { currency: 'EUR', value: '1250' },
    paymentTime: new Date().toISOString(),
    customerId: 'customer4711',
  };
}

export const inProcess = {
  result: { resultStatus: 'U', resultCode: 'PAYMENT_IN_PROCESS', resultMessage: 'in process' },
};
const done = { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success' };

/** Alipay+'s word that it is paid, for `pay` and for an inquiry. Names the customer, whom no ledger of ours may hold. */
export function paidAnswer(heard: Heard, paymentId: string): object {
  return {
    result: done,
    ...(heard.api === 'inquiryPayment' ? { paymentResult: done, paymentRequestId: heard.body.paymentRequestId } : {}),
    paymentId,
    paymentTime: new Date().toISOString(),
    paymentAmount: { currency: 'EUR', value: '1250' },
    customerId: 'customer4711',
    walletBrandName: 'Kakao',
  };
}

export function inProcessAnswer(heard: Heard): object {
  if (heard.api === 'pay') return inProcess;
  if (heard.api === 'cancelPayment') return { result: done };
  return { result: done, paymentResult: inProcess.result, paymentRequestId: heard.body.paymentRequestId };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
