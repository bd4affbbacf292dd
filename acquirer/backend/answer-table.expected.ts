// DESIGN 3b, copied by hand row by row and cell by cell. Never generate it from answer-table.ts: it is the check on it.
//
// A cell reads: what is begun / whether the answer waits / the answer when it leaves in this state.
// `S`, `F CODE`, `U CODE` are `result`; after `;` stands `paymentResult`; `+facts` adds paymentId, amount, time and wallet.
// `+form` adds the order's code and the time that is left of it.

/** DECLINED in these rows was declined with RISK_REJECT; a cancel refused for good was refused with PROCESS_FAIL. */
export const expectedAnswers = {
  nothing: {
    post: 'attempt / waits / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'attempt / waits / U UNKNOWN_EXCEPTION', // nothing is known that could differ
    get: 'nothing / now / F ORDER_NOT_EXIST',
    'get-fresh': 'nothing / now / F ORDER_NOT_EXIST',
    cancel: 'tombstone / now / S',
  },
  tombstone: {
    post: 'nothing / now / F ORDER_IS_CLOSED',
    'post-other-bytes': 'nothing / now / F ORDER_IS_CLOSED', // a tombstone knows no bytes
    get: 'nothing / now / S; F ORDER_IS_CLOSED',
    'get-fresh': 'nothing / now / S; F ORDER_IS_CLOSED',
    cancel: 'nothing / now / S',
  },
  sent: {
    post: 'nothing / waits / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U UNKNOWN_EXCEPTION',
    'get-fresh': 'inquiry / now / S; U UNKNOWN_EXCEPTION',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  unsure: {
    post: 'nothing / waits / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U UNKNOWN_EXCEPTION',
    'get-fresh': 'inquiry / now / S; U UNKNOWN_EXCEPTION',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  waiting: {
    post: 'nothing / now / U PAYMENT_IN_PROCESS',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U PAYMENT_IN_PROCESS',
    'get-fresh': 'inquiry / now / S; U PAYMENT_IN_PROCESS',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  // An order's code came from Alipay+.
  shown: {
    post: 'nothing / now / U PAYMENT_IN_PROCESS +form',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U PAYMENT_IN_PROCESS',
    'get-fresh': 'inquiry / now / S; U PAYMENT_IN_PROCESS',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  // SHOWN, and T_deadline asks: no code is given any more.
  'shown-closing': {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U PAYMENT_IN_PROCESS',
    'get-fresh': 'inquiry / now / S; U PAYMENT_IN_PROCESS',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  // The backend was restarted since: POST as SHOWN, all else as UNSURE.
  'unsure-with-code': {
    post: 'nothing / now / U PAYMENT_IN_PROCESS +form',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U UNKNOWN_EXCEPTION',
    'get-fresh': 'inquiry / now / S; U UNKNOWN_EXCEPTION',
    cancel: 'cancel / waits / U UNKNOWN_EXCEPTION',
  },
  'order-paid': {
    post: 'nothing / now / U PAYMENT_IN_PROCESS',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'void / waits / U UNKNOWN_EXCEPTION',
  },
  'order-paid-long-ago': {
    post: 'nothing / now / U PAYMENT_IN_PROCESS',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F CANCEL_WINDOW_EXCEED',
  },
  'order-paid-for-good': {
    post: 'nothing / now / U PAYMENT_IN_PROCESS',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F PROCESS_FAIL',
  },
  cancelling: {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U UNKNOWN_EXCEPTION',
    'get-fresh': 'inquiry / now / S; U UNKNOWN_EXCEPTION',
    cancel: 'nothing / waits / U UNKNOWN_EXCEPTION',
  },
  voiding: {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; U UNKNOWN_EXCEPTION',
    'get-fresh': 'nothing / now / S; U UNKNOWN_EXCEPTION', // not OPEN: a plain GET
    cancel: 'nothing / waits / U UNKNOWN_EXCEPTION',
  },
  paid: {
    post: 'nothing / now / S +facts',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'void / waits / U UNKNOWN_EXCEPTION',
  },
  // More than 15 min after the intent: a manager's approval would be needed.
  'paid-long-ago': {
    post: 'nothing / now / S +facts',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F CANCEL_WINDOW_EXCEED',
  },
  // PAID (unwanted), and PAID after a refused void: Alipay+'s code, nothing sent again.
  'paid-for-good': {
    post: 'nothing / now / S +facts',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F PROCESS_FAIL',
  },
  declined: {
    post: 'nothing / now / F RISK_REJECT',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; F RISK_REJECT',
    'get-fresh': 'nothing / now / S; F RISK_REJECT',
    cancel: 'nothing / now / S',
  },
  'never-arrived': {
    post: 'nothing / now / F ORDER_NOT_EXIST',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; F ORDER_NOT_EXIST',
    'get-fresh': 'nothing / now / S; F ORDER_NOT_EXIST',
    cancel: 'nothing / now / S',
  },
  cancelled: {
    post: 'nothing / now / F ORDER_IS_CLOSED',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; F ORDER_IS_CLOSED',
    'get-fresh': 'nothing / now / S; F ORDER_IS_CLOSED',
    cancel: 'nothing / now / S',
  },
  voided: {
    post: 'nothing / now / F ORDER_IS_CLOSED',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; F ORDER_IS_CLOSED',
    'get-fresh': 'nothing / now / S; F ORDER_IS_CLOSED',
    cancel: 'nothing / now / S',
  },
  conflict: {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'void / waits / U UNKNOWN_EXCEPTION', // as PAID
  },
  'conflict-long-ago': {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F CANCEL_WINDOW_EXCEED',
  },
  'conflict-for-good': {
    post: 'nothing / now / U UNKNOWN_EXCEPTION',
    'post-other-bytes': 'nothing / now / F REPEAT_REQ_INCONSISTENT',
    get: 'nothing / now / S; S SUCCESS +facts',
    'get-fresh': 'nothing / now / S; S SUCCESS +facts',
    cancel: 'nothing / now / F PROCESS_FAIL',
  },
} as const;
