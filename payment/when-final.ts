import type { InquiryAnswer } from './answers.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptEvent } from './events.ts';
import type { Policy } from './policy.ts';
import type { AttemptRecord, Scenario } from './records.ts';
import { disarmAll, evidenceOf, ignored, stepBy } from './step.ts';
import type { Step } from './step.ts';
import { startVoiding } from './when-voiding.ts';

type Event = Exclude<AttemptEvent, { type: 'unverified' }>;

/** PAID, DECLINED, CANCELLED, CONFLICT, VOIDED: nothing changes the outcome silently (R8, V32). */
export function whenFinal(attempt: Attempt, event: Event, policy: Policy): Step {
  if (event.type === 'stop') return ignored(attempt, 'nothing-is-open');
  if (event.type === 'cancel-asked') return onCancelAsked(attempt, event, policy);
  switch (attempt.facts.standing.at) {
    case 'declined':
    case 'cancelled':
      return afterNotPaid(attempt, event, policy);
    case 'paid':
      return afterPaid(attempt, event);
    default:
      return stepBy(attempt, '5.2/30');
  }
}

/** Row F8: a cancel of what is paid voids it, unless the acquirer has refused that for good. */
function onCancelAsked(attempt: Attempt, event: Extract<Event, { type: 'cancel-asked' }>, policy: Policy): Step {
  const { standing } = attempt.facts;
  const paid = standing.at === 'paid' || standing.at === 'conflict';
  if (!paid || standing.refusedForGood !== null || !policy.cancelVoidsPaid) return ignored(attempt, 'nothing-is-open');
  return stepBy(attempt, 'F8', { records: [{ kind: 'void.intent', by: event.by }], ...startVoiding(event.at) });
}

function afterPaid(attempt: Attempt, event: Event): Step {
  const saysNot =
    event.type === 'inquiry-answered' && (event.answer.kind === 'closed' || event.answer.kind === 'failed');
  if (!saysNot) return stepBy(attempt, '5.2/30');
  return stepBy(attempt, '5.2/30', { records: [{ kind: 'alarm', why: 'paid-then-not' }] });
}

/** Row 26: a success that comes late is asked about, once per attempt and not before 30 s have passed. */
function afterNotPaid(attempt: Attempt, event: Event, policy: Policy): Step {
  const { late } = attempt.working;
  if (event.type === 'inquiry-answered' && event.purpose === 'late')
    return late.state === 'asking'
      ? onLateAnswer(attempt, event.answer, late.triesLeft, policy)
      : ignored(attempt, 'late-inquiry-is-over');
  if (event.type === 'timer' && event.timer === 'late')
    return late.state === 'asking'
      ? stepBy(attempt, '5.2/26', { effects: [{ type: 'inquire', purpose: 'late' }] })
      : ignored(attempt, 'late-inquiry-is-over');
  const record = lateEvidence(event, attempt.facts.intent.scenario);
  if (record === null) return stepBy(attempt, '5.2/30');
  if (late.state !== 'none') return ignored(attempt, 'late-evidence-is-being-asked-about');
  return stepBy(attempt, '5.2/26', {
    records: [record],
    working: { late: { state: 'asking', triesLeft: policy.lateTriesMax } },
    effects: [{ type: 'arm', timer: 'late', afterMs: policy.lateAfterMs }],
  });
}

function lateEvidence(event: Event, scenario: Scenario): AttemptRecord | null {
  // Of an order code, pay's answer never says that somebody paid (5.2b).
  if (event.type === 'pay-answered' && event.answer.kind === 'succeeded' && scenario === 'PaymentCode')
    return evidenceOf('pay', event.answer);
  if (event.type === 'inquiry-answered' && event.answer.kind === 'succeeded')
    return evidenceOf('inquiry', event.answer);
  if (event.type === 'hint' && (event.says === 'succeeded' || event.says === 'conflict'))
    return { kind: 'hint', says: event.says };
  return null;
}

function onLateAnswer(attempt: Attempt, answer: InquiryAnswer, triesLeft: number, policy: Policy): Step {
  switch (answer.kind) {
    case 'succeeded':
      return stepBy(attempt, '5.2/26b', {
        records: [evidenceOf('inquiry', answer), { kind: 'conflict' }, { kind: 'escalated' }],
        working: { late: { state: 'done' } },
        effects: disarmAll,
      });
    case 'closed':
    case 'failed':
    case 'in-process':
    case 'unsettled':
      return stepBy(attempt, '5.2/26', { working: { late: { state: 'done' } } });
    default: {
      if (triesLeft <= 1) return stepBy(attempt, '5.2/26', { working: { late: { state: 'done' } } });
      return stepBy(attempt, '5.2/26', {
        working: { late: { state: 'asking', triesLeft: triesLeft - 1 } },
        effects: [{ type: 'arm', timer: 'late', afterMs: policy.lateAfterMs }],
      });
    }
  }
}
