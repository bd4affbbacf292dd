import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Amount, Currency, exponentOf, Minor, minorMax, readMinor, sameAmount } from './money.ts';

describe('a currency', () => {
  it.each([
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW'],
    [2, 'AUD BDT BRL CAD CNY EUR GBP HKD IDR MXN MYR NZD PEN PHP PKR PLN SGD THB TWD USD'],
  ])('[V10] has its own number of decimals: %i for %s', (exponent, codes) => {
    expect(codes.split(' ').map((code) => exponentOf(Currency.parse(code)))).toEqual(
      codes.split(' ').map(() => exponent),
    );
  });

  it.each(['XXX', 'XTS', 'XAU', 'eur', 'EURO', '€', '', '978', 'BTC'])(
    '[V10] that is not known is refused: %j',
    (code) => {
      expect(Currency.safeParse(code).success).toBe(false);
    },
  );
});

describe('an amount', () => {
  it.each([-1, 0.5, 12.5, minorMax + 1, Number.NaN, Number.POSITIVE_INFINITY, '100', null, 100n])(
    '[V10] is never made of %s',
    (minor) => {
      expect(Minor.safeParse(minor).success).toBe(false);
      expect(Amount.safeParse({ currency: 'JPY', minor }).success).toBe(false);
    },
  );

  it('[V10] never travels without its currency, and carries nothing else', () => {
    expect(Amount.safeParse({ minor: 100 }).success).toBe(false);
    expect(Amount.safeParse({ currency: 'JPY', minor: 100, major: 1 }).success).toBe(false);
  });

  it('[V11] equals another one only in both currency and number', () => {
    const jpy = Amount.parse({ currency: 'JPY', minor: 100 });
    expect(sameAmount(jpy, Amount.parse({ currency: 'JPY', minor: 100 }))).toBe(true);
    expect(sameAmount(jpy, Amount.parse({ currency: 'KRW', minor: 100 }))).toBe(false);
    expect(sameAmount(jpy, Amount.parse({ currency: 'JPY', minor: 101 }))).toBe(false);
  });
});

describe('readMinor', () => {
  it.each(['', '-1', '+1', '1.0', '1e3', ' 1', '1 ', '0x1', '１', '100000000000', '1,000', 'NaN'])(
    '[V10] takes digits only, so not %j',
    (text) => {
      expect(readMinor(text)).toEqual({ ok: false, error: 'not-an-amount' });
    },
  );

  it('[V10] reads back every number of minor units', () => {
    const property = fc.property(fc.integer({ min: 0, max: minorMax }), (minor) => {
      expect(readMinor(String(minor))).toEqual({ ok: true, value: minor });
    });
    fc.assert(property, { numRuns: 1_000, seed: 20 });
  });

  it('answers any text, and never throws', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const result = readMinor(text);
      expect(result.ok ? Minor.safeParse(result.value).success : result.error).toBe(result.ok ? true : 'not-an-amount');
    });
    fc.assert(property, { numRuns: 1_000, seed: 21 });
  });
});
