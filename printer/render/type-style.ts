import { emptyBitmap, blacken, magnify, turn, type Bitmap } from './bitmap.ts';
import { characterShape, type Cell } from './glyphs.ts';

/** How characters look. Magnifications are 1 to 8. */
export type TypeStyle = {
  font: 'A' | 'B';
  bold: boolean;
  /** Thickness in dots. */
  underline: 0 | 1 | 2;
  wide: number;
  tall: number;
  reverse: boolean;
  /** 90° clockwise. */
  turned: boolean;
  /** Dots to the left and to the right of the character, before magnifying. */
  space: { left: number; right: number };
};

export const plainStyle: TypeStyle = {
  font: 'A',
  bold: false,
  underline: 0,
  wide: 1,
  tall: 1,
  reverse: false,
  turned: false,
  space: { left: 0, right: 0 },
};

/** Cells of single-byte characters in dots, as an 80 mm printer of 203 dots to the inch has them (TM-T20). */
export const cells: Readonly<Record<'A' | 'B', Cell>> = {
  A: { width: 12, height: 24 },
  B: { width: 9, height: 17 },
};

/** Of characters with more than one byte. */
export const wideCell: Cell = { width: 24, height: 24 };

export type StyledCharacter = { bitmap: Bitmap; isMark: boolean };

export function styledCharacter(character: string, cell: Cell, style: TypeStyle): StyledCharacter {
  const { bitmap: shape, isMark } = characterShape(character, cell);
  return { bitmap: styledShape(shape, style), isMark };
}

/** A character's dots with all that the style does to them. */
export function styledShape(shape: Bitmap, style: TypeStyle): Bitmap {
  const { left, right } = style.space;
  const spaced = emptyBitmap(left + shape.width + right, shape.height);
  blacken(spaced, shape, left, 0);
  const large = magnify(spaced, style.wide, style.tall);
  if (style.bold) embolden(large);
  // White on black has no underline (ESC/POS reference, GS B).
  if (style.reverse) for (let dot = 0; dot < large.dots.length; dot += 1) large.dots[dot] = 1 - (large.dots[dot] ?? 0);
  else if (!style.turned) large.dots.fill(1, large.width * Math.max(0, large.height - style.underline));
  return style.turned ? turn(large, 1) : large;
}

/** Each dot once more, one to the right. */
function embolden({ width, height, dots }: Bitmap): void {
  for (let y = 0; y < height; y += 1) {
    for (let x = width - 1; x > 0; x -= 1)
      dots[y * width + x] = (dots[y * width + x] ?? 0) | (dots[y * width + x - 1] ?? 0);
  }
}
