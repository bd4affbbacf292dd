import type {
  AttemptEvent,
  CancelAnswer,
  Facts,
  InquiryAnswer,
  InquiryPurpose,
  NoneReason,
  PayAnswer,
  Phase,
  TimerName,
  Working,
} from '#payment';

import { cancelledAt, orderCode, proof, success, type Start } from './starts.ts';

/** What a step sends: `pay 2`, `inquire now`, `cancel`. */
export type Send = `pay ${number}` | `inquire ${InquiryPurpose}` | 'cancel';

/** One line of the table with one choice of its guards: from each of the states, this event does exactly this. */
export type Case = {
  row: string;
  /** The row by which it is decided, where the text's own row is no event that an engine sees. */
  decidedBy?: string;
  when: string;
  policy: 'till' | 'backend' | 'both';
  from: readonly Start[];
  event: AttemptEvent;
  /** All records, in order; each by the fields that matter. */
  records: readonly ({ kind: string } & Record<string, unknown>)[];
  /** All that is sent, in order. */
  sends: readonly Send[];
  /** Timers that must be running afterwards, in ms from now; others may run too. */
  arms?: Partial<Record<TimerName, number>>;
  /** Timers that must not be running afterwards, though they all were before. */
  ends?: readonly TimerName[];
  to: Phase | 'same';
  /** The facts that change; every other fact must stay. */
  facts?: Partial<Facts>;
  working?: Partial<Working>;
};

export const everyTimer: readonly TimerName[] = [
  'retry',
  'poll',
  'deadline',
  'escalate',
  'code-off',
  'ask',
  'cancel',
  'cancel-poll',
  'quiet',
  'cancel-quiet',
  'late',
  'window-alarm',
  'window-end',
];

/** "Entering a final state ends all but T_watch." */
export const endsAll: { ends: readonly TimerName[] } = { ends: everyTimer };

/** "Entering CANCELLING ends T_retry, T_poll, T_deadline and the 2 s of row 17." */
export const endsAsking: { ends: readonly TimerName[] } = { ends: ['retry', 'poll', 'deadline', 'ask', 'code-off'] };

export const payS: PayAnswer = { kind: 'succeeded', success, proof };
export const payInProcess: PayAnswer = { kind: 'in-process', proof };
export const payCode = { kind: 'code', orderCode, proof } as const satisfies PayAnswer;
export const payUnknown: PayAnswer = { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };
export function payF(code: string): PayAnswer {
  return { kind: 'failed', code, proof };
}

export const none = noneBecause('no-answer');
export function noneBecause(why: NoneReason): { kind: 'none'; why: NoneReason } {
  return { kind: 'none', why };
}

export const inquiryS: InquiryAnswer = { kind: 'succeeded', success, proof };
export const inquiryClosed: InquiryAnswer = { kind: 'closed', proof };
export const inquiryF: InquiryAnswer = { kind: 'failed', code: 'RISK_REJECT', proof };
export const inquiryInProcess: InquiryAnswer = { kind: 'in-process', proof };
export const inquiryUnsettled: InquiryAnswer = { kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof };
export const notExist: InquiryAnswer = { kind: 'not-exist', proof };
export const inquiryRefused: InquiryAnswer = { kind: 'refused', code: 'ACCESS_DENIED', proof };
export const inquiryUnknown: InquiryAnswer = { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };

export const cancelS: CancelAnswer = { kind: 'succeeded', proof };
export const cancelUnknown: CancelAnswer = { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };
export function cancelF(code: string): CancelAnswer {
  return { kind: 'refused', code, proof };
}

export function pay(answer: PayAnswer, at = 1_000, number = 1): AttemptEvent {
  return { type: 'pay-answered', at, number, answer };
}

/** An inquiry's answer; it was sent 100 ms earlier unless told. */
export function inquiry(answer: InquiryAnswer, at = 20_000, sentAt = at - 100): AttemptEvent {
  return { type: 'inquiry-answered', purpose: 'poll', at, sentAt, answer };
}

/** The same, to the inquiry of rows 17 and 18. */
export function asked(answer: InquiryAnswer, at = 20_000): AttemptEvent {
  return { type: 'inquiry-answered', purpose: 'ask', at, sentAt: at - 100, answer };
}

/** The same, to the late inquiry of row 26. */
export function askedLate(answer: InquiryAnswer, at = 150_000): AttemptEvent {
  return { type: 'inquiry-answered', purpose: 'late', at, sentAt: at - 100, answer };
}

/** The answer to the cancel that was sent at `sentAt`. */
export function cancel(answer: CancelAnswer, sentAt = cancelledAt): AttemptEvent {
  return { type: 'cancel-answered', at: sentAt + 500, sentAt, answer };
}

export function timer(name: TimerName, at: number): AttemptEvent {
  return { type: 'timer', at, timer: name };
}

export function hint(says: 'succeeded' | 'failed' | 'conflict' | 'other', at = 20_000): AttemptEvent {
  return { type: 'hint', at, says };
}
