import { declineCodes, neverArrived } from '#payment';

import { endsAll, none, noneBecause, pay, payF, payInProcess, payS, payUnknown, timer, type Case } from './row.ts';
import { asking, known, recovered, resent, sent, success, unsure, waiting } from './starts.ts';

const paidStanding = { at: 'paid', success, unwanted: false, refusedForGood: null } as const;
const payFinal = { kind: 'final', outcome: 'paid', unwanted: false, code: null, success } as const;

/** Rows 3 to 8: what pay answers, and how often it is sent. */
export const rowsOfPay: readonly Case[] = [
  {
    row: '5.2/3',
    when: 'pay S',
    policy: 'both',
    from: [sent(), waiting(), unsure(), resent(unsure(), 2), asking(sent(), 'stop'), recovered(unsure())],
    event: pay(payS),
    records: [payFinal],
    sends: [],
    ...endsAll,
    to: 'paid',
    facts: { standing: paidStanding },
  },
  ...[...declineCodes].map((code): Case => ({
    row: '5.2/4',
    when: `pay F ${code}, sent once, never restarted`,
    policy: 'both',
    from: [sent()],
    event: pay(payF(code)),
    records: [{ kind: 'final', outcome: 'declined', code, unwanted: false, success: null }],
    sends: [],
    ...endsAll,
    to: 'declined',
    facts: { standing: { at: 'declined', code } },
  })),
  ...[
    'TERMINAL_REVOKED',
    'SALE_IN_USE',
    'CODE_NOT_ROUTABLE',
    'NOT_CONFIGURED',
    'APPROVAL_INVALID',
    'LIMIT_EXCEEDED',
  ].map((code): Case => ({
    row: '5.2/4',
    when: `the backend itself refuses: ${code}`,
    policy: 'till',
    from: [sent()],
    event: pay(payF(code)),
    records: [{ kind: 'final', outcome: 'declined', code }],
    sends: [],
    ...endsAll,
    to: 'declined',
    facts: { standing: { at: 'declined', code } },
  })),
  ...[
    'PROCESS_FAIL',
    'REPEAT_REQ_INCONSISTENT',
    'ACCESS_DENIED',
    'INVALID_SIGNATURE',
    'KEY_NOT_FOUND',
    'PARAM_ILLEGAL',
    'ORDER_IS_CLOSED',
    'SOMETHING_NEW',
    neverArrived,
  ].map((code) => payFailedOtherwise(`code not on the list: ${code}`, code, [sent()])),
  payFailedOtherwise('R4: sent twice', 'RISK_REJECT', [resent(sent(), 2), resent(sent(), 3)]),
  payFailedOtherwise('R4: restarted since', 'RISK_REJECT', [recovered(sent()), recovered(unsure())]),
  payFailedOtherwise('row 4 is of SENT alone', 'RISK_REJECT', [waiting(), unsure(), resent(unsure(), 2)]),
  {
    ...payFailedOtherwise('Alipay+ never sends what only our backend says', 'LIMIT_EXCEEDED', [sent()]),
    policy: 'backend',
  },
  ...[
    { at: 1_000, afterMs: 5_000 },
    { at: 2_999, afterMs: 5_000 },
    { at: 3_001, afterMs: 4_999 },
    { at: 6_000, afterMs: 2_000 },
  ].map(({ at, afterMs }): Case => ({
    row: '5.2/6',
    when: `pay U PAYMENT_IN_PROCESS at ${at} ms: first poll 5 s later, at the latest at 8 s`,
    policy: 'both',
    from: [sent(), unsure(), resent(unsure(), 2)],
    event: pay(payInProcess, at),
    records: [{ kind: 'evidence', from: 'pay', says: 'in-process', code: null, success: null }],
    sends: [],
    arms: { poll: afterMs },
    to: 'waiting',
    facts: { orderKnown: true },
    working: { orderKnownAt: at },
  })),
  ...[payUnknown, none, noneBecause('bad-signature'), payInProcess].map((answer): Case => ({
    row: '5.2/6b',
    when: `pay ${answer.kind} when the wallet is known to be asking`,
    policy: 'both',
    from: [waiting()],
    event: pay(answer),
    records: [],
    sends: [],
    to: 'waiting',
  })),
];

