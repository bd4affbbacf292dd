/** Every result code of Alipay+ with its status F or U that a pay, an inquiry or a cancel may give (Alipay+ API, result codes). */

/** Refuse the order: final for this id, whatever is asked again. */
export const refusingCodes = [
  'USER_BALANCE_NOT_ENOUGH',
  'RISK_REJECT',
  'USER_NOT_EXIST',
  'USER_STATUS_ABNORMAL',
  'UNAVAILABLE_PAYMENT_METHOD',
  'USER_PAYMENT_VERIFICATION_FAILED',
  'USER_KYC_NOT_QUALIFIED',
  'MERCHANT_KYB_NOT_QUALIFIED',
  'USER_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_COUNT_EXCEED_LIMIT',
  'CURRENCY_NOT_SUPPORT',
  'CURRENCY_NOT_SUPPORTED',
  'BUSINESS_NOT_SUPPORT',
  'INVALID_CODE',
  'EXPIRED_CODE',
  'REGULATION_RESTRICTION',
] as const;

/** Speak of the one call only: the order may stand, and may even be paid. */
export const callCodes = [
  'PROCESS_FAIL',
  'PARAM_ILLEGAL',
  'INVALID_SIGNATURE',
  'KEY_NOT_FOUND',
  'INVALID_CLIENT',
  'ACCESS_DENIED',
  'INVALID_CONTRACT',
  'MERCHANT_NOT_REGISTERED',
  'NO_INTERFACE_DEF',
  'INVALID_API',
  'METHOD_NOT_SUPPORTED',
  'MEDIA_TYPE_NOT_ACCEPTABLE',
  'INVALID_TOKEN',
  'REPEAT_REQ_INCONSISTENT',
  'ORDER_IS_CLOSED',
  'ORDER_NOT_EXIST',
  'REFUND_AMOUNT_EXCEED',
  'REFUND_WINDOW_EXCEED',
  'CANCEL_WINDOW_EXCEED',
] as const;

const gatewayCodes = [
  'PARAM_ILLEGAL',
  'INVALID_SIGNATURE',
  'KEY_NOT_FOUND',
  'INVALID_CLIENT',
  'ACCESS_DENIED',
  'INVALID_CONTRACT',
  'MERCHANT_NOT_REGISTERED',
  'NO_INTERFACE_DEF',
  'INVALID_API',
  'METHOD_NOT_SUPPORTED',
  'MEDIA_TYPE_NOT_ACCEPTABLE',
  'INVALID_TOKEN',
] as const;

/** F of an inquiry that says nothing of the order. */
export const inquiryCodes = [...gatewayCodes, 'PROCESS_FAIL', 'ORDER_IS_CLOSED', 'RISK_REJECT'] as const;

/** F of a cancel that is not for good. */
export const cancelCodes = [...gatewayCodes, 'ORDER_NOT_EXIST', 'ORDER_IS_CLOSED', 'RISK_REJECT'] as const;

export const unknownCodes = ['UNKNOWN_EXCEPTION', 'REQUEST_TRAFFIC_EXCEED_LIMIT'] as const;
