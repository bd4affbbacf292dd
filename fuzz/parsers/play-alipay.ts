import { sign } from 'node:crypto';

import {
  alipayOrderCode,
  alipayOrderHosts,
  cancelAnswerOf,
  CancelPaymentResponse,
  inquiryAnswerOf,
  InquiryPaymentResponse,
  payAnswerOf,
  PayResponse,
  readNotification,
  type Expectation,
} from '#protocol';
import { Amount, PaymentRequestId, type CancelAnswer, type InquiryAnswer, type PayAnswer } from '#payment';

import { readAlipayAnswer } from '../../acquirer/client/alipay-answer.ts';
import { asked } from './bodies.ts';
import type { AlipayCase, Changes } from './case.ts';
import { clientId } from './cases.ts';
import { rsa } from './keys.ts';
import {
  cancelVerdict,
  fieldsIn,
  none,
  orderVerdict,
  paymentVerdict,
  shapes,
  timeIn,
  type Verdict,
} from './own-reading.ts';
import { textIn, type Fields } from './shape.ts';
import { spelled } from './spellings.ts';

export const expectation: Expectation = {
  paymentRequestId: PaymentRequestId.parse(asked.paymentRequestId),
  amount: Amount.parse({ currency: asked.currency, minor: asked.minor }),
  scenario: 'PaymentCode',
  intentAt: asked.intentAt,
};
export const orderExpectation: Expectation = { ...expectation, scenario: 'OrderCode' };

/** What the product reads in an answer or a notification of Alipay+, and what it must. */
export function playAlipay(one: AlipayCase): { is: Verdict; mustBe: Verdict } {
  const came = arriving(one);
  return { is: one.reader === 'notification' ? notified(came) : answered(one, came), mustBe: byHand(one, came) };
}

type Came = { status: number; path: string; headers: Record<string, string>; body: Uint8Array; signature: Uint8Array };

/** The message on the wire, with a signature by the key of the case over what the case says was signed. */
function arriving({ reader, by, signed, came }: AlipayCase): Came {
  const head = `POST ${signed.path}\n${signed.clientId}.${signed.time}.`;
  const content = Buffer.concat([Buffer.from(head, 'utf8'), Buffer.from(signed.body, 'base64')]);
  const signature = sign('RSA-SHA256', content, rsa[by].privateKey);
  const written = `algorithm=RSA256,keyVersion=1,signature=${encodeURIComponent(signature.toString('base64'))}`;
  const time = reader === 'notification' ? 'request-time' : 'response-time';
  const headers = changedBy({ 'client-id': clientId, [time]: signed.time, signature: '{signature}' }, came.headers);
  if (headers['signature'] !== undefined) headers['signature'] = spelled(headers['signature'], signature, written);
  return { status: came.status, path: came.path, headers, body: Buffer.from(came.body, 'base64'), signature };
}

