import type { Attempt, Working } from './attempt.ts';
import type { AttemptEvent, Effect } from './events.ts';
import type { Policy } from './policy.ts';
import { assertNever } from './result.ts';
import { cancelGapMs, disarmAll, ignored, stepBy } from './step.ts';
import type { Step } from './step.ts';

/** F5, F11: a void that is unknown this long goes to a person. */
const voidEscalateMs = 900_000;

/** VOIDING: a PAID payment is being given back by a cancel (RELIABILITY 5.3, F8–F11). */
export function whenVoiding(
  attempt: Attempt,
  event: Exclude<AttemptEvent, { type: 'unverified' }>,
  policy: Policy,
): Step {
  switch (event.type) {
    case 'inquiry-answered':
      return onInquiry(attempt, event, policy);
    case 'cancel-answered':
      return onCancel(attempt, event, policy);
    case 'timer':
      return onTimer(attempt, event, policy);
    case 'hint':
      return stepBy(attempt, 'F11', {
        records: [{ kind: 'hint', says: event.says }],
        effects: [{ type: 'inquire', purpose: 'now' }],
      });
    case 'pay-answered':
      return ignored(attempt, 'pay-is-decided');
    case 'stop':
    case 'cancel-asked':
      return ignored(attempt, 'already-voiding');
    default:
      return assertNever(event);
  }
}

/** F8: what begins a void. */
export function startVoiding(at: number): { working: Partial<Working>; effects: Effect[] } {
  return {
    working: { cancelsSent: 1, cancelSentAt: at, cancellingSince: at },
    effects: [{ type: 'cancel' }, { type: 'arm', timer: 'escalate', afterMs: voidEscalateMs }],
  };
}

/** 5.4: a void found open after a restart goes on with the cancel, or with asking when it was refused for good. */
export function resumeVoiding(
  attempt: Attempt,
  at: number,
  policy: Policy,
): { working: Partial<Working>; effects: Effect[] } {
  const begun = startVoiding(at);
  if (!refusedForGood(attempt)) return begun;
  return {
    working: begun.working,
    effects: [
      { type: 'inquire', purpose: 'now' },
      { type: 'arm', timer: 'cancel', afterMs: cancelGapMs(1, 0, policy) },
      { type: 'arm', timer: 'cancel-quiet', afterMs: policy.quietMs },
    ],
  };
}

function refusedForGood(attempt: Attempt): boolean {
  const { standing } = attempt.facts;
  return standing.at === 'voiding' && standing.refusedForGood !== null;
}

function onInquiry(attempt: Attempt, event: Extract<AttemptEvent, { type: 'inquiry-answered' }>, policy: Policy): Step {
  const { answer, sentAt } = event;
  if (answer.kind === 'closed')
    return stepBy(attempt, 'F9', {
      records: [{ kind: 'void.final', outcome: 'voided', proof: answer.proof }],
      effects: disarmAll,
    });
  if (answer.kind !== 'succeeded' || !refusedForGood(attempt)) return stepBy(attempt, 'F11');
  if (policy.unwantedNeedsQuiet && sentAt < attempt.working.cancelSentAt + policy.quietMs)
    return stepBy(attempt, 'F11');
  return stepBy(attempt, 'F10', {
    records: [{ kind: 'void.final', outcome: 'refused', proof: answer.proof }],
    effects: disarmAll,
  });
}

function onCancel(attempt: Attempt, event: Extract<AttemptEvent, { type: 'cancel-answered' }>, policy: Policy): Step {
  const { answer } = event;
  const { working } = attempt;
  if (answer.kind === 'succeeded')
    return stepBy(attempt, 'F9', {
      records: [{ kind: 'void.final', outcome: 'voided', proof: answer.proof }],
      effects: disarmAll,
    });
  const effects: Effect[] = [
    { type: 'inquire', purpose: 'now' },
    {
      type: 'arm',
      timer: 'cancel',
      afterMs: cancelGapMs(working.cancelsSent, event.at - working.cancellingSince, policy),
    },
  ];
  if (answer.kind !== 'refused' || !policy.cancelRefusalCodes.has(answer.code) || refusedForGood(attempt))
    return stepBy(attempt, 'F11', { effects });
  const quietInMs = Math.max(0, working.cancelSentAt + policy.quietMs - event.at);
  return stepBy(attempt, 'F11', {
    records: [{ kind: 'cancel.refused', code: answer.code, proof: answer.proof }],
    effects: [...effects, { type: 'arm', timer: 'cancel-quiet', afterMs: quietInMs }],
  });
}

function onTimer(attempt: Attempt, event: Extract<AttemptEvent, { type: 'timer' }>, policy: Policy): Step {
  const { facts, working } = attempt;
  const { at } = event;
  switch (event.timer) {
    case 'cancel': {
      const cancelsSent = working.cancelsSent + 1;
      if (!refusedForGood(attempt))
        return stepBy(attempt, 'F11', { working: { cancelsSent, cancelSentAt: at }, effects: [{ type: 'cancel' }] });
      const afterMs = cancelGapMs(cancelsSent, at - working.cancellingSince, policy);
      return stepBy(attempt, 'F11', {
        working: { cancelsSent },
        effects: [
          { type: 'inquire', purpose: 'now' },
          { type: 'arm', timer: 'cancel', afterMs },
        ],
      });
    }
    case 'cancel-quiet':
      return stepBy(attempt, 'F11', { effects: [{ type: 'inquire', purpose: 'quiet' }] });
    case 'escalate':
      if (facts.escalated) return ignored(attempt, 'already-escalated');
      return stepBy(attempt, 'F11', { records: [{ kind: 'escalated' }] });
    case 'retry':
      return stepBy(attempt, '5.2/7b');
    case 'poll':
    case 'deadline':
    case 'ask':
    case 'code-off':
    case 'quiet':
    case 'cancel-poll':
    case 'late':
    case 'window-alarm':
    case 'window-end':
      return ignored(attempt, 'timer-not-of-voiding');
    default:
      return assertNever(event.timer);
  }
}
