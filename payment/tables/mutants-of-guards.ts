import { phaseOf } from '#payment';

import {
  actsLike,
  afterwards,
  blind,
  declinedForNothing,
  showsAs,
  withFacts,
  withWorking,
  type Mutant,
} from './break.ts';

/** Machines that do not look at one guard, one limit or one policy. */
export const mutantsOfGuards: readonly Mutant[] = [
  blind('5.2/5', 'R4 does not count transmissions', ({ attempt, event }) =>
    event.type === 'pay-answered' && event.answer.kind === 'failed'
      ? { attempt: withFacts(attempt, { transmissions: 1 }) }
      : {},
  ),
  blind('5.2/5', 'R4 does not mind a restart', ({ attempt, event }) =>
    event.type === 'pay-answered' && event.answer.kind === 'failed'
      ? { attempt: withWorking(attempt, { recovered: false }) }
      : {},
  ),
  blind('5.2/5', 'R4 believes any code', ({ event, policy }) =>
    event.type === 'pay-answered' && event.answer.kind === 'failed'
      ? { policy: { ...policy, declineCodes: new Set([event.answer.code]) } }
      : {},
  ),
  blind('5.2/5', 'row 4 from UNSURE', ({ attempt, event }) =>
    event.type === 'pay-answered' && event.answer.kind === 'failed'
      ? { attempt: withWorking(attempt, { view: 'sent' }) }
      : {},
  ),
  blind('5.2/6', 'never sooner than 5 s', ({ policy }) => ({ policy: { ...policy, firstPollLatestMs: 99_000 } })),
  blind('5.2/7', 'a retry after NONE waits as after U', ({ policy }) => ({
    policy: { ...policy, retryAfterNoneMs: 2_000 },
  })),
  blind('5.2/8', 'a fourth transmission', ({ policy }) => ({ policy: { ...policy, transmissionsMax: 4 } })),
  blind('5.2/8', 'a transmission after 45 s', ({ policy }) => ({ policy: { ...policy, payUntilMs: 45_500 } })),
  blind('5.2/8', 'a transmission after a restart', ({ attempt, event }) =>
    event.type === 'pay-answered' ? { attempt: withWorking(attempt, { recovered: false }) } : {},
  ),
  blind('5.2/7b', 'a transmission while row 17 asks', ({ attempt, event }) =>
    event.type === 'timer' && event.timer === 'retry' ? { attempt: withWorking(attempt, { asking: null }) } : {},
  ),
  showsAs('5.2/12', 'sent'),
  blind('5.2/13', 'R5 without its quiet time', ({ policy }) => ({ policy: { ...policy, quietMs: 0 } })),
  blind('5.2/13', 'R5 takes the time of the answer for that of the question', ({ event }) =>
    event.type === 'inquiry-answered' ? { event: { ...event, sentAt: event.at } } : {},
  ),
  blind('5.2/13', 'R5 counts from the first pay', ({ attempt }) => ({
    attempt: withWorking(attempt, { paySentAt: 0 }),
  })),
  afterwards('5.2/13', 'R5 without a cancel', (step, { attempt, event }) =>
    phaseOf(attempt) === 'cancelling' || event.at < 120_000
      ? step
      : { ...step, attempt: withFacts(attempt, { standing: declinedForNothing }) },
  ),
  blind('5.2/13', 'row 13b without a restart', ({ attempt, event }) =>
    event.type === 'inquiry-answered' && event.answer.kind === 'not-exist'
      ? { attempt: withWorking(attempt, { recovered: true }) }
      : {},
  ),
  blind('5.2/13', 'row 13b at the backend', ({ policy }) => ({
    policy: { ...policy, notExistIsCertainAfterRestart: true },
  })),
  blind('5.2/15', 'gives up WAIT after two', ({ policy }) => ({ policy: { ...policy, silentInquiriesMax: 2 } })),
  blind('5.2/15', 'never gives up WAIT', ({ policy }) => ({ policy: { ...policy, silentInquiriesMax: 99 } })),
  actsLike('5.2/17', 'cancels without asking', ({ event }) => ({ type: 'cancel-asked', at: event.at, by: 'stop' })),
  actsLike('5.2/17b', 'keeps polling instead of cancelling', ({ event }) => ({
    type: 'timer',
    at: event.at,
    timer: 'poll',
  })),
  blind('5.2/17c', 'Stop asks twice', ({ attempt, event }) =>
    event.type === 'stop' ? { attempt: withWorking(attempt, { asking: null }) } : {},
  ),
  blind('5.2/19b', 'R7: any cancel S counts', ({ policy }) => ({
    policy: { ...policy, cancelLeavesTombstone: true },
  })),
  blind('5.2/19', 'R7: no tombstone at the till', ({ policy }) => ({
    policy: { ...policy, cancelLeavesTombstone: false },
  })),
  blind('5.2/19b', 'R7 does not mind when the order became known', ({ attempt }) => ({
    attempt: withWorking(attempt, { orderKnownAt: attempt.working.orderKnownAt === null ? null : 0 }),
  })),
  blind('5.2/21', 'any refusal is for good', ({ event, policy }) =>
    event.type === 'cancel-answered' && event.answer.kind === 'refused'
      ? { policy: { ...policy, cancelRefusalCodes: new Set([event.answer.code]) } }
      : {},
  ),
  blind('5.2/20', 'no refusal is for good', ({ policy }) => ({
    policy: { ...policy, cancelRefusalCodes: new Set<string>() },
  })),
  afterwards('5.2/22', 'a success ends the cancel', (step, { event }) =>
    'answer' in event && 'success' in event.answer
      ? {
          ...step,
          attempt: withFacts(step.attempt, {
            standing: { at: 'paid', success: event.answer.success, unwanted: false, refusedForGood: null },
          }),
        }
      : step,
  ),
  blind('5.2/23', 'does not wait for T_quiet', ({ policy }) => ({
    policy: { ...policy, unwantedNeedsQuiet: false },
  })),
  blind('5.2/23', 'waits for T_quiet at the till', ({ policy }) => ({
    policy: { ...policy, unwantedNeedsQuiet: true },
  })),
  afterwards('5.2/24', 'escalation ends the asking', (step) => ({
    ...step,
    effects: [{ type: 'disarm-all' }, { type: 'cancel' }],
  })),
  blind('5.2/26', 'asks late without end', ({ attempt, event }) =>
    event.type === 'inquiry-answered' && event.purpose === 'late'
      ? { attempt: withWorking(attempt, { late: { state: 'asking', triesLeft: 8 } }) }
      : {},
  ),
  blind('5.2/26', 'asks late at once', ({ policy }) => ({ policy: { ...policy, lateAfterMs: 0 } })),
  blind('5.2/26', 'any S/S makes a conflict', ({ attempt, event }) =>
    event.type === 'inquiry-answered' && event.answer.kind === 'succeeded'
      ? {
          event: { ...event, purpose: 'late' },
          attempt: withWorking(attempt, { late: { state: 'asking', triesLeft: 8 } }),
        }
      : {},
  ),
  blind('5.2/30', 'a pay F undoes PAID', ({ attempt, event }) =>
    attempt.facts.standing.at === 'paid' && event.type === 'pay-answered'
      ? { attempt: withFacts(attempt, { standing: { at: 'asking' } }) }
      : {},
  ),
  blind('F8', 'nobody voids', ({ policy }) => ({ policy: { ...policy, cancelVoidsPaid: false } })),
  blind('F11', 'F10 does not wait for T_quiet', ({ policy }) => ({
    policy: { ...policy, unwantedNeedsQuiet: false },
  })),
  blind('5.1/poll', 'polls every 3 s to the end', ({ policy }) => ({ policy: { ...policy, pollLateMs: 3_000 } })),
  blind('5.1/poll', 'polls every 5 s from the start', ({ policy }) => ({
    policy: { ...policy, pollEarlyMs: 5_000 },
  })),
  blind('5.1/cancel', 'never slows down', ({ policy }) => ({ policy: { ...policy, cancelLongGapMs: 60_000 } })),
];
