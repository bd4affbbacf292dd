import { expect, it } from 'vitest';

import { fold } from './fold.ts';
import type { AttemptRecord } from './records.ts';
import { intent, paid, proof, success } from './tables/starts.ts';

it('says nothing before an intent', () => {
  expect(fold([])).toBeNull();
});

const cancelIntent: AttemptRecord = { kind: 'cancel.intent', by: 'stop' };
const finalPaid: AttemptRecord = {
  kind: 'final',
  outcome: 'paid',
  unwanted: false,
  code: null,
  success,
  proof,
};

it.each<[string, AttemptRecord[]]>([
  ['a record before its intent', [{ kind: 'tx', number: 2 }]],
  ['two intents', [intent, intent]],
  ['two finals', [intent, finalPaid, finalPaid]],
  ['a cancel of what is final', [intent, finalPaid, cancelIntent]],
  ['a refusal without a cancel', [intent, { kind: 'cancel.refused', code: 'PROCESS_FAIL', proof }]],
  ['paid without a success', [intent, { ...finalPaid, success: null }]],
  [
    'a conflict without a success',
    [intent, cancelIntent, { ...finalPaid, outcome: 'cancelled', success: null }, { kind: 'conflict' }],
  ],
  ['a conflict of what is paid', [intent, finalPaid, { kind: 'conflict' }]],
  ['a void of what is not paid', [intent, { kind: 'void.intent', by: 'stop' }]],
  ['the end of a void that never began', [intent, finalPaid, { kind: 'void.final', outcome: 'voided', proof }]],
])('[V18] throws at a journal that contradicts itself: %s', (_name, records) => {
  expect(() => fold(records)).toThrow('the journal contradicts itself');
});

it('[DESIGN 3a] keeps facts that speak of no state: hints, alarms and security records change nothing', () => {
  const start = paid();
  const more: AttemptRecord[] = [
    { kind: 'hint', says: 'failed' },
    { kind: 'alarm', why: 'paid-then-not' },
    { kind: 'security', why: 'bad-signature' },
  ];
  expect(fold([...start.history, ...more])).toEqual(start.facts);
});
