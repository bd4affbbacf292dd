import { createRequire } from 'node:module';

import { expect, it } from 'vitest';

import { codePage } from './code-pages.ts';
import { internationalSet } from './international.ts';
import { characterExtent, decodeCharacter, shiftJisOf, type MultiByte } from './multi-byte.ts';

it.each([
  [0, 0x82, 'é'],
  [1, 0xb1, 'ｱ'],
  [2, 0xd5, 'ı'],
  [3, 0x84, 'ã'],
  [4, 0x8d, '‗'],
  [5, 0x9d, 'Ø'],
  [13, 0x8d, 'ı'],
  [14, 0x80, 'Α'],
  [15, 0xe1, 'α'],
  [16, 0x80, '€'],
  [17, 0xa0, 'а'],
  [18, 0xa5, 'ą'],
  [19, 0xd5, '€'],
  [21, 0xa1, 'ก'],
  [26, 0xa1, 'ก'],
  [40, 0xa4, '€'],
  [46, 0xe0, 'а'],
])('table %i has at %i what its name says', (number, byte, character) => {
  expect(codePage(number)?.upper?.[byte - 0x80]).toBe(character);
});

it('has 128 characters in every table that it draws', () => {
  const drawn = Array.from({ length: 256 }, (_, number) => codePage(number)).filter(
    (page) => typeof page?.upper === 'string',
  );
  expect(drawn).toHaveLength(30);
  for (const page of drawn) expect([page!.name, page!.upper!.length]).toEqual([page!.name, 128]);
});

it('agrees with the tables of another maker', () => {
  // iconv-lite, which two of the foreign encoders bring along.
  const iconv = createRequire(import.meta.url)('iconv-lite') as { decode(bytes: Buffer, encoding: string): string };
  const all = Buffer.from(Array.from({ length: 128 }, (_, index) => 0x80 + index));
  for (const [number, name] of [
    [0, 'cp437'],
    [2, 'cp850'],
    [3, 'cp860'],
    [4, 'cp863'],
    [5, 'cp865'],
    [17, 'cp866'],
    [18, 'cp852'],
    [19, 'cp858'],
    [21, 'windows874'],
  ] as const) {
    expect([name, codePage(number)?.upper]).toEqual([name, iconv.decode(all, name)]);
  }
});

it('has the countries of ESC R, and no more', () => {
  expect(internationalSet(2)?.get(0x5b)).toBe('Ä');
  expect(internationalSet(8)?.get(0x5c)).toBe('¥');
  expect(internationalSet(18)).toBeUndefined();
});

it.each<[MultiByte, readonly number[], string]>([
  ['gb18030', [0xba, 0xba], '汉'],
  ['gb18030', [0x82, 0x35, 0x8f, 0x33], '\u9fa6'],
  ['big5', [0xba, 0x7e], '漢'],
  ['shift-jis', [0x8a, 0xbf], '漢'],
  ['ksc5601', [0xc7, 0xd1], '한'],
])('reads a character of %s', (script, held, character) => {
  expect(characterExtent(script, held.slice(0, 1))).toBe('more');
  expect(characterExtent(script, held)).toBe(held.length);
  expect(decodeCharacter(script, held)).toBe(character);
});

it('knows single bytes where characters have several', () => {
  expect(characterExtent('shift-jis', [0xb1])).toBe(1);
  expect(characterExtent('gb18030', [0x41])).toBe(1);
  expect(characterExtent('none', [0xba])).toBe(1);
});

it('turns JIS codes into Shift_JIS', () => {
  expect(shiftJisOf([0x34, 0x41])).toEqual([0x8a, 0xbf]); // 漢
  expect(shiftJisOf([0x3b, 0x7a])).toEqual([0x8e, 0x9a]); // 字
});
