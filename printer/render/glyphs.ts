import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { emptyBitmap, fit, type Bitmap } from './bitmap.ts';
import { OutlineFont } from './outline-font.ts';

const require = createRequire(import.meta.url);

export type Cell = { width: number; height: number };

export type CharacterShape = {
  bitmap: Bitmap;
  /** Goes onto the character before it and takes no room: Thai vowels and tones, accents. */
  isMark: boolean;
};

/** The character as it looks in a cell. What the font lacks is a box, so that it is seen to be missing. */
export function characterShape(character: string, cell: Cell): CharacterShape {
  const key = `${cell.width}×${cell.height}${character}`;
  const known = shapes.get(key);
  if (known !== undefined) return known;
  if (shapes.size >= shapesMax) shapes.clear();
  const drawn = draw(character, cell);
  shapes.set(key, drawn);
  return drawn;
}

/** Does a character take two cells, as Chinese, Japanese and Korean ones do? */
export function isWide(character: string): boolean {
  return (font().glyph(character.codePointAt(0) ?? 0)?.advance ?? 0) > squares / 2;
}

/** The font is drawn on 16 squares to the em, 8 or 16 of them wide. */
const squares = 16;

/** More than one receipt has. */
const shapesMax = 4_000;
const shapes = new Map<string, CharacterShape>();

let loaded: OutlineFont | undefined;

/** GNU Unifont in its UnifontEX form (SIL Open Font License 1.1): every script that a printer has, on one grid. */
function font(): OutlineFont {
  const file = require.resolve('@fontsource/unifontex/files/unifontex-latin-400-normal.woff');
  loaded ??= new OutlineFont(readFileSync(file), squares);
  return loaded;
}

function draw(character: string, cell: Cell): CharacterShape {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x20 || code === 0xa0) return { bitmap: emptyBitmap(cell.width, cell.height), isMark: false };
  const glyph = code === 0xfffd ? undefined : font().glyph(code);
  if (glyph === undefined) return { bitmap: box(cell), isMark: false };
  const isMark = glyph.advance === 0;
  const width = isMark ? squares / 2 : glyph.advance;
  const grid = emptyBitmap(width, squares);
  for (let row = 0; row < squares; row += 1) {
    // A mark hangs over to the left, where the character is that it belongs to.
    for (let column = 0; column < width; column += 1) {
      if (glyph.isBlack(isMark ? column - width : column, row)) grid.dots[row * width + column] = 1;
    }
  }
  return { bitmap: fit(grid, cell.width, cell.height), isMark };
}

function box({ width, height }: Cell): Bitmap {
  const bitmap = emptyBitmap(width, height);
  for (let y = 2; y < height - 2; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const isEdge = y === 2 || y === height - 3 || x === 1 || x === width - 2;
      bitmap.dots[y * width + x] = isEdge ? 1 : 0;
    }
  }
  return bitmap;
}
