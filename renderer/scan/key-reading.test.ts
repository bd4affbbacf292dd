import { expect, it } from 'vitest';

import { readKey } from './key-reading.ts';

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

it('reads digits of both blocks, and by their places when an input method is on', () => {
  expect(readKey({ ...plain, key: '7', code: 'Numpad7' })).toEqual({ is: 'char', char: '7', byCode: '7' });
  expect(readKey({ ...plain, key: 'è', code: 'Digit7' })).toEqual({ is: 'char', char: 'è', byCode: '7' });
  expect(readKey({ ...plain, key: 'Process', code: 'Digit7' })).toEqual({ is: 'char', char: '', byCode: '7' });
});

it('reads a scanner’s ends and STX', () => {
  expect(readKey({ ...plain, key: 'Enter', code: 'NumpadEnter' })).toEqual({ is: 'end', key: 'Enter' });
  expect(readKey({ ...plain, key: 'Tab', code: 'Tab' })).toEqual({ is: 'end', key: 'Tab' });
  expect(readKey({ ...plain, ctrlKey: true, key: 'j', code: 'KeyJ' })).toEqual({ is: 'end', key: 'Enter' });
  expect(readKey({ ...plain, ctrlKey: true, key: 'b', code: 'KeyB' })).toEqual({
    is: 'char',
    char: '\u0002',
    byCode: '\u0002',
  });
});

it('leaves shortcuts and a person’s Shift+Tab alone', () => {
  expect(readKey({ ...plain, ctrlKey: true, key: 'r', code: 'KeyR' })).toEqual({ is: 'other' });
  expect(readKey({ ...plain, shiftKey: true, key: 'Tab', code: 'Tab' })).toEqual({ is: 'other' });
  expect(readKey({ ...plain, shiftKey: true, key: 'Shift', code: 'ShiftLeft' })).toEqual({ is: 'modifier' });
});
