import { expect, it } from 'vitest';

import { codeStepOf } from './code-step.ts';
import { codeOff, codeOn, making, waiting } from './testing/snapshots.ts';

it('a code of ours is made, then there to be scanned, then off', () => {
  expect([making, codeOn, codeOff].map(codeStepOf)).toEqual(['making', 'on', 'closing']);
  expect(codeStepOf({ ...making, phase: 'unsure' })).toBe('making');
});

it('a code is never on the screen once its payment is being closed, or when it is not known here', () => {
  expect(codeStepOf({ ...codeOn, closing: 'stop' })).toBe('closing');
  expect(codeStepOf({ ...codeOn, orderCode: null })).toBe('closing');
});

it('[M6] a code is never shown after a restart, and none stands for a payment by the customer’s own', () => {
  expect(codeStepOf({ ...codeOn, recovered: true })).toBeNull();
  expect(codeStepOf({ ...codeOff, escalated: true })).toBeNull();
  expect(codeStepOf(waiting)).toBeNull();
});
