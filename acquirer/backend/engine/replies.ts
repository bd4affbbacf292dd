import type { CancelOrderAnswer, PaymentOrderAnswer, PaymentStateAnswer, WireResult } from '#contract';
import type { Attempt, PaymentRequestId, Success } from '#payment';

import type { Saying } from '../answer-table.ts';
import { storeWordOf } from '../store-word.ts';

/** What is said, and of which attempt; `sinceIntentMs` when it is said. */
export type Said = { says: Saying; attempt: Attempt | null; storeId: string | null; sinceIntentMs: number };

export function onlySaying(says: Saying): Said {
  return { says, attempt: null, storeId: null, sinceIntentMs: 0 };
}

/** `POST /v1/payments`. Facts stand only beside a success, and an order's code only beside `U`. */
export function orderAnswer(id: PaymentRequestId, said: Said, keyedHash: KeyedHash): PaymentOrderAnswer {
  const { says } = said;
  const result = wireResult(says.result, says.code);
  return { result, paymentRequestId: id, ...factsOf(said, keyedHash), ...(says.form ? formOf(said) : {}) };
}

/** `GET /v1/payments/{id}`. */
export function stateAnswer(id: PaymentRequestId, said: Said, keyedHash: KeyedHash): PaymentStateAnswer {
  const { says } = said;
  const { payment } = says;
  return {
    result: wireResult(says.result, says.code),
    paymentRequestId: id,
    ...(payment === null ? {} : { paymentResult: wireResult(payment.result, payment.code) }),
    ...factsOf(said, keyedHash),
  };
}

/** `POST /v1/payments/{id}/cancel`. */
export function cancelAnswer(id: PaymentRequestId, says: Saying): CancelOrderAnswer {
  return { result: wireResult(says.result, says.code), paymentRequestId: id };
}

export const unknownSaying: Saying = {
  result: 'U',
  code: 'UNKNOWN_EXCEPTION',
  payment: null,
  facts: false,
  form: false,
};

export function refusal(code: string): Saying {
  return { result: 'F', code, payment: null, facts: false, form: false };
}

type KeyedHash = (text: string) => string;

/** The same code at every asking, with the time that is left of it. */
function formOf({ attempt, sinceIntentMs }: Said): Pick<PaymentOrderAnswer, 'orderCodeForm'> {
  const code = attempt?.facts.orderCode ?? null;
  if (code === null || code.value === null) return {};
  const expiresInMs = String(Math.max(0, Math.floor(code.expiresAfterMs - sinceIntentMs)));
  const codeDetails = [{ codeValueType: 'QRCODE', displayType: 'TEXT', codeValue: code.value } as const];
  return { orderCodeForm: { codeDetails, expiresInMs } };
}

function factsOf(
  { says, attempt, storeId }: Said,
  keyedHash: KeyedHash,
): Omit<PaymentStateAnswer, 'result' | 'paymentResult' | 'paymentRequestId'> {
  const success = attempt === null ? null : successOf(attempt);
  if (!says.facts || attempt === null || success === null) return {};
  const { amount } = attempt.facts.intent;
  return {
    paymentId: success.paymentId,
    paymentAmount: { currency: amount.currency, value: String(amount.minor) },
    paymentTime: new Date(success.paidAt).toISOString(),
    ...(success.wallet === null ? {} : { walletBrandName: success.wallet }),
    ...(storeId === null ? {} : { storeWord: storeWordOf(storeId, success.paidAt, keyedHash) }),
  };
}

function successOf({ facts }: Attempt): Success | null {
  return 'success' in facts.standing ? facts.standing.success : null;
}

const messages: Readonly<Record<string, string>> = {
  SUCCESS: 'Success.',
  PAYMENT_IN_PROCESS: 'The payment is in process.',
  UNKNOWN_EXCEPTION: 'The result is not known yet.',
  ORDER_NOT_EXIST: 'The order does not exist.',
  ORDER_IS_CLOSED: 'The order is closed.',
  REPEAT_REQ_INCONSISTENT: 'Repeated requests are inconsistent.',
  CANCEL_WINDOW_EXCEED: 'The time for a cancel is over.',
  PARAM_ILLEGAL: 'A parameter is not as it must be.',
  CODE_NOT_ROUTABLE: 'No wallet of ours reads this code.',
  TERMINAL_REVOKED: 'This till was revoked.',
  NOT_CONFIGURED: 'The acquirer is not set up.',
};

function wireResult(resultStatus: WireResult['resultStatus'], resultCode: string): WireResult {
  const resultMessage = messages[resultCode];
  return { resultStatus, resultCode, ...(resultMessage === undefined ? {} : { resultMessage }) };
}
