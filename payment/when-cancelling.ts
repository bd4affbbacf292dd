import type { Attempt, Working } from './attempt.ts';
import type { AttemptEvent, Effect } from './events.ts';
import type { Policy } from './policy.ts';
import { neverArrived } from './records.ts';
import { assertNever } from './result.ts';
import {
  cancelGapMs,
  disarmAll,
  evidenceOf,
  evidenceOfCode,
  finalCancelled,
  finalDeclined,
  finalPaid,
  ignored,
  isQuiet,
  knowsOrder,
  stepBy,
} from './step.ts';
import type { Step } from './step.ts';

type Event<T extends AttemptEvent['type']> = Extract<AttemptEvent, { type: T }>;

/** CANCELLING: sticky (R6). It ends as CANCELLED or DECLINED, or PAID (unwanted) when the cancel is refused for good. */
export function whenCancelling(
  attempt: Attempt,
  event: Exclude<AttemptEvent, { type: 'unverified' }>,
  policy: Policy,
): Step {
  switch (event.type) {
    case 'pay-answered':
      return onPay(attempt, event, policy);
    case 'inquiry-answered':
      return onInquiry(attempt, event, policy);
    case 'cancel-answered':
      return onCancel(attempt, event, policy);
    case 'timer':
      return onTimer(attempt, event, policy);
    case 'hint':
      return stepBy(attempt, '5.2/16', {
        records: [{ kind: 'hint', says: event.says }],
        effects: [{ type: 'inquire', purpose: 'now' }],
      });
    case 'stop':
    case 'cancel-asked':
      return ignored(attempt, 'already-cancelling');
    default:
      return assertNever(event);
  }
}

/** What entering CANCELLING does, from an open attempt or after a restart: cancel now, ask again when T_quiet ends. */
export function startCancelling(
  attempt: Attempt,
  at: number,
  windowInMs: number,
  policy: Policy,
  before: readonly Effect[],
): { working: Partial<Working>; effects: Effect[] } {
  const { facts, working } = attempt;
  const refused = facts.standing.at === 'cancelling' && facts.standing.refusedForGood !== null;
  const resumed = facts.standing.at === 'cancelling';
  const effects: Effect[] = [...before];
  if (!refused) effects.push({ type: 'cancel' });
  if (resumed) effects.push({ type: 'inquire', purpose: 'now' });
  // An order's code outlives T_quiet: then this first cancel is as good as the one that its end would send.
  const quietInMs = working.paySentAt + policy.quietMs - at;
  if (quietInMs > 0) effects.push({ type: 'arm', timer: 'quiet', afterMs: quietInMs });
  if (refused) {
    effects.push({ type: 'arm', timer: 'cancel', afterMs: cancelGapMs(1, 0, policy) });
    effects.push({ type: 'arm', timer: 'cancel-quiet', afterMs: policy.quietMs });
  }
  if (policy.cancelPollMs !== null) effects.push({ type: 'arm', timer: 'cancel-poll', afterMs: policy.cancelPollMs });
  const alarmInMs = windowInMs - policy.windowAlarmBeforeMs;
  effects.push({ type: 'arm', timer: 'window-alarm', afterMs: Math.max(0, alarmInMs) });
  effects.push({ type: 'arm', timer: 'window-end', afterMs: Math.max(0, windowInMs) });
  return { working: { asking: null, cancelsSent: 1, cancelSentAt: at, cancellingSince: at }, effects };
}

function refusedForGood(attempt: Attempt): boolean {
  const { standing } = attempt.facts;
  return standing.at === 'cancelling' && standing.refusedForGood !== null;
}

function onPay(attempt: Attempt, { answer, at }: Event<'pay-answered'>, policy: Policy): Step {
  const { facts } = attempt;
  const known = { orderKnownAt: attempt.working.orderKnownAt ?? at };
  switch (answer.kind) {
    case 'succeeded':
      // Of an order code it says only that there is an order (5.2b).
      if (facts.intent.scenario === 'OrderCode') return stepBy(attempt, '5.2/22b', { working: known });
      if (refusedForGood(attempt)) return ignored(attempt, 'refused-for-good-an-inquiry-decides');
      return stepBy(attempt, '5.2/22', { records: [evidenceOf('pay', answer)], working: known });
    case 'failed':
      return stepBy(attempt, '5.2/22b', { records: [evidenceOf('pay', answer)] });
    case 'code': {
      const records = facts.orderCode === null ? [evidenceOfCode(answer, at, policy)] : [];
      return stepBy(attempt, '5.2/22b', { records, working: known });
    }
    case 'in-process':
      return stepBy(attempt, '5.2/22b', { working: known });
    case 'unknown':
    case 'none':
      return stepBy(attempt, '5.2/22b');
    default:
      return assertNever(answer);
  }
}

