import { phaseOf, type AttemptEvent } from '#payment';

import {
  asked,
  askedLate,
  cancel,
  cancelF,
  cancelS,
  cancelUnknown,
  everyTimer,
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
  notExist,
  pay,
  payCode,
  payF,
  payInProcess,
  payS,
  payUnknown,
  timer,
} from './row.ts';
import * as start from './starts.ts';

export type Named<T> = { name: string; of: T };

/** Every phase, and every part of a state that a row looks at. */
export const states: readonly Named<start.Start>[] = [
  start.sent(),
  start.resent(start.sent(), 2),
  start.waiting(),
  start.unsure(),
  start.resent(start.unsure(), 3),
  start.recovered(start.unsure()),
  ...[start.sent(), start.waiting(), start.unsure()].flatMap((open) => [
    start.asking(open, 'stop'),
    start.asking(open, 'deadline'),
  ]),
  start.escalated(start.unsure()),
  start.cancelling(),
  start.known(start.cancelling()),
  start.recovered(start.cancelling()),
  start.escalated(start.cancelling()),
  start.cancelRefused(),
  start.paid(),
  start.paidUnwanted(),
  start.declined(),
  start.cancelled(),
  start.working({ ...start.cancelled(), name: 'CANCELLED, asked late' }, { late: { state: 'asking', triesLeft: 8 } }),
  start.working({ ...start.cancelled(), name: 'CANCELLED, asked late, over' }, { late: { state: 'done' } }),
  start.ordered(start.sent()),
  start.recovered(start.ordered(start.unsure())),
  start.shown(),
  start.codeOff(start.shown()),
  start.asking(start.codeOff(start.shown()), 'stop'),
  start.escalated(start.shown()),
  start.ordered(start.cancelling()),
  start.ordered(start.cancelled()),
  start.conflict(),
  start.voiding(),
  start.voidRefused(),
  start.escalated(start.voiding()),
  start.voided(),
].map((of) => ({ name: `${phaseOf(of)} (${of.name})`, of }));

const inquiryAnswers = [
  inquiryS,
  inquiryClosed,
  inquiryF,
  inquiryInProcess,
  inquiryUnsettled,
  notExist,
  inquiryRefused,
  inquiryUnknown,
  none,
];

/** Every event with every answer, late enough that no limit of time is what decides. */
export const events: readonly Named<AttemptEvent>[] = [
  ...[payS, payF('RISK_REJECT'), payF('PROCESS_FAIL'), payInProcess, payCode, payUnknown, none].map((answer) =>
    pay(answer, 300_000),
  ),
  ...inquiryAnswers.map((answer) => inquiry(answer, 300_000)),
  ...inquiryAnswers.map((answer) => asked(answer, 300_000)),
  ...inquiryAnswers.map((answer) => askedLate(answer, 300_000)),
  ...[cancelS, cancelF(start.refusal), cancelF('ACCESS_DENIED'), cancelUnknown, none].map((answer) =>
    cancel(answer, 300_000),
  ),
  ...everyTimer.map((name) => timer(name, 300_000)),
  ...(['succeeded', 'failed', 'conflict', 'other'] as const).map((says) => hint(says, 300_000)),
  { type: 'stop' as const, at: 300_000 },
  ...(['stop', 'deadline', 'recovery'] as const).map((by) => ({ type: 'cancel-asked' as const, at: 300_000, by })),
  { type: 'unverified' as const, at: 300_000, why: 'bad-signature' },
].map((of) => ({ name: nameOf(of), of }));

function nameOf(event: AttemptEvent): string {
  switch (event.type) {
    case 'cancel-answered':
      if (event.answer.kind === 'refused' && event.answer.code === start.refusal)
        return `${event.type} refused for good`;
      return `${event.type} ${event.answer.kind}`;
    case 'pay-answered':
      return `${event.type} ${event.answer.kind}`;
    case 'inquiry-answered':
      return `${event.type} (${event.purpose}) ${event.answer.kind}`;
    case 'timer':
      return `timer ${event.timer}`;
    case 'hint':
      return `hint ${event.says}`;
    case 'cancel-asked':
      return `cancel-asked ${event.by}`;
    case 'stop':
    case 'unverified':
      return event.type;
  }
}
