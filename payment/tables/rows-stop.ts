import {
  asked,
  endsAsking,
  inquiryInProcess,
  inquiryRefused,
  inquiryUnknown,
  inquiryUnsettled,
  none,
  notExist,
  timer,
  type Case,
} from './row.ts';
import { asking, known, recovered, resent, sent, unsure, waiting } from './starts.ts';

const open = [sent(), waiting(), unsure(), resent(unsure(), 3)];

const notFinal = [inquiryInProcess, inquiryUnsettled, notExist, inquiryRefused, inquiryUnknown, none];

function askedBecause(why: 'stop' | 'deadline'): Case['from'] {
  return [sent(), waiting(), unsure(), known(unsure())].map((start) => asking(start, why));
}

/** Rows 17 to 18: before a cancel, the acquirer itself is asked once. */
export const rowsOfStop: readonly Case[] = [
  {
    row: '5.2/17',
    when: 'the cashier presses Stop',
    policy: 'both',
    from: [...open, recovered(unsure())],
    event: { type: 'stop', at: 20_000 },
    records: [],
    sends: ['inquire ask'],
    arms: { ask: 2_000 },
    to: 'same',
    working: { asking: 'stop' },
  },
  {
    row: '5.2/18',
    when: 'T_deadline',
    policy: 'both',
    from: [...open, recovered(unsure())],
    event: timer('deadline', 75_000),
    records: [],
    sends: ['inquire ask'],
    arms: { ask: 2_000 },
    to: 'same',
    working: { asking: 'deadline' },
  },
  ...notFinal.flatMap((answer) => [
    cancels('5.2/17b', 'stop', `the inquiry of Stop says ${answer.kind}`, askedBecause('stop'), asked(answer)),
    cancels(
      '5.2/18',
      'deadline',
      `that of the deadline says ${answer.kind}`,
      askedBecause('deadline'),
      asked(answer, 66_000),
    ),
  ]),
  cancels('5.2/17b', 'stop', '2 s passed without an answer', askedBecause('stop'), timer('ask', 22_000)),
  cancels('5.2/18', 'deadline', '2 s passed without an answer', askedBecause('deadline'), timer('ask', 77_000)),
  ...(['stop', 'deadline', 'recovery'] as const).map((by) => ({
    ...cancels('5.2/17b', by, `a till that has asked itself wants a cancel: ${by}`, open, {
      type: 'cancel-asked',
      at: 20_000,
      by,
    }),
    policy: 'backend' as const,
  })),
  {
    row: '5.2/17c',
    when: 'Stop again',
    policy: 'both',
    from: [...askedBecause('stop'), ...askedBecause('deadline')],
    event: { type: 'stop', at: 21_000 },
    records: [],
    sends: [],
    to: 'same',
  },
  {
    row: '5.2/17c',
    when: 'T_deadline while Stop asks',
    policy: 'both',
    from: askedBecause('stop'),
    event: timer('deadline', 75_000),
    records: [],
    sends: [],
    to: 'same',
    working: { asking: 'stop' },
  },
];

function cancels(
  row: string,
  by: 'stop' | 'deadline' | 'recovery',
  when: string,
  from: Case['from'],
  event: Case['event'],
): Case {
  return {
    row,
    when,
    policy: 'both',
    from,
    event,
    records: [{ kind: 'cancel.intent', by }],
    sends: ['cancel'],
    ...endsAsking,
    to: 'cancelling',
    facts: { standing: { at: 'cancelling', by, refusedForGood: null } },
    working: { asking: null, cancelsSent: 1 },
  };
}