/** Rows 7, 7b and 8: the same bytes again, within limits. */
export const rowsOfRetry: readonly Case[] = [
  ...(['no-answer', 'unreachable', 'bad-signature', 'unreadable', 'not-bound'] as const).map((why) =>
    retried(`NONE (${why}) at 1 s`, pay(noneBecause(why)), 1, 1_000),
  ),
  retried('U at 1 s', pay(payUnknown), 1, 2_000),
  retried('NONE, sent twice', pay(none, 12_000, 2), 2, 1_000),
  retried('NONE, and T_retry ends at 45 s exactly', pay(none, 44_000), 1, 1_000),
  retried('U, and T_retry ends at 45 s exactly', pay(payUnknown, 43_000), 1, 2_000),
  {
    row: '5.2/7',
    when: 'T_retry ends',
    policy: 'both',
    from: [resent(unsure(), 2), resent(sent(), 2)],
    event: timer('retry', 12_000),
    records: [],
    sends: ['pay 2'],
    to: 'same',
    working: { paySentAt: 12_000 },
  },
  {
    row: '5.2/7',
    when: 'T_retry ends a second time',
    policy: 'both',
    from: [resent(unsure(), 3)],
    event: timer('retry', 24_000),
    records: [],
    sends: ['pay 3'],
    to: 'same',
    working: { paySentAt: 24_000 },
  },
  {
    row: '5.2/8',
    when: 'T_retry ends after 45 s, its record having been slow',
    policy: 'both',
    from: [resent(unsure(), 2), resent(sent(), 3)],
    event: timer('retry', 45_001),
    records: [],
    sends: [],
    to: 'same',
  },
  ...[waiting(), resent(waiting(), 2), asking(unsure(), 'stop'), asking(resent(sent(), 2), 'deadline')].map(
    (start): Case => ({
      row: '5.2/7b',
      when: 'T_retry ends, and nothing is sent',
      policy: 'both',
      from: [start],
      event: timer('retry', 12_000),
      records: [],
      sends: [],
      to: 'same',
    }),
  ),
  ...[payUnknown, none].map((answer): Case => ({
    row: '5.2/7b',
    when: `pay ${answer.kind} while row 17 or 18 asks`,
    policy: 'both',
    from: [asking(sent(), 'stop'), asking(sent(), 'deadline'), asking(unsure(), 'stop')],
    event: pay(answer),
    records: [],
    sends: [],
    to: 'same',
  })),
  notRetried('NONE, sent three times', pay(none, 30_000, 3), [resent(unsure(), 3), resent(sent(), 3)]),
  notRetried('NONE, and T_retry would end after 45 s', pay(none, 44_001), [sent(), unsure()]),
  notRetried('U, and T_retry would end after 45 s', pay(payUnknown, 43_001), [sent(), unsure()]),
  notRetried('NONE after a restart (R9)', pay(none, 12_000), [recovered(unsure()), recovered(known(unsure()))]),
];

function payFailedOtherwise(when: string, code: string, from: Case['from']): Case {
  return {
    row: '5.2/5',
    when: `pay F, ${when}`,
    policy: 'both',
    from,
    event: pay(payF(code)),
    records: [{ kind: 'evidence', from: 'pay', says: 'failed', code, success: null }],
    sends: ['inquire now'],
    to: 'unsure',
  };
}

function retried(when: string, event: Case['event'], transmissions: number, afterMs: number): Case {
  const from = transmissions === 1 ? [sent(), unsure(), known(unsure())] : [resent(unsure(), transmissions)];
  return {
    row: '5.2/7',
    when,
    policy: 'both',
    from,
    event,
    records: [{ kind: 'tx', number: transmissions + 1 }],
    sends: [],
    arms: { retry: afterMs },
    to: 'unsure',
    facts: { transmissions: transmissions + 1 },
  };
}

function notRetried(when: string, event: Case['event'], from: Case['from']): Case {
  return { row: '5.2/8', when, policy: 'both', from, event, records: [], sends: [], to: 'unsure' };
}
