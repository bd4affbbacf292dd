import { PNG } from 'pngjs';
import { expect, it } from 'vitest';

import { bytes, printed } from '../testing/printed.ts';
import type { Bitmap } from './bitmap.ts';
import { marginDots, pngOf } from './png.ts';

const init = [0x1b, '@'] as const;

it('lays text on a grid of 48 characters and goes on in the next line', () => {
  const { lines, slips } = printed(bytes(...init, 'x'.repeat(50), 10));
  expect(lines).toEqual(['x'.repeat(48), 'xx']);
  expect(slips[0]!.height).toBe(60);
});

it.each([
  [58, 384, 32],
  [80, 576, 48],
])('has the width of %i mm paper', (_mm, widthDots, columns) => {
  expect(printed(bytes('x'.repeat(49), 10), { widthDots }).lines[0]).toHaveLength(columns);
});

it.each<[string, readonly (number | string)[], Record<string, unknown>]>([
  ['ESC !', [0x1b, '!', 0xb9], { font: 'B', bold: true, wide: 2, tall: 2, underline: 1 }],
  ['ESC E and ESC -', [0x1b, 'E', 1, 0x1b, '-', 2], { bold: true, underline: 2 }],
  ['ESC E and ESC - in digits', [0x1b, 'E', '1', 0x1b, '-', '1'], { bold: true, underline: 1 }],
  ['ESC G', [0x1b, 'G', 1], { bold: true }],
  ['ESC M', [0x1b, 'M', 1], { font: 'B' }],
  ['ESC V', [0x1b, 'V', 1], { turned: true }],
  ['GS !', [0x1d, '!', 0x72], { wide: 8, tall: 3 }],
  ['GS B', [0x1d, 'B', 1], { reverse: true }],
  [
    'ESC @, which undoes all of it',
    [0x1d, 'B', 1, 0x1b, '!', 0xff, ...init],
    { font: 'A', bold: false, wide: 1, tall: 1, underline: 0, reverse: false },
  ],
])('sets characters by %s', (_name, command, expected) => {
  const [line] = printed(bytes(...init, ...command, 'A', 10)).entries;
  expect(line).toMatchObject({ kind: 'line', runs: [{ text: 'A', ...expected }] });
});

it('tells which part of a line looks how, and where it stands', () => {
  const { entries } = printed(bytes('Total ', 0x1b, 'E', 1, '12', 0x1b, 'E', 0, ' EUR', 10));
  expect(entries).toMatchObject([
    {
      text: 'Total 12 EUR',
      runs: [
        { text: 'Total ', x: 0, bold: false },
        { text: '12', x: 72, bold: true },
        { text: ' EUR', x: 96, bold: false },
      ],
    },
  ]);
});

it.each<[string, readonly (number | string)[], string, number]>([
  ['ESC a 1', [0x1b, 'a', 1, 'mid'], 'mid', (576 - 36) / 2],
  ['ESC a 2', [0x1b, 'a', 2, 'end'], 'end', 576 - 36],
  ['ESC $', [0x1b, '$', 0x2c, 0x01, 'at'], `${' '.repeat(25)}at`, 300],
  ['ESC \\ backwards', ['ab', 0x1b, '\\', 0xf4, 0xff, 'c'], 'abc', 0],
  ['HT', ['a', 9, 'b'], 'a       b', 0],
  ['ESC D', [0x1b, 'D', 4, 20, 0, 9, 9, 'b'], `${' '.repeat(20)}b`, 240],
  ['GS L', [0x1d, 'L', 48, 0, 'in'], 'in', 0],
])('puts text where %s says', (_name, command, text, x) => {
  const [line] = printed(bytes(...command, 10)).entries;
  expect(line).toMatchObject({ kind: 'line', text });
  expect(line?.kind === 'line' && line.runs[0]?.x).toBe(x);
});

