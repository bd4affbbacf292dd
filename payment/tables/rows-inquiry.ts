import {
  asked,
  endsAll,
  endsAsking,
  hint,
  inquiry,
  inquiryClosed,
  inquiryF,
  inquiryInProcess,
  inquiryRefused,
  inquiryS,
  inquiryUnknown,
  inquiryUnsettled,
  none,
  noneBecause,
  notExist,
  timer,
  type Case,
} from './row.ts';
import {
  asking,
  cancelling,
  cancelRefused,
  escalated,
  known,
  recovered,
  resent,
  sent,
  success,
  unsure,
  waiting,
  working,
} from './starts.ts';

const open = [sent(), waiting(), unsure(), resent(unsure(), 3), recovered(unsure())];
const askedOpen = [asking(sent(), 'stop'), asking(waiting(), 'stop'), asking(unsure(), 'deadline')];
const anyCancelling = [cancelling(), cancelling('stop', resent(unsure(), 2)), cancelRefused()];

/** Rows 9 to 16: what inquiries answer, and hints. */
export const rowsOfInquiry: readonly Case[] = [
  ...[
    { event: inquiry(inquiryS), from: open },
    { event: asked(inquiryS), from: askedOpen },
  ].map(({ event, from }): Case => ({
    row: '5.2/9',
    when: 'inquiry S/S',
    policy: 'both',
    from,
    event,
    records: [{ kind: 'final', outcome: 'paid', unwanted: false, success }],
    sends: [],
    ...endsAll,
    to: 'paid',
    facts: { standing: { at: 'paid', success, unwanted: false, refusedForGood: null } },
  })),
  ...[
    { event: inquiry(inquiryClosed), from: [...open, ...anyCancelling] },
    { event: asked(inquiryClosed), from: askedOpen },
  ].map(({ event, from }): Case => ({
    row: '5.2/10',
    when: 'inquiry S/F ORDER_IS_CLOSED',
    policy: 'both',
    from,
    event,
    records: [{ kind: 'final', outcome: 'cancelled', unwanted: false, success: null }],
    sends: [],
    ...endsAll,
    to: 'cancelled',
    facts: { standing: { at: 'cancelled' } },
  })),
  ...[
    { event: inquiry(inquiryF), from: [...open, ...anyCancelling] },
    { event: asked(inquiryF), from: askedOpen },
  ].map(({ event, from }): Case => ({
    row: '5.2/11',
    when: 'inquiry S/F with another code',
    policy: 'both',
    from,
    event,
    records: [{ kind: 'final', outcome: 'declined', unwanted: false, code: 'RISK_REJECT' }],
    sends: [],
    ...endsAll,
    to: 'declined',
    facts: { standing: { at: 'declined', code: 'RISK_REJECT' } },
  })),
  quietly('5.2/12', 'inquiry S/U PAYMENT_IN_PROCESS', open, inquiry(inquiryInProcess), 'waiting', {
    silentInquiries: 0,
  }),
  quietly('5.2/12', 'inquiry S/U with another code', open, inquiry(inquiryUnsettled), 'unsure', { silentInquiries: 0 }),
  quietly('5.2/12', 'inquiry S/U', anyCancelling, inquiry(inquiryInProcess), 'cancelling'),
  quietly('5.2/12', 'inquiry S/U', anyCancelling, inquiry(inquiryUnsettled), 'cancelling'),
  quietly(
    '5.2/12',
    'an earlier poll answers while row 17 asks',
    [asking(sent(), 'stop')],
    inquiry(inquiryInProcess),
    'waiting',
    {
      asking: 'stop',
    },
  ),
  quietly('5.2/13', 'not known yet, no cancel was sent', [sent(), waiting(), unsure()], inquiry(notExist), 'same'),
  quietly(
    '5.2/13',
    'no cancel was sent, however late',
    [sent(), waiting(), unsure()],
    inquiry(notExist, 300_000),
    'same',
  ),
  quietly('5.2/13', 'T_quiet has not passed', anyCancelling, inquiry(notExist, 120_050, 119_999), 'same'),
  quietly(
    '5.2/13',
    'T_quiet counts from the last pay, not the first',
    [working(cancelling('stop', resent(unsure(), 2)), { paySentAt: 12_000 })],
    inquiry(notExist, 131_000),
    'same',
  ),
  quietly(
    '5.2/13',
    'T_quiet counts from the start of the process',
    [recovered(cancelling())],
    inquiry(notExist, 129_000),
    'same',
  ),
  {
    ...quietly('5.2/13', 'Alipay+ may only be late', [recovered(unsure())], inquiry(notExist), 'same'),
    policy: 'backend',
  },
  {
    row: '5.2/13b',
    when: "not known to the till's backend after a restart",
    policy: 'till',
    from: [recovered(unsure()), recovered(resent(unsure(), 2))],
    event: inquiry(notExist),
    records: [{ kind: 'cancel.intent', by: 'recovery' }],
    sends: ['cancel'],
    ...endsAsking,
    to: 'cancelling',
    facts: { standing: { at: 'cancelling', by: 'recovery', refusedForGood: null } },
  },
  ...[
    { start: cancelling(), at: 120_100 },
    { start: cancelRefused(), at: 300_000 },
    { start: working(cancelling('stop', resent(unsure(), 2)), { paySentAt: 12_000 }), at: 132_100 },
    { start: recovered(cancelling()), at: 130_100 },
  ].map(({ start, at }): Case => ({
    row: '5.2/14',
    when: `R5 holds: asked ${at - 100} ms after t0, not known`,
    policy: 'both',
    from: [start],
    event: inquiry(notExist, at),
    records: [{ kind: 'final', outcome: 'declined', unwanted: false, code: 'NEVER_ARRIVED' }],
    sends: [],
    ...endsAll,
    to: 'declined',
    facts: { standing: { at: 'declined', code: 'NEVER_ARRIVED' } },
  })),
  ...[inquiryRefused, inquiryUnknown, none, noneBecause('bad-signature')].flatMap((answer) => [
    quietly(
      '5.2/15',
      `inquiry ${answer.kind}`,
      [sent(), waiting(), unsure(), ...anyCancelling],
      inquiry(answer),
      'same',
    ),
    quietly('5.2/15', `the second ${answer.kind} in a row`, [silent(1)], inquiry(answer), 'waiting', {
      silentInquiries: 2,
    }),
    quietly('5.2/15', `the third ${answer.kind} in a row`, [silent(2)], inquiry(answer), 'unsure'),
  ]),
  ...(['succeeded', 'failed', 'conflict', 'other'] as const).map((says): Case => ({
    row: '5.2/16',
    when: `a push or notification says ${says}`,
    policy: 'both',
    from: [...open, ...anyCancelling, asking(waiting(), 'stop')],
    event: hint(says),
    records: [{ kind: 'hint', says }],
    sends: ['inquire now'],
    to: 'same',
  })),
  {
    row: '5.2/24',
    when: 'T_escalate',
    policy: 'both',
    from: [...open, ...anyCancelling],
    event: timer('escalate', 90_000),
    records: [{ kind: 'escalated' }],
    sends: [],
    to: 'same',
    facts: { escalated: true },
  },
  quietly(
    '5.2/12',
    'escalation changes nothing else (R14)',
    [escalated(known(unsure()))],
    inquiry(inquiryInProcess),
    'waiting',
  ),
];

function quietly(
  row: string,
  when: string,
  from: Case['from'],
  event: Case['event'],
  to: Case['to'],
  workingThen: Case['working'] = {},
): Case {
  return { row, when, policy: 'both', from, event, records: [], sends: [], to, working: workingThen };
}

function silent(silentInquiries: number): Case['from'][number] {
  return working(waiting(), { silentInquiries });
}