function onInquiry(attempt: Attempt, event: Event<'inquiry-answered'>, policy: Policy): Step {
  const { answer, sentAt } = event;
  const { facts, working } = attempt;
  const known = knowsOrder(answer) ? { orderKnownAt: working.orderKnownAt ?? event.at } : {};
  switch (answer.kind) {
    case 'succeeded':
      if (!refusedForGood(attempt)) {
        // One such record says it; asking every 5 s must not fill the journal with copies.
        const records = facts.successSeen === null ? [evidenceOf('inquiry', answer)] : [];
        return stepBy(attempt, '5.2/22', { records, working: known });
      }
      if (policy.unwantedNeedsQuiet && sentAt < working.cancelSentAt + policy.quietMs)
        return stepBy(attempt, '5.2/23', { working: known });
      return stepBy(attempt, '5.2/23', { records: [finalPaid(answer, true)], effects: disarmAll });
    case 'closed':
      return stepBy(attempt, '5.2/10', { records: [finalCancelled(answer.proof)], effects: disarmAll });
    case 'failed':
      return stepBy(attempt, '5.2/11', { records: [finalDeclined(answer.code, answer.proof)], effects: disarmAll });
    case 'in-process':
    case 'unsettled':
      return stepBy(attempt, '5.2/12', { working: known });
    case 'not-exist':
      // R5: a cancel was sent, which this state says, and T_quiet had passed when this was asked.
      if (!isQuiet(working, sentAt, policy)) return stepBy(attempt, '5.2/13');
      return stepBy(attempt, '5.2/14', { records: [finalDeclined(neverArrived, answer.proof)], effects: disarmAll });
    case 'refused':
    case 'unknown':
    case 'none':
      return stepBy(attempt, '5.2/15');
    default:
      return assertNever(answer);
  }
}

function onCancel(attempt: Attempt, event: Event<'cancel-answered'>, policy: Policy): Step {
  const { answer, sentAt } = event;
  const { working } = attempt;
  const again: Effect = {
    type: 'arm',
    timer: 'cancel',
    afterMs: cancelGapMs(working.cancelsSent, event.at - working.cancellingSince, policy),
  };
  const ask: Effect = { type: 'inquire', purpose: 'now' };
  switch (answer.kind) {
    case 'succeeded': {
      const knewOrder = working.orderKnownAt !== null && working.orderKnownAt <= sentAt;
      const counts = policy.cancelLeavesTombstone || knewOrder || isQuiet(working, sentAt, policy); // R7
      if (!counts) return stepBy(attempt, '5.2/19b', { effects: [ask, again] });
      return stepBy(attempt, '5.2/19', { records: [finalCancelled(answer.proof)], effects: disarmAll });
    }
    case 'refused': {
      if (!policy.cancelRefusalCodes.has(answer.code)) return stepBy(attempt, '5.2/21', { effects: [ask, again] });
      if (refusedForGood(attempt)) return ignored(attempt, 'already-refused-for-good');
      const quietInMs = Math.max(0, working.cancelSentAt + policy.quietMs - event.at);
      return stepBy(attempt, '5.2/20', {
        records: [{ kind: 'cancel.refused', code: answer.code, proof: answer.proof }],
        effects: [ask, again, { type: 'arm', timer: 'cancel-quiet', afterMs: quietInMs }],
      });
    }
    case 'unknown':
    case 'none':
      return stepBy(attempt, '5.2/21', { effects: [ask, again] });
    default:
      return assertNever(answer);
  }
}

function onTimer(attempt: Attempt, event: Event<'timer'>, policy: Policy): Step {
  const { facts, working } = attempt;
  const { at } = event;
  switch (event.timer) {
    case 'cancel': {
      const cancelsSent = working.cancelsSent + 1;
      if (!refusedForGood(attempt))
        return stepBy(attempt, '5.1/cancel', {
          working: { cancelsSent, cancelSentAt: at },
          effects: [{ type: 'cancel' }],
        });
      const afterMs = cancelGapMs(cancelsSent, at - working.cancellingSince, policy);
      return stepBy(attempt, '5.1/cancel', {
        working: { cancelsSent },
        effects: [
          { type: 'inquire', purpose: 'now' },
          { type: 'arm', timer: 'cancel', afterMs },
        ],
      });
    }
    case 'quiet':
      if (policy.cancelLeavesTombstone || refusedForGood(attempt))
        return stepBy(attempt, '5.1/quiet', { effects: [{ type: 'inquire', purpose: 'quiet' }] });
      return stepBy(attempt, '5.1/quiet', {
        working: { cancelsSent: working.cancelsSent + 1, cancelSentAt: at },
        effects: [{ type: 'inquire', purpose: 'quiet' }, { type: 'cancel' }],
      });
    case 'cancel-quiet':
      return stepBy(attempt, '5.1/quiet', { effects: [{ type: 'inquire', purpose: 'quiet' }] });
    case 'cancel-poll': {
      const { cancelPollMs } = policy;
      const goesOn = cancelPollMs !== null && at - working.cancellingSince < policy.cancelPollForMs;
      const next: Effect[] = goesOn ? [{ type: 'arm', timer: 'cancel-poll', afterMs: cancelPollMs }] : [];
      return stepBy(attempt, '5.1/poll', { effects: [{ type: 'inquire', purpose: 'poll' }, ...next] });
    }
    case 'escalate':
      if (facts.escalated) return ignored(attempt, 'already-escalated');
      return stepBy(attempt, '5.2/24', { records: [{ kind: 'escalated' }] });
    case 'window-alarm':
      return stepBy(attempt, '5.2/25', { records: [{ kind: 'alarm', why: 'window-closing' }] });
    case 'window-end':
      return stepBy(attempt, '5.2/25', { records: [{ kind: 'alarm', why: 'window-closed' }] });
    case 'retry':
      return stepBy(attempt, '5.2/7b');
    case 'poll':
    case 'deadline':
    case 'ask':
    case 'code-off':
      return ignored(attempt, 'timer-ended-by-cancelling');
    case 'late':
      return ignored(attempt, 'timer-of-a-final');
    default:
      return assertNever(event.timer);
  }
}
