import type { Success } from './answers.ts';
import type { CancelBy, Elapsed } from './events.ts';
import type { OrderCodeFact, PayIntent } from './records.ts';

/** What the journal knows of an attempt: `fold` of its records gives exactly this (DESIGN: durable part). */
export type Facts = {
  intent: PayIntent;
  /** Upper bound of how often pay may have been sent: a `tx` record stands before its send. */
  transmissions: number;
  /** The acquirer has shown, in an answer that is on record, that it knows the order (R7). */
  orderKnown: boolean;
  /** A success is on record, whatever the end. */
  successSeen: Success | null;
  escalated: boolean;
  /** The code that the acquirer made for this order. */
  orderCode: OrderCodeFact | null;
  /** It was taken off the customer's screen, for good. */
  codeOff: boolean;
  standing: Standing;
};

export type Standing =
  | { at: 'asking' }
  | { at: 'cancelling'; by: CancelBy | 'no-code'; refusedForGood: string | null }
  | { at: 'paid'; success: Success; unwanted: boolean; refusedForGood: string | null }
  | { at: 'declined'; code: string }
  | { at: 'cancelled' }
  | { at: 'conflict'; from: 'declined' | 'cancelled'; success: Success; refusedForGood: string | null }
  | { at: 'voiding'; from: 'paid' | 'conflict'; unwanted: boolean; success: Success; refusedForGood: string | null }
  | { at: 'voided'; success: Success };

/** What this process is doing about it; gone with the process. */
export type Working = {
  view: 'sent' | 'waiting' | 'shown' | 'unsure';
  /** What the customer scans; in memory only, so that no restart can show it again (M6). */
  code: string | null;
  /** The attempt was open when this process started (R4, R9). */
  recovered: boolean;
  /** Row 17 or 18 is asking; its answer, or 2 s, decides. */
  asking: 'stop' | 'deadline' | null;
  /** Inquiries in a row that said nothing about the payment (row 15). */
  silentInquiries: number;
  /** When pay last left; after a restart, the start (R5). */
  paySentAt: Elapsed;
  /** Since when the acquirer is known to know the order (R7). */
  orderKnownAt: Elapsed | null;
  cancelsSent: number;
  cancelSentAt: Elapsed;
  cancellingSince: Elapsed;
  late: { state: 'none' } | { state: 'asking'; triesLeft: number } | { state: 'done' };
};

export type Attempt = { facts: Facts; working: Working };

/** The state's name in RELIABILITY's tables. */
export type Phase =
  | 'sent'
  | 'waiting'
  | 'shown'
  | 'unsure'
  | 'cancelling'
  | 'paid'
  | 'declined'
  | 'cancelled'
  | 'conflict'
  | 'voiding'
  | 'voided';

export function phaseOf(attempt: Attempt): Phase {
  const { at } = attempt.facts.standing;
  return at === 'asking' ? attempt.working.view : at;
}

/** OPEN: money may move and the answer is not known (RELIABILITY 5.2). */
export function isOpen(facts: Facts): boolean {
  return facts.standing.at === 'asking' || facts.standing.at === 'cancelling';
}
