import type { BeginEvent, Phase, Policy } from '#payment';

import type { Send } from './row.ts';
import {
  cancelling,
  cancelRefused,
  escalated,
  codeOff,
  intent,
  known,
  ordered,
  orderIntent,
  resent,
  sent,
  shown,
  unsure,
  voiding,
  voidRefused,
  waiting,
  type Start,
} from './starts.ts';

/** READY: rows 1, 1b and 2. */
export type ReadyCase = {
  row: string;
  when: string;
  event: BeginEvent;
  records: readonly string[];
  sends: readonly Send[];
  arms: (policy: Policy) => Record<string, number>;
  to: Phase | 'READY';
};

export const rowsOfReady: readonly ReadyCase[] = [
  {
    row: '5.2b/M1',
    when: 'a code is to be shown',
    event: { type: 'scanned', intent: orderIntent, refused: null },
    records: ['pay.intent'],
    sends: ['pay 1'],
    arms: ({ cancelLeavesTombstone: till }) => ({ poll: 8_000, deadline: till ? 195_000 : 185_000, escalate: 210_000 }),
    to: 'sent',
  },
  {
    row: '5.2/1',
    when: 'a code is scanned and every guard holds',
    event: { type: 'scanned', intent, refused: null },
    records: ['pay.intent'],
    sends: ['pay 1'],
    arms: ({ cancelLeavesTombstone: till }) => ({ poll: 8_000, deadline: till ? 75_000 : 65_000, escalate: 90_000 }),
    to: 'sent',
  },
  {
    row: '5.2/1b',
    when: 'a code is scanned and a guard does not hold',
    event: { type: 'scanned', intent: null, refused: 'backend-not-reachable' },
    records: [],
    sends: [],
    arms: () => ({}),
    to: 'READY',
  },
  {
    row: '5.2/2',
    when: 'the intent cannot be written',
    event: { type: 'commit-failed' },
    records: [],
    sends: [],
    arms: () => ({}),
    to: 'READY',
  },
];

/** Row 27 and RELIABILITY 5.4: the process dies, and the next one asks or cancels, and never pays (R9). */
export type RestartCase = {
  row: string;
  when: string;
  from: readonly Start[];
  sends: readonly Send[];
  to: Phase;
  /** Since t0, ms. */
  deadline: (policy: Policy) => number;
  escalate: number;
};

const byPaymentCode = { deadline: ({ deadlineMs }: Policy) => deadlineMs, escalate: 90_000 };

/** After the code has expired, which was 182 s after t0 where it came, else 180 s. */
function byOrderCode(expiresMs: number): Pick<RestartCase, 'deadline' | 'escalate'> {
  return { deadline: ({ order }) => expiresMs + order.deadlineAfterMs, escalate: expiresMs + 30_000 };
}

export const rowsOfRestart: readonly RestartCase[] = [
  {
    row: '5.2b/M6',
    when: 'found with its code shown: asked at once, and the code is never shown again',
    from: [shown(), codeOff(shown())],
    sends: ['inquire now'],
    to: 'unsure',
    ...byOrderCode(182_000),
  },
  {
    row: '5.2b/M6',
    when: 'found while the code was being made: the same',
    from: [ordered(sent()), ordered(resent(unsure(), 2))],
    sends: ['inquire now'],
    to: 'unsure',
    ...byOrderCode(180_000),
  },
  {
    row: '5.2/27',
    when: 'found asking: asked at once',
    from: [sent(), waiting(), unsure(), resent(unsure(), 3), known(unsure()), escalated(unsure())],
    sends: ['inquire now'],
    to: 'unsure',
    ...byPaymentCode,
  },
  {
    row: '5.2/27',
    when: 'found cancelling: cancelled again and asked',
    from: [cancelling('stop'), cancelling('recovery', resent(unsure(), 2))],
    sends: ['cancel', 'inquire now'],
    to: 'cancelling',
    ...byPaymentCode,
  },
  {
    row: '5.2/27',
    when: 'found cancelling, refused for good: asked',
    from: [cancelRefused()],
    sends: ['inquire now'],
    to: 'cancelling',
    ...byPaymentCode,
  },
  {
    row: '5.2/27',
    when: 'found voiding: cancelled again',
    from: [voiding()],
    sends: ['cancel'],
    to: 'voiding',
    ...byPaymentCode,
  },
  {
    row: '5.2/27',
    when: 'found voiding, refused',
    from: [voidRefused()],
    sends: ['inquire now'],
    to: 'voiding',
    ...byPaymentCode,
  },
];
