import { expect, it } from 'vitest';

import { bytes, printed } from '../testing/printed.ts';
import { readCodes } from '../testing/read-codes.ts';
import { pngOf } from './png.ts';

// Every code is read off the picture of the paper by ZXing-C++, which knows nothing of how it came there.

it.each([
  ['UPC-A, ended by NUL', [0x1d, 'k', 0, '01234567890', 0], '0012345678905'],
  ['EAN13, ended by NUL', [0x1d, 'k', 2, '590123412345', 0], '5901234123457'],
  ['EAN8', [0x1d, 'k', 68, 8, '96385074'], '96385074'],
  ['UPC-E, sent as UPC-A', [0x1d, 'k', 66, 11, '04210000526'], '0042100005264'],
  ['CODE39', [0x1d, 'k', 4, 'TILL-7', 0], 'TILL-7'],
  ['CODE39 with its stars', [0x1d, 'k', 69, 8, '*TILL-7*'], 'TILL-7'],
  ['ITF', [0x1d, 'k', 70, 6, '123456'], '123456'],
  ['CODABAR', [0x1d, 'k', 71, 8, 'A12345-B'], 'A12345-B'],
  ['CODE93', [0x1d, 'k', 72, 5, 'TIL L'], 'TIL L'],
  ['CODE128 in set B with a brace', [0x1d, 'k', 73, 9, '{BTill{{7'], 'Till{7'],
  ['CODE128 in set C', [0x1d, 'k', 73, 5, '{C', 12, 34, 0], '123400'],
  ['CODE128 that changes sets and shifts', [0x1d, 'k', 73, 15, '{C', 98, 76, '{Bab{ACD{Se'], '9876abCDe'],
  ['CODE128, sets chosen by the printer', [0x1d, 'k', 79, 9, 'ab1234567'], 'ab1234567'],
])('%s is read back', async (_name, command, text) => {
  const { slips } = printed(bytes(0x1d, 'w', 2, ...command, 10));
  expect((await readCodes(pngOf(slips[0]!))).map(({ text }) => text)).toEqual([text]);
});

it.each([
  ['QR of each level', qr('L', 'https://shop.example/1'), 'https://shop.example/1'],
  ['QR with the highest level', qr('H', 'SALE 42'), 'SALE 42'],
  ['QR with bytes that are no ASCII', qr('M', 'Zürich 漢字'), 'Zürich 漢字'],
  [
    'PDF417',
    matrix(
      48,
      [
        [67, 3],
        [68, 4],
        [69, 48, 50],
      ],
      'PDF on paper',
    ),
    'PDF on paper',
  ],
  ['AZTEC', matrix(53, [[67, 4]], 'Aztec on paper'), 'Aztec on paper'],
  ['DATAMATRIX', matrix(54, [[67, 5]], 'DataMatrix'), 'DataMatrix'],
])('%s is read back', async (_name, command, text) => {
  const { slips } = printed(command);
  expect((await readCodes(pngOf(slips[0]!))).map(({ text }) => text)).toEqual([text]);
});

it.each([
  ['of a kind that it has not', [0x1d, 'k', 75, 3, 'abc'], 'not drawn here'],
  ['with data that does not fit', [0x1d, 'k', 67, 5, '12x45'], 'no data for EAN13'],
  ['without its code set', [0x1d, 'k', 73, 4, '1234'], 'no data for CODE128'],
  [
    'wider than the paper',
    [0x1d, 'w', 6, 0x1d, 'k', 73, 32, `{B${'wide'.repeat(8)}`.slice(0, 32)],
    'wider than the paper',
  ],
  ['behind text in the same line', ['Total', 0x1d, 'k', 73, 4, '{Bab'], 'beginning of a line'],
])('a bar code %s is left out, with the reason', (_name, command, why) => {
  const { entries } = printed(bytes(...command, 10));
  expect(entries.filter(({ kind }) => kind === 'code')).toEqual([]);
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'refused', why: expect.stringContaining(why) }));
});

it('stands where the alignment says, with its text above and below', () => {
  const { entries } = printed(
    bytes(0x1b, 'a', 1, 0x1d, 'h', 50, 0x1d, 'w', 2, 0x1d, 'H', 3, 0x1d, 'k', 2, '590123412345', 0),
  );
  expect(entries).toEqual([
    { kind: 'code', y: 0, x: 193, width: 190, height: 24 + 50 + 24, symbology: 'EAN13', data: '590123412345' },
  ]);
});

function qr(level: 'L' | 'M' | 'Q' | 'H', text: string): Uint8Array {
  return matrix(
    49,
    [
      [65, 50, 0],
      [67, 4],
      [69, 48 + 'LMQH'.indexOf(level)],
    ],
    text,
  );
}

function matrix(kind: number, settings: readonly (readonly number[])[], text: string): Uint8Array {
  const command = (...parameters: number[]): Buffer =>
    Buffer.from([0x1d, 0x28, 0x6b, (parameters.length + 1) & 0xff, (parameters.length + 1) >> 8, kind, ...parameters]);
  return Buffer.concat([
    ...settings.map((setting) => command(...setting)),
    command(80, 48, ...Buffer.from(text, 'utf8')),
    command(81, 48),
  ]);
}
