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

it('reads by places what a US keyboard would write, whatever the layout makes of it', () => {
  const shifted = { ...plain, shiftKey: true };
  expect(readKey({ ...shifted, key: '"', code: 'Digit2' })).toEqual({ is: 'char', char: '"', byCode: '@' });
  expect(readKey({ ...plain, key: '$', code: 'BracketRight' })).toEqual({ is: 'char', char: '$', byCode: ']' });
  expect(readKey({ ...shifted, key: 'Process', code: 'Minus' })).toEqual({ is: 'char', char: '', byCode: '_' });
  // A French keyboard's own digits: a person's, by the layout.
  expect(readKey({ ...shifted, key: '7', code: 'Digit7' })).toEqual({ is: 'char', char: '7', byCode: '&' });
});

it('tells the digits of Alt and numbers from a shortcut', () => {
  expect(readKey({ ...plain, altKey: true, key: '6', code: 'Numpad6' })).toEqual({ is: 'alt-digit' });
  expect(readKey({ ...plain, altKey: true, key: '6', code: 'Digit6' })).toEqual({ is: 'other' });
});
