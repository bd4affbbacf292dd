/**
 * Makes assets/fonts/receipt-glyphs.br from the package @fontsource/unifontex (SIL Open Font License 1.1):
 *
 *   node drivers/printer/glyphs/make-glyph-file.ts
 *
 * The font's outlines lie on a grid of 16 squares to the em, so that each letter is a picture of 8 × 16 or 16 × 16 dots.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { glyphFileOf, type GlyphPicture } from './glyph-file.ts';
import { GridFont } from './grid-font.ts';

/** The scripts that receipts are written in; first and last code point. */
const ranges: readonly (readonly [number, number])[] = [
  [0x0020, 0x052f], // Latin, its marks, Greek, Cyrillic
  [0x0e00, 0x0e7f], // Thai
  [0x1e00, 0x1fff], // Latin of Vietnam, Greek
  [0x2000, 0x22ff], // punctuation, money, letter-like signs, numbers, arrows, mathematics
  [0x2460, 0x24ff], // numbers in circles
  [0x2500, 0x26ff], // lines, blocks, shapes, signs
  [0x2e80, 0x31ff], // radicals, kana, bopomofo, Hangul letters
  [0x3200, 0x33ff], // units and words of East Asia in one letter
  [0x4e00, 0x9fff], // Chinese, Japanese and Korean ideographs
  [0xac00, 0xd7a3], // Korean syllables
  [0xf900, 0xfaff], // ideographs of older character sets
  [0xfe30, 0xfe4f], // their punctuation
  [0xff00, 0xffef], // half and full width
];

const font = new GridFont(
  readFileSync(createRequire(import.meta.url).resolve('@fontsource/unifontex/files/unifontex-latin-400-normal.woff')),
);
const pictures = new Map<number, GlyphPicture>();
for (const [first, last] of ranges)
  for (let code = first; code <= last; code += 1) {
    const picture = font.picture(code);
    if (picture !== null) pictures.set(code, picture);
  }
const bytes = glyphFileOf(ranges, pictures);
const packed = brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
const file = fileURLToPath(new URL('../../../assets/fonts/receipt-glyphs.br', import.meta.url));
writeFileSync(file, packed);
process.stdout.write(`${pictures.size} letters, ${bytes.length} bytes, packed ${packed.length}: ${file}\n`);
