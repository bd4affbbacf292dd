import { barcode, qrcode } from 'receiptline';

import { Dots } from './dots.ts';
import { columnDots } from './printer-line.ts';

export type QrCode = Parameters<typeof qrcode.generate>[0];
export type Barcode = Parameters<typeof barcode.generate>[0];

/** In the middle of the paper. Its quiet zone is the white around it. Drawn: every printer can, and no number of it is a command. */
export function qrPicture(symbol: QrCode, columns: number): Dots {
  const squares = qrcode.generate(symbol);
  const size = squares.length * symbol.cell;
  const dots = new Dots(Math.max(size, columns * columnDots), size);
  const from = Math.floor((dots.width - size) / 2);
  for (const [row, bits] of squares.entries())
    for (const [column, bit] of bits.entries())
      if (bit === 1) dots.fill(from + column * symbol.cell, row * symbol.cell, symbol.cell, symbol.cell);
  return dots;
}

/** The same for bars, and the text to be printed below; null when there is nothing that they can say. */
export function barcodePicture(symbol: Barcode, columns: number): { dots: Dots; text: string | null } | null {
  // It gives nothing at all for data that the kind of code has not.
  const bars: Partial<ReturnType<typeof barcode.generate>> = barcode.generate(symbol);
  const { widths, length, height, hri, text } = bars;
  if (widths === undefined || length === undefined || height === undefined) return null;
  const dots = new Dots(Math.max(length, columns * columnDots), height);
  let x = Math.floor((dots.width - length) / 2);
  for (const [at, width] of widths.entries()) {
    if (at % 2 === 1) dots.fill(x, 0, width, height);
    x += width;
  }
  return { dots, text: hri === true ? (text ?? null) : null };
}
