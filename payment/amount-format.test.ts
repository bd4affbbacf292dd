import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { amountParts, formatAmount, majorText, parseAmount } from './amount-format.ts';
import { Currency, Minor, exponentOf, minorMax, type Amount } from './money.ts';

const nbsp = '\u00a0';

function amount(code: string, minor: number): Amount {
  return { currency: Currency.parse(code), minor: Minor.parse(minor) };
}

function read(text: string, code: string, locale: string): number | string {
  const result = parseAmount(text, Currency.parse(code), locale);
  return result.ok ? result.value.minor : result.error;
}

describe('formatAmount', () => {
  const golden: [code: string, minor: number, en: string, de: string, zh: string, ja: string][] = [
    ['JPY', 1250, '¥1,250', `1.250${nbsp}¥`, 'JP¥1,250', '￥1,250'],
    ['KRW', 50_000, '₩50,000', `50.000${nbsp}₩`, '₩50,000', '₩50,000'],
    ['EUR', 1250, '€12.50', `12,50${nbsp}€`, '€12.50', '€12.50'],
    ['USD', 5, '$0.05', `0,05${nbsp}$`, 'US$0.05', '$0.05'],
    ['CNY', 123_456, 'CN¥1,234.56', `1.234,56${nbsp}CN¥`, '¥1,234.56', `元${nbsp}1,234.56`],
    ['KWD', 12_500, `KWD${nbsp}12.500`, `12,500${nbsp}KWD`, `KWD${nbsp}12.500`, `KWD${nbsp}12.500`],
    ['CLF', 125_000, `CLF${nbsp}12.5000`, `12,5000${nbsp}CLF`, `CLF${nbsp}12.5000`, `CLF${nbsp}12.5000`],
  ];

  it.each(golden)('[V10] writes %s %i with its own decimals in every language', (code, minor, en, de, zh, ja) => {
    const of = amount(code, minor);
    const written = ['en', 'de-DE', 'zh-Hans', 'ja'].map((locale) => formatAmount(of, locale));
    expect(written).toEqual([en, de, zh, ja]);
  });

  it('[V10] writes the largest amount exactly, to the last digit', () => {
    expect(formatAmount(amount('EUR', minorMax), 'en')).toBe('€999,999,999.99');
    expect(formatAmount(amount('JPY', minorMax), 'en')).toBe('¥99,999,999,999');
    expect(majorText(amount('CLF', minorMax))).toBe('9999999.9999');
  });

  it('keeps Western digits in a locale that has its own', () => {
    expect(formatAmount(amount('KWD', 1_234_500), 'ar-EG')).toContain('1,234.500');
  });
});

describe('amountParts', () => {
  it('cuts an amount into sign, whole units and decimals, with the sign where the locale puts it', () => {
    expect(amountParts(amount('EUR', 123_450), 'en')).toEqual({
      sign: '€',
      signFirst: true,
      gap: '',
      integer: '1,234',
      decimal: '.50',
    });
    expect(amountParts(amount('EUR', 123_450), 'de-DE')).toEqual({
      sign: '€',
      signFirst: false,
      gap: nbsp,
      integer: '1.234',
      decimal: ',50',
    });
    expect(amountParts(amount('JPY', 1250), 'ja')).toEqual({
      sign: '￥',
      signFirst: true,
      gap: '',
      integer: '1,250',
      decimal: '',
    });
  });
});

describe('parseAmount', () => {
  it.each([
    ['12.50', 'EUR', 'en', 1250],
    ['12', 'EUR', 'en', 1200],
    ['€1,234.50', 'EUR', 'en', 123_450],
    ['EUR 12.50', 'EUR', 'en', 1250],
    ['12,50 €', 'EUR', 'de-DE', 1250],
    ['1.234', 'EUR', 'de-DE', 123_400],
    ['1234,50', 'EUR', 'de-DE', 123_450],
    ['１２．５０', 'EUR', 'ja', 1250],
    ['１，２５０', 'JPY', 'ja', 1250],
    ['1\u202f234,50', 'EUR', 'fr', 123_450],
    ["1'234.50", 'CHF', 'de-CH', 123_450],
    ['1.250', 'KWD', 'en', 1250],
    ['0.0001', 'CLF', 'en', 1],
    ['007', 'JPY', 'en', 7],
    ['99999999999', 'JPY', 'en', minorMax],
  ])('[V10] reads %s as %s in %s', (text, code, locale, minor) => {
    expect(read(text, code, locale)).toBe(minor);
  });

  it.each([
    ['', 'EUR', 'en', 'empty'],
    ['€', 'EUR', 'en', 'empty'],
    ['12.5', 'EUR', 'en', 'decimals'],
    ['12.500', 'EUR', 'en', 'decimals'],
    ['12.', 'EUR', 'en', 'decimals'],
    ['1250.0', 'JPY', 'en', 'decimals'],
    ['1.25', 'EUR', 'de-DE', 'not-a-number'],
    ['12,50', 'EUR', 'en', 'not-a-number'],
    ['1,2,3', 'JPY', 'en', 'not-a-number'],
    ['-1', 'EUR', 'en', 'negative'],
    ['\u22121,00', 'EUR', 'de-DE', 'negative'],
    ['(5.00)', 'EUR', 'en', 'negative'],
    ['1e3', 'EUR', 'en', 'not-a-number'],
    ['0x10', 'EUR', 'en', 'not-a-number'],
    ['1.2.3', 'EUR', 'en', 'not-a-number'],
    ['$12.50', 'EUR', 'en', 'not-a-number'],
    ['١٢', 'KWD', 'ar', 'not-a-number'],
    ['100000000000', 'JPY', 'en', 'too-large'],
    ['1000000000', 'EUR', 'en', 'too-large'],
    ['9'.repeat(400), 'JPY', 'en', 'too-large'],
  ])('[V10] refuses %j as %s in %s: %s', (text, code, locale, problem) => {
    expect(read(text, code, locale)).toBe(problem);
  });

  const currencies = ['JPY', 'KRW', 'EUR', 'USD', 'CNY', 'KWD', 'CLF'];
  const locales = ['en', 'de-DE', 'de-CH', 'fr', 'es', 'pl', 'en-IN', 'zh-Hans', 'ja', 'ar-EG'];

  it('[V10] reads back every amount that it writes', () => {
    const property = fc.property(
      fc.constantFrom(...currencies),
      fc.integer({ min: 0, max: minorMax }),
      fc.constantFrom(...locales),
      (code, minor, locale) => {
        const of = amount(code, minor);
        expect(parseAmount(formatAmount(of, locale), of.currency, locale)).toEqual({ ok: true, value: of });
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 10 });
  });

  it('[V10] writes whole minor units as text, digit for digit', () => {
    const property = fc.property(
      fc.constantFrom(...currencies),
      fc.integer({ min: 0, max: minorMax }),
      (code, minor) => {
        const of = amount(code, minor);
        const [integer = '', decimals = ''] = majorText(of).split('.');
        expect(decimals).toHaveLength(exponentOf(of.currency));
        expect(BigInt(integer + decimals)).toBe(BigInt(minor));
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 11 });
  });

  it('answers any text with an amount or a name, and never throws', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...currencies), (text, code) => {
      const result = parseAmount(text, Currency.parse(code), 'de-DE');
      expect(result.ok ? Minor.safeParse(result.value.minor).success : typeof result.error === 'string').toBe(true);
    });
    fc.assert(property, { numRuns: 500, seed: 12 });
  });
});
