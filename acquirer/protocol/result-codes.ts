/** Where a code may stand: an API's `result`, `paymentResult` of an inquiry, or the gateway before any API. */
export type CodePlace = 'all' | 'gateway' | 'pay' | 'inquiry' | 'inquiry.paymentResult' | 'cancel' | 'refund';

export type ResultCodeFacts = {
  status: 'S' | 'F' | 'U';
  where: readonly CodePlace[];
  /** As `resultMessage` says it. For people who read logs: never parsed. */
  message: string;
};

/** Alipay+'s result codes (DOMAIN 3.2). What a code means for a payment is the policy's, not this table's. */
export const resultCodes = {
  SUCCESS: row('S', ['all'], 'Success.'),
  PAYMENT_IN_PROCESS: row('U', ['pay', 'inquiry.paymentResult'], 'The payment is being processed.'),
  UNKNOWN_EXCEPTION: row('U', ['all'], 'An unknown exception occurred.'),
  REQUEST_TRAFFIC_EXCEED_LIMIT: row('U', ['gateway', 'all'], 'The request traffic exceeds the limit.'),
  PROCESS_FAIL: row('F', ['all'], 'A general business failure occurred.'),
  PARAM_ILLEGAL: row('F', ['all'], 'A parameter is illegal.'),
  INVALID_SIGNATURE: row('F', ['gateway'], 'The signature is invalid.'),
  KEY_NOT_FOUND: row('F', ['gateway'], 'The key is not found.'),
  INVALID_CLIENT: row('F', ['gateway'], 'The client is invalid.'),
  ACCESS_DENIED: row('F', ['gateway', 'all'], 'Access is denied.'),
  INVALID_CONTRACT: row('F', ['pay'], 'The contract is invalid.'),
  MERCHANT_NOT_REGISTERED: row('F', ['pay'], 'The merchant is not registered.'),
  MERCHANT_KYB_NOT_QUALIFIED: row('F', ['pay'], 'The merchant is not qualified.'),
  NO_INTERFACE_DEF: row('F', ['gateway'], 'The API is not defined.'),
  INVALID_API: row('F', ['gateway'], 'The API is invalid.'),
  METHOD_NOT_SUPPORTED: row('F', ['gateway'], 'The HTTP method is not supported.'),
  MEDIA_TYPE_NOT_ACCEPTABLE: row('F', ['gateway'], 'The media type is not acceptable.'),
  BUSINESS_NOT_SUPPORT: row('F', ['pay'], 'The business is not supported.'),
  CURRENCY_NOT_SUPPORT: row('F', ['pay', 'refund'], 'The currency is not supported.'),
  CURRENCY_NOT_SUPPORTED: row('F', ['pay', 'refund'], 'The currency is not supported.'),
  INVALID_CODE: row('F', ['pay'], 'The payment code is invalid.'),
  EXPIRED_CODE: row('F', ['pay'], 'The payment code has expired.'),
  INVALID_TOKEN: row('F', ['pay'], 'The access token is invalid.'),
  ORDER_IS_CLOSED: row('F', ['pay', 'inquiry.paymentResult', 'refund'], 'The order is closed.'),
  ORDER_NOT_EXIST: row('F', ['inquiry', 'cancel', 'refund'], 'The order does not exist.'),
  REPEAT_REQ_INCONSISTENT: row('F', ['pay', 'refund'], 'Repeated requests are inconsistent.'),
  PAYMENT_AMOUNT_EXCEED_LIMIT: row('F', ['pay'], 'The payment amount exceeds the limit.'),
  PAYMENT_COUNT_EXCEED_LIMIT: row('F', ['pay'], 'The number of payments exceeds the limit.'),
  USER_AMOUNT_EXCEED_LIMIT: row('F', ['pay'], "The payment amount exceeds the user's limit."),
  USER_BALANCE_NOT_ENOUGH: row('F', ['pay'], "The user's balance is not enough."),
  USER_KYC_NOT_QUALIFIED: row('F', ['pay'], 'The user is not qualified.'),
  USER_STATUS_ABNORMAL: row('F', ['pay'], "The user's status is abnormal."),
  USER_NOT_EXIST: row('F', ['pay'], 'The user does not exist.'),
  USER_PAYMENT_VERIFICATION_FAILED: row('F', ['pay'], "The user's verification failed."),
  UNAVAILABLE_PAYMENT_METHOD: row('F', ['pay'], 'The payment method is not available.'),
  RISK_REJECT: row('F', ['pay', 'refund'], 'The request is rejected by risk control.'),
  REGULATION_RESTRICTION: row('F', ['pay', 'refund'], 'The request is restricted by regulation.'),
  CANCEL_WINDOW_EXCEED: row('F', ['cancel'], 'The time to cancel has passed.'),
  REFUND_AMOUNT_EXCEED: row('F', ['refund'], 'The refund amount exceeds the paid amount.'),
  REFUND_WINDOW_EXCEED: row('F', ['refund'], 'The time to refund has passed.'),
} as const satisfies Record<string, ResultCodeFacts>;

export type ResultCode = keyof typeof resultCodes;

export function isResultCode(code: string): code is ResultCode {
  return Object.hasOwn(resultCodes, code);
}

/** One name for one code: of Alipay+'s two spellings, the one that we send (DOMAIN 11, row 2). */
export function plainCode(code: string): string {
  return code === 'CURRENCY_NOT_SUPPORTED' ? 'CURRENCY_NOT_SUPPORT' : code;
}

/** The `result` object of an answer with this code. */
export function resultOf(
  code: ResultCode,
  message: string = resultCodes[code].message,
): { resultStatus: 'S' | 'F' | 'U'; resultCode: ResultCode; resultMessage: string } {
  return { resultStatus: resultCodes[code].status, resultCode: code, resultMessage: message.slice(0, 256) };
}

function row(status: 'S' | 'F' | 'U', where: readonly CodePlace[], message: string): ResultCodeFacts {
  return { status, where, message };
}
