import { OrderCodeForm } from '#contract';
import type { CancelAnswer, EpochMs, InquiryAnswer, None, PayAnswer, Proof } from '#payment';
import {
  alipayOrderCode,
  backendOrderCode,
  cancelAnswerOf,
  inquiryAnswerOf,
  none,
  payAnswerOf,
  sandboxOrderHosts,
  type Expectation,
  type OrderCodeRead,
} from '#protocol';

import { sealOf, type Reply, type ReplyBody, type Request } from './messages.ts';

/** What a client checks before it believes an answer. All true in the product; a planted bug turns one off. */
export type Checks = { seal: boolean; binding: boolean; amount: boolean };

export const allChecks: Checks = { seal: true, binding: true, amount: true };

/** An answer whose seal is good and which answers what was asked. */
export type Verified = { body: ReplyBody; proof: Proof; signedAt: EpochMs };

/** Reads an answer as the product does (R3, R13): with its own reading, behind a seal that stands for its signatures. */
export function readPay(
  read: Verified | None,
  expected: Expectation,
  checks: Checks,
  codeIn: (read: Verified) => OrderCodeRead,
): PayAnswer {
  if ('kind' in read) return read;
  return payAnswerOf(unchecked(read.body, expected, checks), expected, read.proof, codeIn(read));
}

/** The order's code in an answer of Alipay+. */
export function codeOfAlipay({ body, signedAt }: Verified): OrderCodeRead {
  return alipayOrderCode(body.orderCodeForm, signedAt, sandboxOrderHosts);
}

/** The order's code in an answer of our backend. */
export function codeOfBackend({ body }: Verified): OrderCodeRead {
  return backendOrderCode(body.orderCodeForm === undefined ? undefined : OrderCodeForm.parse(body.orderCodeForm));
}

export function readInquiry(read: Verified | None, expected: Expectation, checks: Checks): InquiryAnswer {
  return 'kind' in read ? read : inquiryAnswerOf(unchecked(read.body, expected, checks), expected, read.proof);
}

export function readCancel(read: Verified | None): CancelAnswer {
  return 'kind' in read ? read : cancelAnswerOf(read.body, read.proof);
}

/** What a proof says it is of, for the oracles: text, seal and the request it answers. */
export type SealedProof = { body: string; seal: number; nonce: number; id: string };

export function sealedProof(proof: Proof): SealedProof {
  return {
    body: proof.body,
    seal: Number(proof.headers['seal'] ?? Number.NaN),
    nonce: Number(proof.covered['nonce'] ?? Number.NaN),
    id: proof.covered['id'] ?? '',
  };
}

export function verified(reply: Reply | null, request: Request, checks: Checks): Verified | None {
  if (reply === null) return none('no-answer');
  if (reply.status !== 200) return none('http-status');
  if (checks.seal && reply.seal !== sealOf(reply.body, reply.nonce)) return none('bad-signature');
  if (checks.binding && reply.nonce !== request.nonce) return none('not-bound');
  const body = parsed(reply.body);
  if (body === null) return none('unreadable');
  const proof: Proof = {
    body: reply.body,
    bodySha256: '',
    headers: { seal: String(reply.seal) },
    covered: { nonce: String(reply.nonce), id: request.id },
  };
  return { body, proof, signedAt: reply.signedAt };
}

/** A bug: what is not checked is taken to be as it should. */
function unchecked(body: ReplyBody, { paymentRequestId, amount }: Expectation, checks: Checks): ReplyBody {
  if (checks.binding && checks.amount) return body;
  return {
    ...body,
    ...(checks.binding ? {} : { paymentRequestId }),
    ...(checks.amount ? {} : { paymentAmount: { currency: amount.currency, value: String(amount.minor) } }),
  };
}

function parsed(text: string): ReplyBody | null {
  try {
    const body = JSON.parse(text) as ReplyBody;
    return ['S', 'F', 'U'].includes(body.result.resultStatus) ? body : null;
  } catch {
    return null;
  }
}
