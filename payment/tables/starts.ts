import {
  Currency,
  Minor,
  PaymentId,
  PaymentRequestId,
  SaleId,
  TerminalId,
  type AttemptRecord,
  type Facts,
  type OrderCode,
  type PayIntent,
  type Proof,
  type Standing,
  type Success,
  type Working,
} from '#payment';

/** A state to start a row from: the records that lead to it and, typed by hand, what they must mean. */
export type Start = { name: string; history: readonly AttemptRecord[]; facts: Facts; working: Working };

export const proof: Proof = { body: '{}', bodySha256: '44136fa355b3678a', headers: {}, covered: {} };

export const success: Success = { paymentId: PaymentId.parse('2025112111000001'), paidAt: 1, wallet: 'AlipayCN' };

export const intent: PayIntent = {
  kind: 'pay.intent',
  paymentRequestId: PaymentRequestId.parse('TILL1018f0000'),
  saleId: SaleId.parse('SALE1'),
  terminalId: TerminalId.parse('TILL1'),
  amount: { currency: Currency.parse('JPY'), minor: Minor.parse(1200) },
  scenario: 'PaymentCode',
  codeTail: '8301',
  bodyHmac: '00ff',
  wallAt: 1_740_840_600_000, // 2025-03-01T22:50 in UTC+8: a cancel is taken for 85 minutes more
};

/** The same sale by a code that the customer scans. */
export const orderIntent: PayIntent = { ...intent, scenario: 'OrderCode', codeTail: null };

export const orderCode: OrderCode = {
  value: 'https://order.example/281004000001',
  sha256: 'c0de'.repeat(16),
  expiresInMs: 180_000,
};

/** When the starts below began to cancel: the backend's deadline. */
export const cancelledAt = 65_000;

export function sent(): Start {
  return {
    name: 'SENT',
    history: [intent],
    facts: {
      intent,
      transmissions: 1,
      orderKnown: false,
      successSeen: null,
      escalated: false,
      orderCode: null,
      codeOff: false,
      standing: { at: 'asking' },
    },
    working: {
      view: 'sent',
      code: null,
      recovered: false,
      asking: null,
      silentInquiries: 0,
      paySentAt: 0,
      orderKnownAt: null,
      cancelsSent: 0,
      cancelSentAt: 0,
      cancellingSince: 0,
      late: { state: 'none' },
    },
  };
}

/** Pay has answered `PAYMENT_IN_PROCESS`, which is on record. */
export function waiting(): Start {
  return working(known({ ...sent(), name: 'WAIT' }), { view: 'waiting' });
}

export function unsure(): Start {
  return working({ ...sent(), name: 'UNSURE' }, { view: 'unsure' });
}

/** The same state of an order by code. */
export function ordered({ name, history, facts, working: of }: Start): Start {
  return {
    name: `${name} by order code`,
    history: [orderIntent, ...history.slice(1)],
    facts: { ...facts, intent: orderIntent },
    working: of,
  };
}

/** The code came 2 s after t0, and is on the customer's screen. */
export function shown(): Start {
  const { value, sha256, expiresInMs } = orderCode;
  const fact = { sha256, value: null, expiresAfterMs: 2_000 + expiresInMs };
  const record: AttemptRecord = {
    kind: 'evidence',
    from: 'pay',
    says: 'code',
    code: null,
    success: null,
    orderCode: fact,
    proof,
  };
  const start = told({ ...ordered(sent()), name: 'SHOWN' }, '', [record], { orderKnown: true, orderCode: fact });
  return working(start, { view: 'shown', code: value, orderKnownAt: 2_000 });
}

/** The code is off the screen. */
export function codeOff(start: Start): Start {
  const off = told(start, 'code off', [{ kind: 'shown', outcome: 'code-off' }], { codeOff: true });
  return working(off, { code: null });
}

/** Pay was sent `transmissions` times, all at t0. */
export function resent(start: Start, transmissions: number): Start {
  const tx: AttemptRecord[] = [];
  for (let number = 2; number <= transmissions; number++) tx.push({ kind: 'tx', number });
  return told(start, `tx ${transmissions}`, tx, { transmissions });
}

/** The acquirer has shown that it knows the order, 2 s after t0. */
export function known(start: Start): Start {
  const record = { kind: 'evidence', from: 'pay', says: 'in-process', code: null, success: null, proof } as const;
  return working(told(start, 'order known', [record], { orderKnown: true }), { orderKnownAt: 2_000 });
}