it.each<[string, readonly (number | string)[], number]>([
  ['LF', ['a', 10], 30],
  ['ESC 3 and LF', [0x1b, '3', 50, 'a', 10], 50],
  ['ESC 3 with less than the height of a line', [0x1b, '3', 0, 'a', 10], 24],
  ['ESC J', ['a', 0x1b, 'J', 100], 100],
  ['ESC d', ['a', 0x1b, 'd', 4], 120],
  ['a tall line', [0x1d, '!', 0x03, 'a', 10], 96],
  ['CR, which does nothing', ['a', 13, 10], 30],
])('moves the paper by %s', (_name, command, dots) => {
  expect(printed(bytes(...command)).slips[0]!.height).toBe(dots);
});

it('aligns only at the beginning of a line, as the reference says', () => {
  const { entries } = printed(bytes('ab', 0x1b, 'a', 1, 'cd', 10));
  expect(entries).toMatchObject([
    { kind: 'refused', command: 'ESC a', why: 'not at the beginning of a line' },
    { kind: 'line', text: 'abcd', runs: [{ x: 0 }] },
  ]);
});

it.each<[string, number, readonly (number | string)[], string]>([
  ['PC858', 19, [0xd5], '€'],
  ['Katakana', 1, [0xb1], 'ｱ'],
  ['PC866', 17, [0x80], 'А'],
  ['Thai', 21, [0xb7, 0xd5, 0xe8], 'ที่'],
])('reads characters by the table %s', (_name, table, characters, text) => {
  expect(printed(bytes(0x1b, 't', table, ...characters, 10)).lines).toEqual([text]);
});

it('prints Thai marks onto their letters, without room of their own', () => {
  const [line] = printed(bytes(0x1b, 't', 21, 0xb7, 0xd5, 0xe8, 'x', 10)).entries;
  const width = printed(bytes(0x1b, 't', 21, 0xb7, 'x', 10)).entries[0];
  expect(line?.kind === 'line' && line.runs).toHaveLength(1);
  expect(width?.kind === 'line' && width.runs).toHaveLength(1);
});

it.each([
  ['gb18030', [0xba, 0xba, 0xd7, 0xd6], '汉字'],
  ['big5', [0xba, 0x7e], '漢'],
  ['ksc5601', [0xc7, 0xd1], '한'],
] as const)('reads characters of two bytes by %s, until FS . says not to', (multiByte, characters, text) => {
  expect(printed(bytes(...characters, 10), { multiByte }).lines).toEqual([text]);
  expect(printed(bytes(0x1c, '.', ...characters, 10), { multiByte }).lines[0]).not.toBe(text);
});

it('reads Japanese by FS C 1, and JIS codes after FS &', () => {
  const multiByte = 'shift-jis';
  expect(printed(bytes(0x1c, 'C', 1, 0x8a, 0xbf, 'A', 0xb1, 10), { multiByte }).lines[0]).toMatch(/^漢A/);
  expect(printed(bytes(0x1c, '&', 0x34, 0x41, 0x1c, '.', 'A', 10), { multiByte }).lines).toEqual(['漢A']);
});

it('reads UTF-8 after FS ( C', () => {
  const line = Buffer.from('Zürich 漢字 ไทย', 'utf8');
  expect(printed(Buffer.concat([bytes(0x1c, '(C', 2, 0, 48, 2), line, bytes(10)])).lines).toEqual(['Zürich 漢字 ไทย']);
});

it('shows what it cannot read as a box, and half a character too', () => {
  expect(printed(bytes(0xba, 10), { multiByte: 'gb18030' }).lines).toEqual(['\ufffd']);
  expect(printed(bytes(0x1b, 't', 20, 0xb7, 10)).lines).toEqual(['\ufffd']);
});

