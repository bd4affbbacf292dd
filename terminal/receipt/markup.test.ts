import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { centred, left, pair } from './lines.ts';
import { markupOf } from './markup.ts';
import { textOf } from './picture.ts';
import { plainText } from './plain-text.ts';
import { columnsOf } from './text-width.ts';

function printed(lines: Parameters<typeof markupOf>[0], columns = 32): string {
  return textOf({
    kind: 'printer-test',
    environment: 'production',
    number: null,
    copy: 0,
    columns,
    languages: ['en'],
    markup: markupOf(lines, columns),
  });
}

/** Texts that are full of ReceiptLine's own signs. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...Array.from('\\{}|~_"`^-=;:x0n \n\t\r'),
      '{w:3}',
      '\\x41',
      '{c:1}',
      '{x:\\x1b}',
      '\u1fef',
      '\u037e',
      '\u202e',
      '支',
      'กี่',
    ),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
  maxLength: 40,
});

const bare = (text: string): string => text.replace(/\s/gu, '');

describe('markup', () => {
  it.each([
    'a|b',
    '{w:3}',
    '{code:1;option:qrcode}',
    '{x:\\x1b}',
    '---',
    '===',
    '\\x41 \\n \\',
    '"em" _ul_ `iv` ^big^ ~',
    '\\{ \\| \\}',
  ])('of a text is that text and nothing else: %s', (text) => {
    const says = `${text}\n`;
    expect(printed([left(text)])).toBe(says);
    expect(printed([centred(text)]).trimStart()).toBe(says);
    expect(printed([pair('Name', text)])).toMatch(/^Name +/);
    expect(
      printed([pair('Name', text)])
        .slice(4)
        .trimStart(),
    ).toBe(says);
  });

  it('prints every text as it stands, none of it wider than the paper', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(32, 42, 48), (text, columns) => {
        const plain = plainText(text);
        for (const line of [left(text), centred(text), centred(text, 'inverse'), centred(text, 'large')]) {
          const paper = printed([line], columns);
          expect(bare(paper)).toBe(bare(plain));
          for (const row of paper.split('\n')) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
        }
        expect(bare(printed([pair('Name', text)], columns))).toBe(`Name${bare(plain)}`);
        expect(bare(printed([pair(text, '1')], columns))).toBe(`${bare(plain)}1`);
      }),
      { numRuns: 300, seed: 43 },
    );
  });

  it('sets a name and its value on one line, or one below the other, never over each other', () => {
    expect(printed([pair('Amount', '€12.50')], 16)).toBe('Amount    €12.50\n');
    expect(printed([pair('Amount', '€12,345.50')], 16)).toBe('Amount\n      €12,345.50\n');
    expect(printed([pair('Order', 'TILL10199a1b2c3d47')], 16)).toBe('Order\nTILL10199a1b2c3d\n47\n');
    expect(printed([pair('金額', '￥1,250')], 16)).toBe('金額     ￥1,250\n');
  });

  it('makes large what has room, and tall what has not', () => {
    expect(markupOf([centred('CN¥999.00', 'large')], 32)).toBe('"^^^CN¥999.00^^^"\n');
    expect(markupOf([centred('CN¥999,999,999.99', 'large')], 32)).toBe('"^^CN¥999,999,999.99^^"\n');
  });

  it('takes no sign that turns the direction of reading, nor one that composes to a sign of markup', () => {
    expect(plainText('\u202e05.21\u202c €')).toBe('05.21 €');
    expect(printed([left('a\u1feftick\u1fef')])).toBe('a`tick`\n');
    expect(plainText('a\u0000b\u001bc\u2028d')).toBe('abc d');
    expect(plainText('\ud800x')).toBe('\ufffdx');
  });

  it('is refused for a code that holds what no code of ours does', () => {
    expect(() => markupOf([{ is: 'barcode', data: 'a b' }], 32)).toThrow(/code/);
    expect(markupOf([{ is: 'qr', data: 'a;b|{c}\\', cellDots: 5, level: 'q' }], 32)).toBe(
      '{code:a\\x3bb\\x7c\\x7bc\\x7d\\x5c;option:qrcode,5,q}\n',
    );
  });
});