export function cancelling(by: 'stop' | 'deadline' | 'recovery' = 'deadline', from: Start = sent()): Start {
  const standing: Standing = { at: 'cancelling', by, refusedForGood: null };
  const start = told({ ...from, name: 'CANCELLING' }, '', [{ kind: 'cancel.intent', by }], { standing });
  return working(start, { cancelsSent: 1, cancelSentAt: cancelledAt, cancellingSince: cancelledAt });
}

export const refusal = 'CANCEL_WINDOW_EXCEED';

/** CANCELLING, and the acquirer has refused the cancel for good. */
export function cancelRefused(): Start {
  const standing: Standing = { at: 'cancelling', by: 'deadline', refusedForGood: refusal };
  return told(cancelling(), 'refused for good', [{ kind: 'cancel.refused', code: refusal, proof }], { standing });
}

export function paid(): Start {
  const standing: Standing = { at: 'paid', success, unwanted: false, refusedForGood: null };
  const record = final({ outcome: 'paid', success });
  return told({ ...sent(), name: 'PAID' }, '', [record], { standing });
}

export function paidUnwanted(): Start {
  const standing: Standing = { at: 'paid', success, unwanted: true, refusedForGood: refusal };
  const record = final({ outcome: 'paid', success, unwanted: true });
  return told({ ...cancelRefused(), name: 'PAID (unwanted)' }, '', [record], { standing });
}

export function declined(): Start {
  const standing: Standing = { at: 'declined', code: 'USER_BALANCE_NOT_ENOUGH' };
  const record = final({ outcome: 'declined', code: 'USER_BALANCE_NOT_ENOUGH' });
  return told({ ...sent(), name: 'DECLINED' }, '', [record], { standing });
}

export function cancelled(): Start {
  const record = final({ outcome: 'cancelled' });
  return told({ ...cancelling(), name: 'CANCELLED' }, '', [record], { standing: { at: 'cancelled' } });
}

export function conflict(): Start {
  const standing: Standing = { at: 'conflict', from: 'cancelled', success, refusedForGood: null };
  const record = { kind: 'evidence', from: 'inquiry', says: 'succeeded', code: null, success, proof } as const;
  const records: AttemptRecord[] = [record, { kind: 'conflict' }, { kind: 'escalated' }];
  const facts = { standing, successSeen: success, orderKnown: true, escalated: true };
  return told({ ...cancelled(), name: 'CONFLICT' }, '', records, facts);
}

export function voiding(from: Start = paid()): Start {
  const conflicting = from.facts.standing.at === 'conflict';
  const standing: Standing = {
    at: 'voiding',
    from: conflicting ? 'conflict' : 'paid',
    unwanted: false,
    success,
    refusedForGood: null,
  };
  const start = told({ ...from, name: 'VOIDING' }, '', [{ kind: 'void.intent', by: 'stop' }], { standing });
  return working(start, { cancelsSent: 1, cancelSentAt: cancelledAt, cancellingSince: cancelledAt });
}

export function voidRefused(): Start {
  const start = voiding();
  const standing: Standing = { at: 'voiding', from: 'paid', unwanted: false, success, refusedForGood: refusal };
  return told(start, 'refused for good', [{ kind: 'cancel.refused', code: refusal, proof }], { standing });
}

export function voided(): Start {
  const record = { kind: 'void.final', outcome: 'voided', proof } as const;
  return told({ ...voiding(), name: 'VOIDED' }, '', [record], { standing: { at: 'voided', success } });
}

export function escalated(start: Start): Start {
  return told(start, 'escalated', [{ kind: 'escalated' }], { escalated: true });
}

/** Row 17 or 18 is asking. */
export function asking(start: Start, why: 'stop' | 'deadline'): Start {
  return working({ ...start, name: `${start.name}, asked because of ${why}` }, { asking: why });
}

/** The attempt was open when the process started, at t0 + 10 s. */
export function recovered(start: Start): Start {
  return working(
    { ...start, name: `${start.name}, recovered` },
    { recovered: true, paySentAt: 10_000, orderKnownAt: start.facts.orderKnown ? 10_000 : null },
  );
}

export function working(start: Start, change: Partial<Working>): Start {
  return { ...start, working: { ...start.working, ...change } };
}

function told(start: Start, name: string, records: readonly AttemptRecord[], facts: Partial<Facts>): Start {
  return {
    ...start,
    name: name === '' ? start.name : `${start.name}, ${name}`,
    history: [...start.history, ...records],
    facts: { ...start.facts, ...facts },
  };
}

type Final = Extract<AttemptRecord, { kind: 'final' }>;

function final(of: Partial<Final> & Pick<Final, 'outcome'>): Final {
  return { kind: 'final', unwanted: false, code: null, success: null, proof, ...of };
}
