import type { KeyObject } from 'node:crypto';

import type * as z from 'zod';

import type { CancelAnswer, Clock, EpochMs, InquiryAnswer, PayAnswer, PaymentRequestId } from '#payment';
import {
  alipayOrderCode,
  alipayPaths,
  cancelAnswerOf,
  CancelPaymentResponse,
  inquiryAnswerOf,
  InquiryPaymentResponse,
  none,
  payAnswerOf,
  PayRequest,
  PayResponse,
  signAlipayContent,
  writeIsoTime,
  type AlipayPath,
  type Expectation,
  type Pin,
} from '#protocol';

import { readAlipayAnswer, type AlipayAnswer } from './alipay-answer.ts';
import { addressOf, exchange } from './exchange.ts';

export type AlipayPlusSettings = {
  /** `https://open-sea.alipayplus.com`, or the sandbox's; a path in it stands before Alipay+'s own. */
  baseUrl: string;
  clientId: string;
  /** Our RSA private key. */
  key: KeyObject;
  keyVersion?: number;
  /** Alipay+'s RSA public key, asked for at every call; null sends nothing. */
  alipayKey: () => KeyObject | null;
  /** Domains to which an order's code may lead. */
  orderHosts: readonly string[];
  /** For https: the one certificate authority that is trusted, PEM; without it those of the machine are. */
  ca?: string;
  /** For https: the server, or one that vouches for it, must have one of these keys as well; none: any key will do. */
  pins?: readonly Pin[];
  /** Whoever answers for Alipay+ is not believed to, and was sent nothing: its certificate, or its key. */
  untrusted?: (what: 'certificate' | 'key') => void;
  /** Of each answer that proves to be Alipay+'s: when it was signed, in epoch ms by Alipay+'s clock. */
  heard?: (signedAt: EpochMs) => void;
};

/** Alipay+ as an acquirer calls it. No call rejects: what did not come, or proves nothing, is `none`. */
export interface AlipayPlus {
  /** `body` from `payBody`: the same bytes on every try (R2). */
  pay(body: Uint8Array, expected: Expectation): Promise<PayAnswer>;
  inquiry(paymentRequestId: PaymentRequestId, expected: Expectation): Promise<InquiryAnswer>;
  cancel(paymentRequestId: PaymentRequestId): Promise<CancelAnswer>;
}

/** The body of one attempt, made once. Throws when `request` is not what Alipay+ takes: that is our own mistake. */
export function payBody(request: PayRequest): Uint8Array {
  return bytesOf(PayRequest.parse(request));
}

export function alipayPlus(settings: AlipayPlusSettings, clock: Clock): AlipayPlus {
  addressOf(settings.baseUrl, '/'); // an address that cannot be read is said at the start
  const ask = <S extends z.ZodType>(path: AlipayPath, body: Uint8Array, schema: S): Promise<AlipayAnswer<S>> =>
    callAlipay(settings, clock, path, body, schema);
  return {
    async pay(body, expected) {
      const asked = await ask(alipayPaths.pay, body, PayResponse);
      if ('kind' in asked) return asked;
      const { response, proof, signedAt } = asked;
      return payAnswerOf(
        response,
        expected,
        proof,
        alipayOrderCode(response.orderCodeForm, signedAt, settings.orderHosts),
      );
    },
    async inquiry(paymentRequestId, expected) {
      const asked = await ask(alipayPaths.inquiryPayment, bytesOf({ paymentRequestId }), InquiryPaymentResponse);
      return 'kind' in asked ? asked : inquiryAnswerOf(asked.response, expected, asked.proof);
    },
    async cancel(paymentRequestId) {
      const asked = await ask(alipayPaths.cancelPayment, bytesOf({ paymentRequestId }), CancelPaymentResponse);
      return 'kind' in asked ? asked : cancelAnswerOf(asked.response, asked.proof);
    },
  };
}

async function callAlipay<S extends z.ZodType>(
  settings: AlipayPlusSettings,
  clock: Clock,
  path: AlipayPath,
  body: Uint8Array,
  schema: S,
): Promise<AlipayAnswer<S>> {
  const alipayKey = settings.alipayKey();
  if (alipayKey === null) return none('unreachable'); // what cannot be verified is not asked
  const url = addressOf(settings.baseUrl, path);
  const content = {
    method: 'POST',
    path: url.pathname,
    clientId: settings.clientId,
    time: writeIsoTime(clock.wallMs()),
    body,
  };
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'client-id': settings.clientId,
    'request-time': content.time,
    signature: signAlipayContent(content, settings.key, settings.keyVersion),
  };
  const { ca, pins = [] } = settings;
  const options = { pins, ...(ca === undefined ? {} : { ca }) };
  const came = await exchange({ method: 'POST', url, headers, body }, clock, options);
  if (!came.ok) {
    const { why, trouble, isWrongKey } = came.error;
    if (trouble === 'certificate') settings.untrusted?.(isWrongKey ? 'key' : 'certificate');
    return none(why);
  }
  const answer = readAlipayAnswer(came.value, url.pathname, settings.clientId, alipayKey, schema);
  const signedAt = 'kind' in answer ? null : answer.signedAt;
  if (signedAt !== null) settings.heard?.(signedAt);
  return answer;
}

function bytesOf(message: object): Uint8Array {
  return Buffer.from(JSON.stringify(message), 'utf8');
}