it('prints raster pictures, graphics and bit images dot for dot', () => {
  const rows = [0xf0, 0x0f, 0xaa, 0x55];
  const expected = '11110000\n00001111\n10101010\n01010101';
  const raster = printed(bytes(0x1d, 'v0', 0, 1, 0, 4, 0, ...rows));
  const graphics = printed(
    bytes(0x1d, '(L', 14, 0, 48, 112, 48, 1, 1, 49, 8, 0, 4, 0, ...rows, 0x1d, '(L', 2, 0, 48, 50),
  );
  const long = printed(
    bytes(0x1d, '8L', 14, 0, 0, 0, 48, 112, 48, 1, 1, 49, 8, 0, 4, 0, ...rows, 0x1d, '(L', 2, 0, 48, 50),
  );
  const columns = [0xa0, 0x90, 0xa0, 0x90, 0x60, 0x50, 0x60, 0x50].flatMap((column) => [column, 0, 0]);
  const image = printed(bytes(0x1b, '3', 24, 0x1b, '*', 33, 8, 0, ...columns, 10));
  for (const { slips } of [raster, graphics, long, image]) expect(square(slips[0]!.bitmap())).toBe(expected);
});

it('keeps pictures under a key and prints them by it', () => {
  const store = [0x1d, '(L', 15, 0, 48, 67, 48, 'AB', 1, 8, 0, 4, 0, 49, 0xff, 0xff, 0xff, 0xff] as const;
  const { entries } = printed(bytes(...store, 0x1b, '@', ...print('AB'), ...print('CD')));
  expect(entries).toMatchObject([
    { kind: 'image', width: 8, height: 4 },
    { kind: 'refused', why: 'that picture is not stored' },
  ]);
});

it('lays out a page first in page mode, in four directions', () => {
  const page = bytes(0x1b, 'L', 0x1b, 'W', 0, 0, 0, 0, 0, 1, 0, 1, 0x1b, 'T', 3, 'DOWN', 10, 0x0c, 'next', 10);
  const { slips, lines } = printed(page);
  expect(lines).toEqual(['DOWN', 'next']);
  expect(slips[0]!.height).toBe(256 + 30);
  const { dots, width } = slips[0]!.bitmap();
  const columns = new Set(
    [...dots.entries()].flatMap(([at, dot]) => (dot === 1 && at < width * 256 ? [at % width] : [])),
  );
  expect(Math.min(...columns)).toBeGreaterThanOrEqual(256 - 24);
});

it('turns lines upside down from the right', () => {
  const { slips } = printed(bytes(0x1b, '{', 1, 'L', 10));
  const { dots, width } = slips[0]!.bitmap();
  expect(dots.findIndex((dot) => dot === 1) % width).toBeGreaterThan(width - 13);
});

it('names what it does not know and goes on', () => {
  expect(printed(bytes(0x1b, '~', 'Total', 10)).entries).toMatchObject([
    { kind: 'refused', command: 'ESC ~', why: 'not a command of the reference' },
    { kind: 'line', text: 'Total' },
  ]);
});

it('draws a picture of the paper with its margins, in black and white', () => {
  const { slips } = printed(bytes(0x1d, 'v0', 0, 1, 0, 1, 0, 0x80));
  const png = PNG.sync.read(pngOf(slips[0]!));
  expect([png.width, png.height]).toEqual([576 + 2 * marginDots, 1 + 2 * marginDots]);
  const black = [...png.data.keys()].filter((at) => at % 4 === 0 && png.data[at] === 0);
  expect(black).toEqual([4 * (marginDots * png.width + marginDots)]);
});

it('tears off a roll that nobody cuts, and keeps the last slips', () => {
  const { slips } = printed(bytes('a', 10, ...Array.from({ length: 3 * 90 }, () => [0x1b, 'd', 255]).flat()));
  expect(slips.length).toBeLessThanOrEqual(21);
  expect(slips.every(({ height }) => height <= 20_000 + 255 * 30)).toBe(true);
});

/** The first eight dots of the first four rows. */
function square(bitmap: Bitmap): string {
  const row = (y: number): string => bitmap.dots.slice(y * bitmap.width, y * bitmap.width + 8).join('');
  return [0, 1, 2, 3].map(row).join('\n');
}

function print(key: string): readonly (number | string)[] {
  return [0x1d, '(L', 6, 0, 48, 69, key, 1, 1];
}
