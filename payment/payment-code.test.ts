import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PaymentCode, readPaymentCode, scanCharsMax, tailOf } from './payment-code.ts';

const problems = ['empty', 'letters', 'too-short', 'too-long', 'wrong-start', 'web-address', 'card-number'];

/** The digits with the check digit that makes them pass as a card number. */
function withCheckDigit(digits: string): string {
  const weighted = digits.split('').map((digit, at) => {
    const doubled = (digits.length - at) % 2 === 1 ? Number.parseInt(digit, 10) * 2 : Number.parseInt(digit, 10);
    return doubled > 9 ? doubled - 9 : doubled;
  });
  const sum = weighted.reduce((a, b) => a + b, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

function read(text: string): string {
  const result = readPaymentCode(text);
  return result.ok ? result.value : result.error;
}

describe('readPaymentCode', () => {
  it.each([
    '2893612204263667830',
    '28024456785672301',
    '280244567856723026',
    '28100602000000000012',
    '281010897274821897274821',
    '251001020123456789012345',
    `30${'1'.repeat(14)}`,
    `25${'0'.repeat(30)}`,
  ])('[V35] takes %s as it is', (code) => {
    expect(read(code)).toBe(code);
  });

  it.each([
    ['281010897274821897274821\r\n'],
    ['281010897274821897274821\r'],
    ['281010897274821897274821\t'],
    ['2810 1089 7274 8218 9727 4821'],
    [' 281010897274821897274821 \n'],
    [']C1281010897274821897274821'],
    [']Q3281010897274821897274821\r'],
    ['\r]C0281010897274821897274821'],
  ])('[V35] takes off what a scanner adds: %j', (text) => {
    expect(read(text)).toBe('281010897274821897274821');
  });

  it.each([
    ['', 'empty'],
    ['\r\n', 'empty'],
    [']C1', 'empty'],
    ['28101089727482189727482A', 'letters'],
    ['28101089-72748218-97274821', 'letters'],
    ['２８１０１０８９７２７４８２１８９７２７４８２１', 'letters'],
    ['٢٨١٠١٠٨٩٧٢٧٤٨٢١٨', 'letters'],
    ['281010897274821897274821\u0000', 'letters'],
    ['281010897274821897274821\u202e', 'letters'],
    ['<img src=x onerror=alert(1)>', 'letters'],
    ["28' OR '1'='1", 'letters'],
    ['281010897274821', 'too-short'],
    ['28', 'too-short'],
    [`28${'1'.repeat(31)}`, 'too-long'],
    ['9'.repeat(scanCharsMax + 1), 'too-long'],
    ['241010897274821897274821', 'wrong-start'],
    ['311010897274821897274821', 'wrong-start'],
    ['101010897274821897274821', 'wrong-start'],
    ['https://example.test/281010897274821897274821', 'web-address'],
    ['HTTPS://EXAMPLE.TEST', 'web-address'],
    ['www.example.test', 'web-address'],
    ['javascript:alert(1)', 'web-address'],
    ['alipays://platformapi/startapp', 'web-address'],
    ['WIFI:S:shop;P:secret;;', 'web-address'],
  ])('[V35] refuses %j as %s', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  it.each([
    ['Visa', '4111111111111111'],
    ['Visa, 13 digits', '4222222222222'],
    ['Visa, in groups', '4111 1111 1111 1111'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard, two-series', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Diners', '36227206271667'],
    ['JCB', '3566002020360505'],
    ['UnionPay, 19 digits', '6205500000000000004'],
    ['Mastercard, starts like a wallet', withCheckDigit('250000000000000')],
    ['Mastercard, starts like a wallet', withCheckDigit('261234567890123')],
    ['Mastercard, end of its range', withCheckDigit('272099999999999')],
    ['Diners, 16 digits, starts like a wallet', withCheckDigit('300000000000000')],
    ['Diners, 16 digits, end of its range', withCheckDigit('305999999999999')],
    ['Diners, 16 digits, its other range', withCheckDigit('309512345678901')],
  ])('[V36] refuses what may be a card number: %s', (_brand, digits) => {
    expect(read(digits)).toBe('card-number');
  });

  it('[V36] takes wallet codes that merely have a right check digit', () => {
    for (const digits of [
      '272100000000000',
      '281010897274821',
      '291010897274821',
      '306000000000000',
      '309600000000000',
    ])
      expect(read(withCheckDigit(digits))).toBe(withCheckDigit(digits));
    expect(read(withCheckDigit('289361220426366783'))).toBe(withCheckDigit('289361220426366783'));
  });

  it('[V36] never takes a 16-digit number of the range that cards and wallets share', () => {
    const inRange = fc.oneof(
      fc.integer({ min: 222_100, max: 272_099 }),
      fc.integer({ min: 300_000, max: 305_999 }),
      fc.integer({ min: 309_500, max: 309_599 }),
    );
    const rest = fc.stringMatching(/^\d{9}$/);
    const property = fc.property(inRange, rest, (start, more) => {
      return read(withCheckDigit(`${start}${more}`)) === 'card-number';
    });
    fc.assert(property, { numRuns: 20_000, seed: 36 });
  });

  it('[V35] answers any text with a code or a name, and never throws', () => {
    const scanned = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'0123456789 \r\n\t]CQ-.'.split('')), maxLength: 60 }),
      fc.integer({ min: scanCharsMax - 2, max: scanCharsMax + 2 }).map((length) => '7'.repeat(length)),
    );
    const property = fc.property(scanned, (text) => {
      const result = readPaymentCode(text);
      if (!result.ok) return problems.includes(result.error);
      return PaymentCode.safeParse(result.value).success && text.replace(/\s/g, '').endsWith(result.value);
    });
    fc.assert(property, { numRuns: 20_000, seed: 35 });
  });

  it('[V37] gives people the last four digits only', () => {
    expect(tailOf(PaymentCode.parse('281010897274821897274821'))).toBe('4821');
  });
});
