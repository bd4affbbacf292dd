import type { CancelAnswer, InquiryAnswer, PayAnswer } from './answers.ts';

/** Milliseconds since the attempt began (t0), on the monotonic clock (R11). */
export type Elapsed = number;

/** Why an inquiry was sent. `ask` is the one of rows 17 and 18, `late` the one of row 26. */
export type InquiryPurpose = 'poll' | 'now' | 'ask' | 'quiet' | 'late' | 'fresh';

export type TimerName =
  | 'retry' // T_retry
  | 'poll' // T_poll
  | 'deadline' // T_deadline
  | 'escalate' // T_escalate
  | 'code-off' // M5: the code is taken off the screen
  | 'ask' // the 2 s of rows 17 and 18
  | 'cancel' // T_cancel
  | 'cancel-poll' // CANCELLING at the till: its backend's ledger is asked
  | 'quiet' // T_quiet after the last pay transmission
  | 'cancel-quiet' // T_quiet after the last cancel transmission, once refused for good
  | 'late' // the late inquiry of row 26
  | 'window-alarm' // T_window − 15 min
  | 'window-end'; // T_window

/** Who wants the payment closed. `deadline` and `recovery` are a till's reasons, passed on to its backend. */
export type CancelBy = 'stop' | 'deadline' | 'recovery';

/** What a push or a notification says about a payment. It is a reason to ask, and never an answer. */
export type HintWord = 'succeeded' | 'failed' | 'conflict' | 'other';

/** What can happen to an attempt. Time and answers come in the event; there is no other input. */
export type AttemptEvent = { at: Elapsed } & (
  | { type: 'pay-answered'; number: number; answer: PayAnswer }
  | { type: 'inquiry-answered'; purpose: InquiryPurpose; sentAt: Elapsed; answer: InquiryAnswer }
  | { type: 'cancel-answered'; sentAt: Elapsed; answer: CancelAnswer }
  | { type: 'timer'; timer: TimerName }
  | { type: 'hint'; says: HintWord }
  /** The cashier presses Stop (row 17). */
  | { type: 'stop' }
  /** A till asks its backend to cancel, having asked for the outcome itself (row 17b; PAID: row F8). */
  | { type: 'cancel-asked'; by: CancelBy }
  /** A message that failed its checks (row 28). */
  | { type: 'unverified'; why: string }
);

/** What is to be done, after the records are durable. */
export type Effect =
  | { type: 'send-pay'; number: number }
  | { type: 'inquire'; purpose: InquiryPurpose }
  | { type: 'cancel' }
  | { type: 'arm'; timer: TimerName; afterMs: number }
  | { type: 'disarm'; timer: TimerName }
  /** A final state: nothing is waited for any more. */
  | { type: 'disarm-all' };
