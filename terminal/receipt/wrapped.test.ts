import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { columnsOf } from './text-width.ts';
import { wrapped } from './wrapped.ts';

describe('a long text', () => {
  it.each([
    [
      'With this receipt the shop finds the payment again.',
      ['With this receipt', 'the shop finds the', 'payment again.'],
    ],
    ['TILL10199a1b2c3d47e8f9', ['TILL10199a1b2c3d47', 'e8f9']],
    ['凭此收据，商店可查到这笔支付。', ['凭此收据，商店可', '查到这笔支付。']],
    ['ร้านค้าใช้ใบเสร็จนี้ค้นหาการชำระเงินได้', ['ร้านค้าใช้ใบเสร็จนี้ค้นหา', 'การชำระเงินได้']],
    ['short', ['short']],
    ['', []],
  ])('is broken between words: %s', (text, lines) => {
    expect(wrapped(text, 18)).toEqual(lines);
  });

  it('begins no line with a sign that closes, and ends none with one that opens', () => {
    expect(wrapped('東京都千代田区丸の内（駅前）一丁目、二番', 24)).toEqual([
      '東京都千代田区丸の内',
      '（駅前）一丁目、二番',
    ]);
  });

  it('fits its columns, and loses nothing but blanks at the breaks', () => {
    const letters = fc.string({
      unit: fc.oneof(
        fc.constantFrom(' ', 'a', '支', 'กี่', '(', ')', '。', '-', '👩‍👩‍👧'),
        fc.string({ unit: 'grapheme', maxLength: 2 }),
      ),
      maxLength: 120,
    });
    fc.assert(
      fc.property(letters, fc.integer({ min: 4, max: 64 }), (text, columns) => {
        const lines = wrapped(text, columns);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
      { numRuns: 500, seed: 42 },
    );
  });
});
