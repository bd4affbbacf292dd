import type { Attempt, Working } from './attempt.ts';
import type { AttemptEvent, Effect } from './events.ts';
import { fold } from './fold.ts';
import { cancelWindowEnd, limitsOf, type Policy } from './policy.ts';
import type { PayIntent } from './records.ts';
import { assertNever } from './result.ts';
import { stepBy, type Step } from './step.ts';
import { whenAsking } from './when-asking.ts';
import { startCancelling, whenCancelling } from './when-cancelling.ts';
import { whenFinal } from './when-final.ts';
import { resumeVoiding, whenVoiding } from './when-voiding.ts';

export type { Step } from './step.ts';

/**
 * What an attempt becomes after an event: the facts to journal, and what to do once they are durable.
 * No clock, no ids, no I/O. The row that decided is named in `rule` (RELIABILITY 5.2, 5.3).
 */
export function advance(attempt: Attempt, event: AttemptEvent, policy: Policy): Step {
  if (event.type === 'unverified')
    return stepBy(attempt, '5.2/28', { records: [{ kind: 'security', why: event.why }] });
  switch (attempt.facts.standing.at) {
    case 'asking':
      return whenAsking(attempt, event, policy);
    case 'cancelling':
      return whenCancelling(attempt, event, policy);
    case 'voiding':
      return whenVoiding(attempt, event, policy);
    case 'paid':
    case 'declined':
    case 'cancelled':
    case 'conflict':
    case 'voided':
      return whenFinal(attempt, event, policy);
    default:
      return assertNever(attempt.facts.standing);
  }
}

/** What READY can meet (rows 1, 1b, 2, and M1). `refused`: a guard of row 1 that does not hold, by name. */
export type BeginEvent =
  | { type: 'scanned'; intent: PayIntent; refused: null }
  | { type: 'scanned'; intent: null; refused: string }
  | { type: 'commit-failed' };

export type BeginStep = Omit<Step, 'attempt'> & { attempt: Attempt | null };

/** READY: an attempt begins, or nothing happens at all. */
export function begin(event: BeginEvent, policy: Policy): BeginStep {
  if (event.type === 'commit-failed') return { rule: '5.2/2', records: [], attempt: null, effects: [] };
  if (event.intent === null) return { rule: '5.2/1b', records: [], attempt: null, effects: [] };
  const facts = fold([event.intent]);
  if (facts === null) throw new Error('an intent makes an attempt');
  const working: Working = { ...freshWorking, view: 'sent' };
  const { deadlineMs, escalateMs } = limitsOf(facts, policy);
  return {
    rule: event.intent.scenario === 'PaymentCode' ? '5.2/1' : '5.2b/M1',
    records: [event.intent],
    attempt: { facts, working },
    effects: [
      { type: 'send-pay', number: 1 },
      { type: 'arm', timer: 'poll', afterMs: policy.firstPollLatestMs },
      { type: 'arm', timer: 'deadline', afterMs: deadlineMs },
      { type: 'arm', timer: 'escalate', afterMs: escalateMs },
    ],
  };
}

/**
 * Row 27 and RELIABILITY 5.4: the process died, and this is the attempt in the next one. Asks, never pays (R9).
 * `at`: elapsed by R11, capped at the deadline. `sinceIntentMs`: the wall clock's claim, for the cancel window only.
 */
export function recover(facts: Attempt['facts'], at: number, sinceIntentMs: number, policy: Policy): Step {
  const attempt: Attempt = {
    facts,
    working: {
      ...freshWorking,
      view: 'unsure',
      recovered: true,
      paySentAt: at,
      orderKnownAt: facts.orderKnown ? at : null,
      cancelSentAt: at,
      cancellingSince: at,
    },
  };
  const { deadlineMs, escalateMs } = limitsOf(facts, policy);
  const escalate: Effect[] = facts.escalated
    ? []
    : [{ type: 'arm', timer: 'escalate', afterMs: Math.max(0, escalateMs - at) }];
  const isOrder = facts.intent.scenario === 'OrderCode';
  switch (facts.standing.at) {
    case 'asking':
      return stepBy(attempt, '5.4/asking', {
        effects: [
          { type: 'inquire', purpose: 'now' },
          { type: 'arm', timer: 'poll', afterMs: isOrder ? policy.order.pollMs : policy.pollLateMs },
          { type: 'arm', timer: 'deadline', afterMs: Math.max(0, deadlineMs - at) },
          ...escalate,
        ],
      });
    case 'cancelling': {
      const windowInMs = cancelWindowEnd(facts.intent.wallAt) - facts.intent.wallAt - sinceIntentMs;
      return stepBy(attempt, '5.4/cancelling', startCancelling(attempt, at, windowInMs, policy, [...escalate]));
    }
    case 'voiding':
      return stepBy(attempt, '5.4/voiding', resumeVoiding(attempt, at, policy));
    default:
      return stepBy(attempt, '5.4/final');
  }
}

const freshWorking: Working = {
  view: 'sent',
  code: null,
  recovered: false,
  asking: null,
  silentInquiries: 0,
  paySentAt: 0,
  orderKnownAt: null,
  cancelsSent: 0,
  cancelSentAt: 0,
  cancellingSince: 0,
  late: { state: 'none' },
};
