import { beforeAll, describe, expect, it } from 'vitest';

import type { PrinterFonts } from '#contract';

import { commandBytesMax } from '../escpos/commands.ts';
import { lazyGlyphs, type Glyphs } from '../glyphs/load-glyphs.ts';
import { CommandCutter } from '../testing/command-cutter.ts';
import { Dots } from './dots.ts';
import { encodeReceipt } from './encode-receipt.ts';
import { linePicture } from './line-picture.ts';
import { plain } from './printer-line.ts';
import { clustersOf, columnsOf } from './text-columns.ts';

let glyphs: Glyphs;
beforeAll(() => {
  glyphs = lazyGlyphs(() => undefined);
});

function encode(markup: string, fonts: PrinterFonts = 'ascii', { columns = 32, cutter = true } = {}): Buffer {
  return Buffer.from(encodeReceipt({ markup, columns }, { profile: { columns, fonts, cutter }, glyphs }));
}

/** The commands and letters in it; a rest that ends in no command is one that would swallow what follows. */
function cut(bytes: Uint8Array): { commands: (readonly number[])[]; isWhole: boolean } {
  const cutter = new CommandCutter();
  const commands: (readonly number[])[] = [];
  let isWhole = true;
  for (const byte of bytes) {
    const command = cutter.take(byte);
    isWhole = command !== null;
    if (command !== null) commands.push(command);
  }
  return { commands, isWhole };
}

function letters(bytes: Uint8Array): string {
  const { commands } = cut(bytes);
  return Buffer.from(commands.filter(({ length }) => length === 1).flat()).toString('latin1');
}

const pictureHead = Buffer.from('\x1dv0\x00', 'latin1');

/** How many pictures are in it. */
function pictures(bytes: Buffer): number {
  return cut(bytes).commands.filter((command) => pictureHead.equals(Buffer.from(command.slice(0, 4)))).length;
}

describe('a document', () => {
  it('is written in the printer’s own letters, at their columns', () => {
    expect(letters(encode('Total | 12.50'))).toBe('Total                      12.50\n');
    expect(letters(encode('Thank you'))).toBe(`${' '.repeat(11)}Thank you\n`);
    expect(letters(encode('---'))).toBe(`${'-'.repeat(32)}\n`);
  });

  it('asks nothing, resets nothing, and ends with its cut', () => {
    for (const markup of ['Hello', '"PAID"', '合计', '{code:1234;option:qrcode,3,l}']) {
      const bytes = encode(markup, 'gb18030');
      expect(bytes.subarray(-4)).toEqual(Buffer.from([0x1d, 0x56, 0x42, 0]));
      const heads = cut(bytes).commands.map((command) => Buffer.from(command.slice(0, 2)).toString('latin1'));
      for (const question of ['\x10\x04', '\x1b@', '\x1da', '\x1dr', '\x1dI']) expect(heads).not.toContain(question);
    }
    expect(encode('Hello', 'ascii', { cutter: false }).subarray(-3)).toEqual(Buffer.from([0x1b, 0x64, 5]));
  });

  it('puts styles on and off around their letters', () => {
    const bytes = encode('"PAID"').toString('latin1');
    expect(bytes).toContain('\x1bE\x01PAID\x1b-\x00\x1bE\x00\x1dB\x00\x1d!\x00\n');
    expect(encode('^^^PAID^^^').toString('latin1')).toContain('\x1d!\x11PAID');
  });

  it.each([
    ['western', 'é€Ж', 0],
    ['ascii', 'é€Ж', 1],
    ['gb18030', '合计', 0],
    ['big5', '合計', 0],
    ['shift-jis', '合計カﾅ', 0],
    ['ksc5601', '합계', 0],
    ['western', '合计', 1],
    ['shift-jis', '합계', 1],
    ['gb18030', 'ไทย', 1],
    ['western', '\u{20bb7}', 1],
  ] as const)('with the letters of "%s" has %s in %i pictures', (fonts, text, count) => {
    const bytes = encode(text, fonts);
    expect(pictures(bytes)).toBe(count);
    expect(cut(bytes).isWhole).toBe(true);
    expect(letters(bytes)).not.toContain('?'); // which stands for what could not be written
  });

  it('has no letter of its own that is wider or narrower than it was laid out', () => {
    // In the Chinese sets these are of two columns.
    const bytes = encode('Amount | €12.50', 'gb18030');
    expect(bytes.toString('latin1')).not.toContain('\xa2\xe3');
    expect(bytes.toString('latin1')).toContain('\x1bt\x10\x80\x1c.');
    expect(bytes.toString('latin1').split('\n')).toHaveLength(2);
  });

  it('goes back to ASCII before what follows', () => {
    expect(encode('合计 12', 'shift-jis').toString('latin1')).toContain('\x1cC\x00\x1c.\x1bR\x00\x1bt\x00');
  });

  it('has no command with more data than the NULs that end a broken one', () => {
    const code = `{code:${'x'.repeat(300)};option:qrcode,8,h}`;
    const { commands, isWhole } = cut(
      encode(`${code}\n${'字'.repeat(20)}\n^^^^^^^字^^^^^^^`, 'ascii', { columns: 64 }),
    );
    expect(isWhole).toBe(true);
    expect(Math.max(...commands.map(({ length }) => length))).toBeLessThanOrEqual(commandBytesMax);
    expect(commands.length).toBeGreaterThan(10);
  });

  it('brings neither bytes nor pictures of its own', () => {
    expect(letters(encode('{command:\\x10\\x14\\x01}'))).toBe('');
    expect(letters(encode('{image:iVBORw0KGgo=}'))).toBe('');
  });

  it('has bars with their text below, and none of what bars cannot say', () => {
    expect(pictures(encode('{code:CP0000000123457643288;option:code128,2,64,hri}'))).toBe(1);
    expect(letters(encode('{code:CP0000000123457643288;option:code128,2,64,hri}')).trim()).toBe(
      'CP0000000123457643288',
    );
    expect(letters(encode('{code:12;option:ean}'))).toBe('');
  });

  it('that was laid out for wider paper is wrapped', () => {
    const profile = { columns: 32, fonts: 'ascii', cutter: true } as const;
    const wide = encodeReceipt({ markup: 'x'.repeat(48), columns: 48 }, { profile, glyphs });
    expect(letters(wide)).toBe(`${'x'.repeat(32)}\n${' '.repeat(8)}${'x'.repeat(16)}\n`);
  });
});

