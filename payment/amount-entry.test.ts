import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  cornerKeyOf,
  emptyEntry,
  entryAmount,
  entryParts,
  misfitOf,
  pressKey,
  type AmountEntry,
  type EntryKey,
} from './amount-entry.ts';
import { Currency, exponentOf, minorMax } from './money.ts';

const keyOf: Record<string, EntryKey> = { '.': 'decimal', '<': 'backspace', C: 'clear', h: '00', t: '000' };

/** Presses one key per character: digits, `.` decimal, `<` backspace, `C` clear, `h` 00, `t` 000. */
function keyed(code: string, keys: string): AmountEntry {
  let entry = emptyEntry(Currency.parse(code));
  for (const key of keys) entry = pressKey(entry, keyOf[key] ?? (key as EntryKey));
  return entry;
}

function shown(entry: AmountEntry, locale: string): string {
  const { integer, decimal } = entryParts(entry, locale);
  return integer + decimal;
}

describe('the keypad', () => {
  it.each([
    ['EUR', '1250', 125_000, '1,250'],
    ['EUR', '12.5', 1250, '12.5'],
    ['EUR', '12.50', 1250, '12.50'],
    ['EUR', '12.', 1200, '12.'],
    ['EUR', '.5', 50, '0.5'],
    ['EUR', '5h', 50_000, '500'],
    ['EUR', '5.h', 500, '5.00'],
    ['JPY', '125t', 125_000, '125,000'],
    ['KRW', '50t', 50_000, '50,000'],
    ['KWD', '1.25', 1250, '1.25'],
    ['CLF', '1.2345', 12_345, '1.2345'],
    ['EUR', '', 0, '0'],
    ['EUR', '0005', 500, '5'],
    ['EUR', 'h5', 500, '5'],
  ])('[V10] %s keyed %s is %i minor units', (code, keys, minor, text) => {
    const entry = keyed(code, keys);
    expect(entryAmount(entry)).toEqual({ currency: code, minor });
    expect(shown(entry, 'en')).toBe(text);
  });

  it.each([
    ['EUR', '12.50', '1', 'a third decimal'],
    ['EUR', '12.5', 'h', 'two decimals where one is left'],
    ['EUR', '12.', '.', 'a second decimal sign'],
    ['JPY', '12', '.', 'a decimal sign in a currency without decimals'],
    ['EUR', '999999999', '1', 'a twelfth digit'],
    ['JPY', '99999999999', '1', 'a twelfth digit'],
    ['JPY', '999999999', 't', 'three digits where two are left'],
  ])('%s keyed %s takes no %s: %s', (code, keys, more) => {
    expect(keyed(code, keys + more)).toEqual(keyed(code, keys));
  });

  it.each([
    ['EUR', '987654321', '0', 'too-large'],
    ['EUR', '12.50', '1', 'too-fine'],
    ['EUR', '12.', 'decimal', 'too-fine'],
    ['JPY', '12', 'decimal', 'too-fine'],
    ['JPY', '999999999', '000', 'too-large'],
    ['EUR', '98765432', '1', null],
    ['EUR', '', 'backspace', null],
  ] as const)('%s keyed %s says of %s: %s', (code, keys, more, why) => {
    expect(misfitOf(keyed(code, keys), more)).toBe(why);
  });

  it('[V10] begins a new amount after one that was confirmed, and edits that one with Backspace', () => {
    const confirmed = { ...keyed('EUR', '12.50'), confirmed: true as const };
    expect(pressKey(confirmed, '4')).toEqual(keyed('EUR', '4'));
    expect(pressKey(confirmed, 'decimal')).toEqual(keyed('EUR', '.'));
    expect(pressKey(confirmed, 'backspace')).toEqual(keyed('EUR', '12.5'));
    expect(entryAmount(confirmed).minor).toBe(1250);
  });

  it('takes back the last character, and the point together with the 0 that it brought', () => {
    expect(keyed('EUR', '12.5<').typed).toBe('12.');
    expect(keyed('EUR', '12.<').typed).toBe('12');
    expect(keyed('EUR', '.<').typed).toBe('');
    expect(keyed('EUR', '<').typed).toBe('');
    expect(keyed('EUR', '12.5C').typed).toBe('');
  });

  it('shows the signs of the locale', () => {
    expect(shown(keyed('EUR', '1250.5'), 'de-DE')).toBe('1.250,5');
    expect(shown(keyed('EUR', '1250.5'), 'fr')).toBe('1\u202f250,5');
  });

  it('offers 000 beside 0 only where a decimal sign has no meaning', () => {
    const corners = ['JPY', 'KRW', 'EUR', 'KWD', 'CLF'].map((code) => cornerKeyOf(Currency.parse(code)));
    expect(corners).toEqual(['000', '000', 'decimal', 'decimal', 'decimal']);
  });

  it('[V10] holds an amount of its currency after any keys', () => {
    const keys = fc.array(fc.constantFrom(...'0123456789.<Cht'.split('')), { maxLength: 30 });
    const property = fc.property(fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'), keys, (code, pressed) => {
      const entry = keyed(code, pressed.join(''));
      const { minor } = entryAmount(entry);
      const [integer = '', decimals = ''] = entry.typed.split('.');
      expect(minor).toBeLessThanOrEqual(minorMax);
      expect(BigInt(minor)).toBe(BigInt((integer || '0') + decimals.padEnd(exponentOf(entry.currency), '0')));
    });
    fc.assert(property, { numRuns: 2_000, seed: 13 });
  });
});
