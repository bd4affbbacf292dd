import { expect, it } from 'vitest';

import { readPairingCode } from '#contract';

import { caretAfter, codeIn, inGroups } from './pairing-entry.ts';

it.each([
  ['K7QF2M9XPT', 'K7QF2-M9XPT'],
  ['k7qf2 m9xpt', 'K7QF2-M9XPT'],
  [' k7qf2-m9xpt\n', 'K7QF2-M9XPT'],
  ['oilOIL', '01101-1'],
  ['k7qf2', 'K7QF2'],
  ['k7qf2-', 'K7QF2'],
  ['K7QF2-M9XPT-AND-MORE', 'K7QF2-M9XPT'],
  ['u!é中', ''],
])('a code as people type it: %j stands as %j', (typed, shown) => {
  expect(inGroups(codeIn(typed))).toBe(shown);
  if (shown.length === 11) expect(readPairingCode(shown)).toBe(codeIn(typed));
});

it('the caret stays behind the letter that was typed', () => {
  expect(caretAfter('K7QF2M', 6)).toBe(7);
  expect(caretAfter('K7xQF2-M9', 3)).toBe(3);
  expect(caretAfter('K7QF2-M9XPT', 11)).toBe(11);
});