function rows(text: string, style = plain): string[] {
  const dots = linePicture({ runs: [{ column: 0, style, clusters: clustersOf(text) }] }, 4, glyphs);
  return Array.from({ length: dots.height }, (_, y) =>
    Array.from({ length: dots.width }, (_, x) => (dots.isBlack(x, y) ? '#' : '.')).join(''),
  );
}

describe('a picture of a line', () => {
  it('has strokes of two dots wherever they lie', () => {
    const runs = rows('龍').flatMap((row) => row.match(/#+/g) ?? []);
    expect(runs.every((run) => run.length >= 2)).toBe(true);
  });

  it('has marks of Thai on their letter, and takes no column for them', () => {
    expect(columnsOf('กี่')).toBe(1);
    const [bare, marked] = [rows('ก'), rows('กี่')];
    expect(marked.filter((row, y) => row !== bare[y])).not.toEqual([]);
    expect(marked.every((row) => !row.slice(13).includes('#'))).toBe(true);
  });

  it('has a box for what there is no letter for', () => {
    expect(rows('\u{1f4a9}').some((row) => /^\.#{22}\./.test(row))).toBe(true);
  });

  it('is white on black where it is inverse', () => {
    const [dark, light] = [rows('A', { ...plain, isInverse: true }), rows('A')];
    for (const [y, row] of dark.entries())
      if (y >= 3 && y < 27)
        expect(row.slice(0, 12)).toBe(light[y]?.slice(0, 12).replaceAll(/./g, (dot) => (dot === '#' ? '.' : '#')));
  });

  it('has nothing that a printer would take for a command of its own', () => {
    const dots = new Dots(40, 1);
    // 10 14 01 00 05: the drawer opens.
    for (const x of [3, 11, 13, 23, 37, 39]) dots.fill(x, 0, 1, 1);
    expect(Buffer.from(dots.raster(), 'latin1').subarray(8).toString('hex')).toBe('1814010005');
  });

  it('leaves out the white on its right', () => {
    const dots = new Dots(576, 2);
    dots.fill(9, 0, 1, 2);
    expect(Buffer.from(dots.raster(), 'latin1')).toEqual(
      Buffer.from([0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 0, 0x40, 0, 0x40]),
    );
  });
});
