import {
  PaymentId,
  type Amount,
  type CancelAnswer,
  type EpochMs,
  type InquiryAnswer,
  type None,
  type NoneReason,
  type PayAnswer,
  type PaymentRequestId,
  type Proof,
  type Scenario,
  type StoreWord,
  type Success,
} from '#payment';
import type { WireAmount, WireResult } from '#contract';

import { readIsoTime } from './iso-time.ts';
import type { OrderCodeRead } from './order-code.ts';
import { plainCode } from './result-codes.ts';

/** What an answer must be about to count (R13). */
export type Expectation = {
  paymentRequestId: PaymentRequestId;
  amount: Amount;
  scenario: Scenario;
  /** When the intent was made, on the clock of whoever answers; null where that is not known, and then not checked. */
  intentAt: EpochMs | null;
};

/** How much earlier than its intent a payment may claim to be: two clocks differ (R13). */
export const paymentTimeSlackMs = 5 * 60_000;

type PaidFacts = {
  paymentRequestId?: string | undefined;
  paymentId?: string | undefined;
  paymentAmount?: WireAmount | undefined;
  paymentTime?: string | undefined;
  walletBrandName?: string | undefined;
  storeWord?: StoreWord | undefined;
};

/** What a verified answer to `pay` says, on either hop. `code`: the order's code in it. */
export function payAnswerOf(
  answer: { result: WireResult } & PaidFacts,
  expected: Expectation,
  proof: Proof,
  code: OrderCodeRead = null,
): PayAnswer {
  const { resultStatus, resultCode } = answer.result;
  if (namesAnother(answer, expected)) return none('mismatch');
  if (expected.scenario === 'OrderCode' && resultStatus !== 'F') return orderAnswerOf(answer.result, proof, code);
  switch (resultStatus) {
    case 'S':
      return succeeded(answer, expected, proof);
    case 'F':
      return { kind: 'failed', code: plainCode(resultCode), proof };
    case 'U':
      return resultCode === 'PAYMENT_IN_PROCESS'
        ? { kind: 'in-process', proof }
        : { kind: 'unknown', code: resultCode, proof };
  }
}

/** `S` and `U` both mean that there is an order, and never that anybody paid (RELIABILITY 5.2b). */
function orderAnswerOf({ resultStatus, resultCode }: WireResult, proof: Proof, code: OrderCodeRead): PayAnswer {
  if (code === 'unusable') return none('mismatch');
  if (code !== null) return { kind: 'code', orderCode: code, proof };
  const isKnown = resultStatus === 'S' || resultCode === 'PAYMENT_IN_PROCESS';
  return isKnown ? { kind: 'in-process', proof } : { kind: 'unknown', code: resultCode, proof };
}

/** What a verified answer to an inquiry says, on either hop: `result` is about the asking, `paymentResult` about the payment. */
export function inquiryAnswerOf(
  answer: { result: WireResult; paymentResult?: WireResult | undefined } & PaidFacts,
  expected: Expectation,
  proof: Proof,
): InquiryAnswer {
  const { resultStatus, resultCode } = answer.result;
  if (namesAnother(answer, expected)) return none('mismatch');
  switch (resultStatus) {
    case 'S':
      // Alipay+ signs no nonce: an answer without the id could be about any payment.
      if (answer.paymentRequestId === undefined) return none('not-bound');
      if (answer.paymentResult === undefined) return none('unreadable');
      return paymentResultOf(answer.paymentResult, answer, expected, proof);
    case 'F':
      return resultCode === 'ORDER_NOT_EXIST'
        ? { kind: 'not-exist', proof }
        : { kind: 'refused', code: plainCode(resultCode), proof };
    case 'U':
      return { kind: 'unknown', code: resultCode, proof };
  }
}

/** What a verified answer to a cancel says, on either hop. */
export function cancelAnswerOf(answer: { result: WireResult }, proof: Proof): CancelAnswer {
  const { resultStatus, resultCode } = answer.result;
  switch (resultStatus) {
    case 'S':
      return { kind: 'succeeded', proof };
    case 'F':
      return { kind: 'refused', code: plainCode(resultCode), proof };
    case 'U':
      return { kind: 'unknown', code: resultCode, proof };
  }
}

export function none(why: NoneReason): None {
  return { kind: 'none', why };
}

function paymentResultOf(payment: WireResult, facts: PaidFacts, expected: Expectation, proof: Proof): InquiryAnswer {
  switch (payment.resultStatus) {
    case 'S':
      return succeeded(facts, expected, proof);
    case 'F':
      return payment.resultCode === 'ORDER_IS_CLOSED'
        ? { kind: 'closed', proof }
        : { kind: 'failed', code: plainCode(payment.resultCode), proof };
    case 'U':
      return payment.resultCode === 'PAYMENT_IN_PROCESS'
        ? { kind: 'in-process', proof }
        : { kind: 'unsettled', code: payment.resultCode, proof };
  }
}

function namesAnother(facts: PaidFacts, expected: Expectation): boolean {
  return facts.paymentRequestId !== undefined && facts.paymentRequestId !== expected.paymentRequestId;
}

function succeeded(
  facts: PaidFacts,
  expected: Expectation,
  proof: Proof,
): { kind: 'succeeded'; success: Success; proof: Proof } | None {
  if (facts.paymentId === undefined || facts.paymentTime === undefined) return none('unreadable');
  const paidAt = readIsoTime(facts.paymentTime);
  if (paidAt === null) return none('unreadable');
  if (!isAmount(facts.paymentAmount, expected.amount)) return none('mismatch');
  if (expected.intentAt !== null && paidAt < expected.intentAt - paymentTimeSlackMs) return none('mismatch');
  const success: Success = {
    paymentId: PaymentId.parse(facts.paymentId),
    paidAt,
    wallet: facts.walletBrandName ?? null,
    ...(facts.storeWord === undefined ? {} : { storeWord: facts.storeWord }),
  };
  return { kind: 'succeeded', success, proof };
}

export function isAmount(wire: WireAmount | undefined, amount: Amount): boolean {
  return wire?.currency === amount.currency && wire.value === String(amount.minor);
}
