import {
  cancel,
  cancelF,
  cancelS,
  cancelUnknown,
  endsAll,
  inquiry,
  inquiryS,
  none,
  pay,
  payF,
  payInProcess,
  payS,
  payUnknown,
  timer,
  type Case,
} from './row.ts';
import {
  cancelledAt,
  cancelling,
  cancelRefused,
  escalated,
  known,
  recovered,
  refusal,
  resent,
  sent,
  success,
  unsure,
  working,
  type Start,
} from './starts.ts';

const knownFirst = cancelling('deadline', known(sent()));
const any = [cancelling(), knownFirst, cancelling('stop', resent(unsure(), 2)), escalated(cancelling())];

/** Rows 19 to 23 and 25: cancel until it is proven, or refused for good. */
export const rowsOfCancelling: readonly Case[] = [
  cancelCounts('the order was known before the cancel was sent', 'both', [knownFirst], cancel(cancelS)),
  cancelCounts('the cancel was sent after T_quiet', 'both', [cancelling()], cancel(cancelS, 120_000)),
  cancelCounts(
    'T_quiet after a restart counts from the start',
    'both',
    [recovered(cancelling())],
    cancel(cancelS, 130_000),
  ),
  cancelCounts("our backend's cancel leaves a tombstone", 'till', any, cancel(cancelS)),
  cancelCounts('even after another cancel was refused for good', 'till', [cancelRefused()], cancel(cancelS)),
  cancelDoesNotCount('the order was never known', cancelling(), cancelledAt),
  cancelDoesNotCount('T_quiet has not quite passed', cancelling(), 119_999),
  cancelDoesNotCount(
    'the order became known only afterwards',
    working(knownFirst, { orderKnownAt: 65_200 }),
    cancelledAt,
  ),
  cancelDoesNotCount('T_quiet counts from the last pay', working(cancelling(), { paySentAt: 12_000 }), 131_999),
  cancelDoesNotCount('T_quiet counts from the start of the process', recovered(cancelling()), 129_999),
  ...[refusal, 'PROCESS_FAIL'].flatMap((code) =>
    (['stop', 'deadline', 'recovery'] as const).map((by): Case => ({
      row: '5.2/20',
      when: `cancel F ${code}`,
      policy: 'both',
      from: [cancelling(by), cancelling(by, known(sent()))],
      event: cancel(cancelF(code)),
      records: [{ kind: 'cancel.refused', code }],
      sends: ['inquire now'],
      to: 'cancelling',
      facts: { standing: { at: 'cancelling', by, refusedForGood: code } },
    })),
  ),
  ...[cancelF('ORDER_NOT_EXIST'), cancelF('ACCESS_DENIED'), cancelUnknown, none].map((answer): Case => ({
    row: '5.2/21',
    when: `cancel ${answer.kind}${'code' in answer ? ` ${answer.code}` : ''}`,
    policy: 'both',
    from: any,
    event: cancel(answer),
    records: [],
    sends: ['inquire now'],
    arms: { cancel: 1_500 },
    to: 'cancelling',
  })),
  {
    row: '5.2/22',
    when: 'pay S: evidence, not a result (R6)',
    policy: 'both',
    from: any,
    event: pay(payS, 70_000),
    records: [{ kind: 'evidence', from: 'pay', success }],
    sends: [],
    to: 'cancelling',
    facts: { successSeen: success, orderKnown: true },
  },
  {
    row: '5.2/22',
    when: 'inquiry S/S: evidence, not a result (R6)',
    policy: 'both',
    from: any,
    event: inquiry(inquiryS, 70_000),
    records: [{ kind: 'evidence', from: 'inquiry', success }],
    sends: [],
    to: 'cancelling',
    facts: { successSeen: success, orderKnown: true },
  },
  {
    row: '5.2/22b',
    when: 'pay F, listed or not',
    policy: 'both',
    from: [...any, cancelRefused()],
    event: pay(payF('RISK_REJECT'), 70_000),
    records: [{ kind: 'evidence', from: 'pay', says: 'failed', code: 'RISK_REJECT' }],
    sends: [],
    to: 'cancelling',
  },
  ...[payUnknown, payInProcess, none].map((answer): Case => ({
    row: '5.2/22b',
    when: `pay ${answer.kind}`,
    policy: 'both',
    from: [...any, cancelRefused()],
    event: pay(answer, 70_000),
    records: [],
    sends: [],
    to: 'cancelling',
  })),
  unwanted('at once: the ledger that answers is the one that refused', 'till', cancelRefused(), 66_000),
  unwanted('asked T_quiet after the last cancel', 'both', cancelRefused(), cancelledAt + 120_000),
  unwanted('the same after a restart', 'both', restarted(cancelRefused()), 130_000),
  stillAsking('asked before T_quiet has passed', cancelRefused(), cancelledAt + 119_999),
  stillAsking('the same after a restart', restarted(cancelRefused()), 129_999),
  ...[
    { name: 'window-alarm', at: 4_200_000, why: 'window-closing' } as const,
    { name: 'window-end', at: 5_100_000, why: 'window-closed' } as const,
  ].map(({ name, at, why }): Case => ({
    row: '5.2/25',
    when: `T_window: ${why}`,
    policy: 'both',
    from: [...any, cancelRefused()],
    event: timer(name, at),
    records: [{ kind: 'alarm', why }],
    sends: [],
    to: 'cancelling',
  })),
];

/** A process that started at t0 + 10 s and found the cancel refused; "since boot" is counted from there. */
function restarted(start: Start): Start {
  return working(recovered(start), { cancelSentAt: 10_000, cancellingSince: 10_000 });
}

function cancelCounts(when: string, policy: Case['policy'], from: Case['from'], event: Case['event']): Case {
  return {
    row: '5.2/19',
    when: `cancel S, ${when}`,
    policy,
    from,
    event,
    records: [{ kind: 'final', outcome: 'cancelled', unwanted: false, success: null }],
    sends: [],
    ...endsAll,
    to: 'cancelled',
    facts: { standing: { at: 'cancelled' } },
  };
}

function cancelDoesNotCount(when: string, start: Start, sentAt: number): Case {
  return {
    row: '5.2/19b',
    when: `cancel S, but ${when}`,
    policy: 'backend',
    from: [start],
    event: cancel(cancelS, sentAt),
    records: [],
    sends: ['inquire now'],
    arms: { cancel: 1_500 },
    to: 'cancelling',
  };
}

function unwanted(when: string, policy: Case['policy'], start: Start, sentAt: number): Case {
  return {
    row: '5.2/23',
    when: `S/S after the cancel was refused for good, ${when}`,
    policy,
    from: [start],
    event: inquiry(inquiryS, sentAt + 100, sentAt),
    records: [{ kind: 'final', outcome: 'paid', unwanted: true, success }],
    sends: [],
    ...endsAll,
    to: 'paid',
    facts: { standing: { at: 'paid', success, unwanted: true, refusedForGood: refusal } },
  };
}

function stillAsking(when: string, start: Start, sentAt: number): Case {
  return {
    row: '5.2/23',
    when: `S/S after the cancel was refused for good, ${when}`,
    policy: 'backend',
    from: [start],
    event: inquiry(inquiryS, sentAt + 100, sentAt),
    records: [],
    sends: [],
    to: 'cancelling',
  };
}
