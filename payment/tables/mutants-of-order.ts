import type { Attempt, AttemptEvent, Policy } from '#payment';

import {
  afterwards,
  alsoSends,
  begun,
  blind,
  declinedForNothing,
  endsAs,
  forgets,
  noRecord,
  nothingArmed,
  nothingSent,
  recovered,
  showsAs,
  timersGoOn,
  withFacts,
  withWorking,
  type Mutant,
} from './break.ts';
import { machine } from './check.ts';
import { intent, success } from './starts.ts';

/** Machines that are wrong about an order code in one way (RELIABILITY 5.2b). */
export const mutantsOfOrder: readonly Mutant[] = [
  begun('5.2b/M1', 'an order lives as long as a scanned code', (event, policy) =>
    machine.begin(event.type === 'scanned' && event.intent !== null ? { ...event, intent } : event, policy),
  ),
  ...['5.2b/M2', '5.2b/M2b', '5.2b/M3', '5.2b/M3b', '5.2b/M4', '5.2b/M5', '5.2b/M5a', '5.2b/M5b'].map(noRecord),
  ...['5.2b/M3', '5.2b/M3b', '5.2b/M5a', '5.2b/M5b', '5.2b/M2c'].map(nothingSent),
  ...['5.2b/M2', '5.2b/M3', '5.2b/M5a'].map(nothingArmed),
  ...['5.2b/M2', '5.2b/M3b', '5.2b/M4', '5.2b/M5b'].map(timersGoOn),
  showsAs('5.2b/M2', 'waiting'),
  showsAs('5.2b/M2c', 'unsure'),
  showsAs('5.2b/M5', 'unsure'),
  endsAs('5.2b/M4', declinedForNothing),
  endsAs('5.2b/M5', declinedForNothing),
  ...['5.2b/M2', '5.2b/M2b', '5.2b/M2c', '5.2b/M3'].map((row) =>
    afterwards(row, "pay's own answer is taken for a payment", (step, { event }) =>
      event.type === 'pay-answered'
        ? {
            ...step,
            attempt: withFacts(step.attempt, {
              standing: { at: 'paid', success, unwanted: false, refusedForGood: null },
            }),
          }
        : step,
    ),
  ),
  blind('5.2b/M2b', 'shows a code while row 17 asks', ({ attempt, event }) =>
    event.type === 'pay-answered' && event.answer.kind === 'code'
      ? { attempt: withWorking(attempt, { asking: null }) }
      : {},
  ),
  blind('5.2b/M2b', 'shows a code after a restart', ({ attempt, event }) =>
    event.type === 'pay-answered' && event.answer.kind === 'code'
      ? { attempt: withWorking(attempt, { recovered: false }) }
      : {},
  ),
  byPolicy('5.2b/M2', 'the till keeps the code', { keepsCode: true }),
  byPolicy('5.2b/M2', 'the backend forgets the code', { keepsCode: false }),
  byPolicy('5.2b/M2', 'believes any life of a code', { lifeMaxMs: 99_000_000 }),
  byPolicy('5.2b/M2', 'shows a code until it has expired', { hideBeforeMs: 0 }),
  byPolicy('5.2b/M2', 'cancels while the code can be paid', { deadlineAfterMs: 0 }),
  byPolicy('5.2b/M2', 'asks as seldom as after 30 s', { pollMs: 5_000 }),
  byPolicy('5.2b/M3b', 'waits for a code that never comes', { closesWithoutCode: false }),
  byPolicy('5.2/8', 'the backend closes what its till may still want', { closesWithoutCode: true }),
  byPolicy('5.2b/M5', 'leaves the code on the screen', { hideBeforeMs: null }),
  alsoSends('5.2b/M5', { type: 'cancel' }),
  alsoSends('5.2b/M2c', { type: 'send-pay', number: 3 }),
  afterwards('5.2b/M5a', 'cancels without asking', (step) => ({
    ...step,
    effects: step.effects.map((effect) => (effect.type === 'inquire' ? { type: 'cancel' } : effect)),
  })),
  blind('5.2b/M5a', 'does not remember that the code is off', ({ attempt, event }) =>
    event.type === 'stop' ? { attempt: withFacts(attempt, { codeOff: false }) } : {},
  ),
  afterwards('5.2b/M5b', 'goes on asking instead of closing', (step, { attempt }) => ({
    ...step,
    records: [],
    effects: [],
    attempt,
  })),
  recovered(
    'the code is shown again',
    (step) => ({ ...step, attempt: withWorking(step.attempt, { view: 'shown', code: 'https://order.example/1' }) }),
    '5.2b/M6',
  ),
  recovered(
    'an order is closed as early as a scanned code',
    (step) => ({
      ...step,
      effects: step.effects.map((effect) =>
        effect.type === 'arm' && effect.timer === 'deadline' ? { ...effect, afterMs: 55_000 } : effect,
      ),
    }),
    '5.2b/M6',
  ),
  secondPhone('takes the code off', (attempt) => withWorking(attempt, { view: 'unsure' })),
  secondPhone('makes a payment of its own', (attempt) =>
    withFacts(attempt, { standing: { at: 'paid', success, unwanted: false, refusedForGood: null } }),
  ),
  secondPhone('is waited for like a scanned code', (attempt) => withWorking(attempt, { view: 'waiting' })),
  forgets('5.2b/M5', 'shown'),
];

/** A machine with another order policy than its hop's. */
function byPolicy(row: string, wrong: string, change: Partial<Policy['order']>): Mutant {
  return blind(row, wrong, ({ policy }) => ({ policy: { ...policy, order: { ...policy.order, ...change } } }));
}

/** M7: that another phone has scanned the code too changes something. */
function secondPhone(wrong: string, change: (attempt: Attempt) => Attempt): Mutant {
  const advance = (attempt: Attempt, event: AttemptEvent, policy: Policy) => {
    const step = machine.advance(attempt, event, policy);
    const seen = event.type === 'inquiry-answered' && event.answer.kind === 'in-process';
    return seen && attempt.working.view === 'shown' ? { ...step, attempt: change(step.attempt) } : step;
  };
  return { row: '5.2b/M7', wrong, machine: { ...machine, advance } };
}
