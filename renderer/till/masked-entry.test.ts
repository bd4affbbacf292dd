import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { editMasked, masked } from './masked-entry.ts';

it('shows the last four digits only', () => {
  expect(masked('281012345678')).toBe('••••••••5678');
  expect(masked('281')).toBe('281');
});

it('follows typing, deleting, pasting over and editing in the middle', () => {
  expect(editMasked('2810', '28101', 5)).toBe('28101');
  expect(editMasked('28101234', '••••123', 7)).toBe('2810123');
  expect(editMasked('28101234', '2899 0000 1111', 14)).toBe('289900001111');
  expect(editMasked('28101234', '•7•••1234', 2)).toBe('278101234');
  expect(editMasked('28101234', '', 0)).toBe('');
});

it('[V37] any edit at any place comes out as it would in a plain field', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 24 }).map((list) => list.join(''));
  fc.assert(
    fc.property(digits, fc.nat(24), fc.nat(24), digits, (code, a, b, added) => {
      const from = Math.min(a, b, code.length);
      const to = Math.min(Math.max(a, b), code.length);
      const shown = masked(code).slice(0, from) + added + masked(code).slice(to);
      const plain = code.slice(0, from) + added + code.slice(to);
      expect(editMasked(code, shown, from + added.length)).toBe(plain);
    }),
  );
});
