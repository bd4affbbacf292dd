import type { Attempt, AttemptRecord, AttemptWire, Clock, EpochMs, PayIntent, Policy } from '#payment';

import type { Display } from '#contract';

import type { Acquirer } from '../terminal/index.ts';
import { allChecks, type Checks } from './client.ts';
import { allHintChecks, type HintChecks } from './hint-client.ts';
import { allNoticeChecks, type NoticeChecks } from './notice-client.ts';

/** Where a bug can be planted around the code under test. `noBugs` leaves it as it is. */
export type Planted = {
  readonly name: string;
  /** Where it is planted; null for wherever its hooks reach. */
  readonly tier: 'till' | 'backend' | null;
  readonly checks: Checks;
  policy(policy: Policy): Policy;
  wire(wire: AttemptWire, intent: PayIntent): AttemptWire;
  /** What a till takes for an attempt's beginning, by the backend's clock (R13). */
  beganAt(intent: PayIntent, reckoned: EpochMs | null): EpochMs | null;
  /** The till's way to its backend. */
  acquirer(acquirer: Acquirer): Acquirer;
  /** What a process reads of its journal when it starts. */
  reads(records: readonly AttemptRecord[]): readonly AttemptRecord[];
  /** What is written in place of these records. */
  writes(records: readonly AttemptRecord[], before: readonly AttemptRecord[]): readonly AttemptRecord[];
  /** Open attempts are taken up after a restart. */
  resumes: boolean;
  /** A commit is said to be done before it is. */
  commitsLater: boolean;
  /** The id and the bytes that a transmission carries. */
  idOf(id: string, number: number): string;
  bodyOf(body: string, number: number): string;
  /** A second attempt may begin while the first is open. */
  startsWhileOpen: boolean;
  /** What is checked of a notification of Alipay+, and of a hint of the backend. */
  noticeChecks: NoticeChecks;
  hintChecks: HintChecks;
  /** A notification that comes again is not acted on again. */
  noticesOnce: boolean;
  /** A copy of a notification is acknowledged before the first is on record. */
  acknowledgesCopies: boolean;
  /** A notification is taken for the outcome itself. */
  believes(attempt: Attempt, says: string): boolean;
  /** Inquiries pass the gate of 5.1, and its times outlive a restart. */
  gated: boolean;
  gateRemembers: boolean;
  /** What an engine is told of what it is to do. */
  intent(intent: PayIntent): PayIntent;
  /** What a customer display shows, told `now` where it showed `last`. */
  display(now: Display, last: Display | null): Display;
  /** A repeated POST for an order's code gets the code that was made for the first. */
  keepsCodes: boolean;
  /** The time that a till is told is left of a code, where `leftMs` is. */
  codeLeft(leftMs: number): number;
  /** The clock that a process gets. */
  clock(clock: Clock): Clock;
};

export const noBugs: Planted = {
  name: 'none',
  tier: null,
  checks: allChecks,
  policy: (policy) => policy,
  wire: (wire) => wire,
  beganAt: (_, reckoned) => reckoned,
  acquirer: (acquirer) => acquirer,
  reads: (records) => records,
  writes: (records) => records,
  resumes: true,
  commitsLater: false,
  idOf: (id) => id,
  bodyOf: (body) => body,
  startsWhileOpen: false,
  noticeChecks: allNoticeChecks,
  hintChecks: allHintChecks,
  noticesOnce: true,
  acknowledgesCopies: false,
  believes: () => false,
  gated: true,
  gateRemembers: true,
  intent: (intent) => intent,
  display: (now) => now,
  keepsCodes: true,
  codeLeft: (leftMs) => leftMs,
  clock: (clock) => clock,
};
