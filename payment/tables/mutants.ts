import {
  alsoSends,
  begun,
  declinedForNothing,
  endsAs,
  forgets,
  noRecord,
  nothingArmed,
  nothingSent,
  recovered,
  timersGoOn,
  withFacts,
  withWorking,
  type Mutant,
} from './break.ts';
import { machine } from './check.ts';
import { mutantsOfGuards } from './mutants-of-guards.ts';
import { mutantsOfOrder } from './mutants-of-order.ts';

const mutantsOfReady: readonly Mutant[] = [
  begun('5.2/1', 'sends before the intent is recorded', (event, policy) => {
    const step = machine.begin(event, policy);
    return step.rule === '5.2/1' ? { ...step, records: [] } : step;
  }),
  begun('5.2/1', 'arms no deadline', (event, policy) => {
    const step = machine.begin(event, policy);
    return { ...step, effects: step.effects.filter((one) => one.type !== 'arm' || one.timer !== 'deadline') };
  }),
  ...['5.2/1b', '5.2/2'].map((row) =>
    begun(row, 'sends all the same', (event, policy) => {
      const step = machine.begin(event, policy);
      return step.rule === row ? { ...step, effects: [{ type: 'send-pay', number: 1 }] } : step;
    }),
  ),
  recovered('pays again', (step) => ({ ...step, effects: [...step.effects, { type: 'send-pay', number: 2 }] })),
  recovered('does nothing', (step) => ({ ...step, effects: [] })),
  recovered('forgets that it was restarted', (step) => ({
    ...step,
    attempt: withWorking(step.attempt, { recovered: false }),
  })),
  recovered('forgets that it was cancelling', (step) => ({
    ...step,
    attempt: withFacts(step.attempt, { standing: { at: 'asking' } }),
  })),
];

const mutantsOfFold: readonly Mutant[] = [
  forgets('5.2/7', 'tx'),
  forgets('5.2/17b', 'cancel.intent'),
  forgets('5.2/20', 'cancel.refused'),
  forgets('5.2/22', 'evidence'),
  forgets('5.2/24', 'escalated'),
  forgets('F8', 'void.intent'),
  forgets('F9', 'void.final'),
  forgets('5.2/4', 'final'),
];

/** One wrong machine or more for every row. */
export const mutants: readonly Mutant[] = [
  ...mutantsOfReady,
  ...['5.2/3', '5.2/4', '5.2/9', '5.2/10', '5.2/11', '5.2/14', '5.2/19', 'F9', 'F10'].flatMap((row) => [
    noRecord(row),
    timersGoOn(row),
    endsAs(row, declinedForNothing),
  ]),
  ...['5.2/5', '5.2/6', '5.2/7', '5.2/13b', '5.2/16', '5.2/17b', '5.2/18', '5.2/20', '5.2/22', '5.2/22b'].map(noRecord),
  ...['5.2/23', '5.2/24', '5.2/25', '5.2/26', '5.2/26b', '5.2/28', '5.2/30', 'F8', 'F11'].map(noRecord),
  ...['5.2/5', '5.2/7', '5.2/16', '5.2/17', '5.2/18', '5.2/17b', '5.2/13b', '5.2/19b', '5.2/20', '5.2/21'].map(
    nothingSent,
  ),
  ...['5.2/26', 'F8', 'F11', '5.1/poll', '5.1/cancel', '5.1/quiet'].map(nothingSent),
  ...['5.2/6', '5.2/7', '5.2/17', '5.2/18', '5.2/19b', '5.2/21', '5.2/26', 'F11', '5.1/poll'].map(nothingArmed),
  ...['5.2/17b', '5.2/18', '5.2/13b', '5.2/23', '5.2/26b'].map(timersGoOn),
  ...['5.2/6b', '5.2/7b', '5.2/8', '5.2/12', '5.2/13', '5.2/15'].map((row) => endsAs(row, declinedForNothing)),
  ...['5.2/7b', '5.2/8', '5.2/17c', '5.2/30'].map((row) => alsoSends(row, { type: 'send-pay', number: 4 })),
  ...['5.2/12', '5.2/17c', '5.2/22', '5.2/25'].map((row) => alsoSends(row, { type: 'cancel' })),
  ...mutantsOfGuards,
  ...mutantsOfOrder,
  ...mutantsOfFold,
];