export function changedBy(headers: Record<string, string>, changes: Changes): Record<string, string> {
  const all = Object.entries({ ...headers, ...changes });
  return Object.fromEntries(all.flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}

function notified({ path, headers, body }: Came): Verdict {
  const read = readNotification({ headers, body }, { path, clientId, key: rsa.trusted.publicKey });
  if (!read.ok) return none;
  const { paymentRequestId, says, amount } = read.value;
  return { kind: says, code: `${paymentRequestId} ${amount?.currency} ${amount?.value}` };
}

function answered({ reader }: AlipayCase, { path, ...came }: Came): Verdict {
  const key = rsa.trusted.publicKey;
  switch (reader) {
    case 'alipay inquiry': {
      const read = readAlipayAnswer(came, path, clientId, key, InquiryPaymentResponse);
      return 'kind' in read ? none : verdictOf(inquiryAnswerOf(read.response, expectation, read.proof));
    }
    case 'alipay cancel': {
      const read = readAlipayAnswer(came, path, clientId, key, CancelPaymentResponse);
      return 'kind' in read ? none : verdictOf(cancelAnswerOf(read.response, read.proof));
    }
    default: {
      const read = readAlipayAnswer(came, path, clientId, key, PayResponse);
      if ('kind' in read) return none;
      const code = alipayOrderCode(read.response.orderCodeForm, read.signedAt, alipayOrderHosts);
      const expected = reader === 'alipay order' ? orderExpectation : expectation;
      return verdictOf(payAnswerOf(read.response, expected, read.proof, code));
    }
  }
}

export function verdictOf(answer: PayAnswer | InquiryAnswer | CancelAnswer): Verdict {
  if (answer.kind === 'succeeded' && 'success' in answer)
    return { kind: 'succeeded', paymentId: answer.success.paymentId, paidAt: answer.success.paidAt };
  if (answer.kind === 'code')
    return { kind: 'code', code: `${answer.orderCode.value} ${answer.orderCode.expiresInMs}` };
  return { kind: answer.kind, ...('code' in answer ? { code: answer.code } : {}) };
}

function byHand({ reader, by, signed }: AlipayCase, { status, path, headers, body, signature }: Came): Verdict {
  const time = headers[reader === 'notification' ? 'request-time' : 'response-time'] ?? '';
  if (headers['client-id'] !== clientId || time === '' || by !== 'trusted') return none;
  if (reader !== 'notification' && status !== 200) return none;
  const wasSigned = Buffer.concat([
    Buffer.from(`${signed.path}\n${signed.clientId}.${signed.time}.`, 'utf8'),
    Buffer.from(signed.body, 'base64'),
  ]);
  const arrived = Buffer.concat([Buffer.from(`${path}\n${clientId}.${time}.`, 'utf8'), body]);
  if (!wasSigned.equals(arrived) || !isWritten(headers['signature'] ?? '', signature)) return none;
  const fields = fieldsIn(body, shapes[reader], true);
  if (fields === null) return none;
  if (reader === 'alipay cancel') return cancelVerdict(fields);
  if (reader === 'alipay order') return orderVerdict(fields, asked, { left: (form) => leftOf(form, time), mayLead });
  if (reader !== 'notification') return paymentVerdict(fields, reader === 'alipay pay' ? 'pay' : 'inquiry', asked);
  const { resultStatus } = fields['paymentResult'] as { resultStatus: string };
  const amount = fields['paymentAmount'] as { currency: string; value: string } | undefined;
  const named = /^[A-Za-z0-9]{1,64}$/.test(textIn(fields, 'paymentRequestId'));
  if (!named || (resultStatus === 'S' && (fields['paymentId'] === undefined || amount === undefined))) return none;
  return {
    kind: resultStatus === 'S' ? 'succeeded' : 'failed',
    code: `${textIn(fields, 'paymentRequestId')} ${amount?.currency} ${amount?.value}`,
  };
}

const orderLivesMs = 180_000;

function leftOf(form: Fields, signedAt: string): number {
  const until = timeIn(textIn(form, 'expireTime'));
  const from = timeIn(signedAt);
  return until === null || from === null ? orderLivesMs : Math.max(0, until - from);
}

/** Of Alipay+ itself (DOMAIN 2.4). */
function mayLead(host: string): boolean {
  return /^(?:.*\.)?(?:alipay|alipayplus)\.com$/.test(host);
}

/** DOMAIN 1.2: algorithm, version where given, signature; base64 in URL encoding, in which hex digits may be small. */
function isWritten(header: string, signature: Uint8Array): boolean {
  const parts = header.trim().split(',');
  const [algorithm, ...rest] = parts.map((part, index) => (index === 0 ? part : part.replace(/^ */, '')));
  const last = rest.pop() ?? '';
  if (algorithm !== 'algorithm=RSA256' || rest.length > 1) return false;
  if (rest[0] !== undefined && !/^keyVersion=[0-9]{1,9}$/.test(rest[0])) return false;
  const expected = `signature=${encodeURIComponent(Buffer.from(signature).toString('base64'))}`;
  return last.replace(/%[0-9a-f]{2}/gi, (hex) => hex.toUpperCase()) === expected;
}
