import type { Amount, CancelAnswer, InquiryAnswer, None, PayAnswer, PaymentId, Proof, Success } from '#payment';

import { sealOf, type Reply, type ReplyBody, type Request } from './messages.ts';

/** What a client checks before it believes an answer. All true in the product; a planted bug turns one off. */
export type Checks = { seal: boolean; binding: boolean; amount: boolean };

export const allChecks: Checks = { seal: true, binding: true, amount: true };

/** What an answer must agree with to count (R13). */
export type Expected = { paymentRequestId: string; amount: Amount };

type Verified = { body: ReplyBody; proof: Proof };

/** Reads an answer by R3 and R13, as `acquirer/client` does: what fails a check is none. */
export function readPay(reply: Reply | null, request: Request, expected: Expected, checks: Checks): PayAnswer {
  const read = verified(reply, request, checks);
  if ('kind' in read) return read;
  const { result } = read.body;
  switch (result.resultStatus) {
    case 'S':
      return readSuccess(read, expected, checks);
    case 'F':
      return { kind: 'failed', code: result.resultCode, proof: read.proof };
    default:
      if (result.resultCode === 'PAYMENT_IN_PROCESS') return { kind: 'in-process', proof: read.proof };
      return { kind: 'unknown', code: result.resultCode, proof: read.proof };
  }
}

export function readInquiry(reply: Reply | null, request: Request, expected: Expected, checks: Checks): InquiryAnswer {
  const read = verified(reply, request, checks);
  if ('kind' in read) return read;
  const { result, paymentResult } = read.body;
  const { proof } = read;
  if (result.resultStatus === 'F') {
    if (result.resultCode === 'ORDER_NOT_EXIST') return { kind: 'not-exist', proof };
    return { kind: 'refused', code: result.resultCode, proof };
  }
  if (result.resultStatus === 'U') return { kind: 'unknown', code: result.resultCode, proof };
  if (paymentResult === undefined) return { kind: 'none', why: 'unreadable' };
  switch (paymentResult.resultStatus) {
    case 'S':
      return readSuccess(read, expected, checks);
    case 'F':
      if (paymentResult.resultCode === 'ORDER_IS_CLOSED') return { kind: 'closed', proof };
      return { kind: 'failed', code: paymentResult.resultCode, proof };
    default:
      if (paymentResult.resultCode === 'PAYMENT_IN_PROCESS') return { kind: 'in-process', proof };
      return { kind: 'unsettled', code: paymentResult.resultCode, proof };
  }
}

export function readCancel(reply: Reply | null, request: Request, checks: Checks): CancelAnswer {
  const read = verified(reply, request, checks);
  if ('kind' in read) return read;
  const { resultStatus, resultCode } = read.body.result;
  if (resultStatus === 'S') return { kind: 'succeeded', proof: read.proof };
  return { kind: resultStatus === 'F' ? 'refused' : 'unknown', code: resultCode, proof: read.proof };
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

function verified(reply: Reply | null, request: Request, checks: Checks): Verified | None {
  if (reply === null) return { kind: 'none', why: 'no-answer' };
  if (reply.status !== 200) return { kind: 'none', why: 'http-status' };
  if (checks.seal && reply.seal !== sealOf(reply.body, reply.nonce)) return { kind: 'none', why: 'bad-signature' };
  if (checks.binding && reply.nonce !== request.nonce) return { kind: 'none', why: 'not-bound' };
  const body = parsed(reply.body);
  if (body === null) return { kind: 'none', why: 'unreadable' };
  const proof: Proof = {
    body: reply.body,
    bodySha256: '',
    headers: { seal: String(reply.seal) },
    covered: { nonce: String(reply.nonce), id: request.id },
  };
  return { body, proof };
}

function readSuccess(
  { body, proof }: Verified,
  expected: Expected,
  checks: Checks,
): { kind: 'succeeded'; success: Success; proof: Proof } | None {
  const { paymentId, paymentTime } = body;
  if (paymentId === undefined || paymentTime === undefined) return { kind: 'none', why: 'unreadable' };
  if (checks.amount && !sameMoney(body.paymentAmount, expected.amount)) return { kind: 'none', why: 'mismatch' };
  if (checks.binding && body.paymentRequestId !== expected.paymentRequestId) return { kind: 'none', why: 'not-bound' };
  const success = { paymentId: paymentId as PaymentId, paidAt: paymentTime, wallet: 'KAKAOPAY' };
  return { kind: 'succeeded', success, proof };
}

function sameMoney(said: ReplyBody['paymentAmount'], asked: Amount): boolean {
  return said?.currency === asked.currency && said.value === String(asked.minor);
}

function parsed(text: string): ReplyBody | null {
  try {
    const body = JSON.parse(text) as ReplyBody;
    return ['S', 'F', 'U'].includes(body.result.resultStatus) ? body : null;
  } catch {
    return null;
  }
}
