import type { CancelOrderAnswer, PaymentOrderAnswer, PaymentStateAnswer, WireResult } from '#contract';
import type { Attempt, PaymentRequestId, Success } from '#payment';

import type { Saying } from '../answer-table.ts';

/** `POST /v1/payments`. Facts stand only beside a success. */
export function orderAnswer(id: PaymentRequestId, says: Saying, attempt: Attempt | null): PaymentOrderAnswer {
  return { result: wireResult(says.result, says.code), paymentRequestId: id, ...factsOf(says, attempt) };
}

/** `GET /v1/payments/{id}`. */
export function stateAnswer(id: PaymentRequestId, says: Saying, attempt: Attempt | null): PaymentStateAnswer {
  const { payment } = says;
  return {
    result: wireResult(says.result, says.code),
    paymentRequestId: id,
    ...(payment === null ? {} : { paymentResult: wireResult(payment.result, payment.code) }),
    ...factsOf(says, attempt),
  };
}

/** `POST /v1/payments/{id}/cancel`. */
export function cancelAnswer(id: PaymentRequestId, says: Saying): CancelOrderAnswer {
  return { result: wireResult(says.result, says.code), paymentRequestId: id };
}

export const unknownSaying: Saying = { result: 'U', code: 'UNKNOWN_EXCEPTION', payment: null, facts: false };

export function refusal(code: string): Saying {
  return { result: 'F', code, payment: null, facts: false };
}

function factsOf(says: Saying, attempt: Attempt | null): Omit<PaymentOrderAnswer, 'result' | 'paymentRequestId'> {
  const success = attempt === null ? null : successOf(attempt);
  if (!says.facts || attempt === null || success === null) return {};
  const { amount } = attempt.facts.intent;
  return {
    paymentId: success.paymentId,
    paymentAmount: { currency: amount.currency, value: String(amount.minor) },
    paymentTime: new Date(success.paidAt).toISOString(),
    ...(success.wallet === null ? {} : { walletBrandName: success.wallet }),
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
