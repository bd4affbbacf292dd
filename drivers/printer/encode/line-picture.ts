import type { GlyphPicture } from '../glyphs/glyph-file.ts';
import type { Glyphs } from '../glyphs/load-glyphs.ts';
import { Dots } from './dots.ts';
import { columnDots, letterDots, runColumns, type PrinterLine, type Run, type Style } from './printer-line.ts';
import { lettersOf, type Cluster } from './text-columns.ts';

/** Above and below the letters: as far apart as lines of a printer's own letters are. */
const gapDots = 3;
/** The grid that the letters are drawn on. */
const squares = 16;
const lineDots = 2;

/** The line as a picture, as wide as the paper's columns: for letters that the printer is not trusted with. */
export function linePicture(line: PrinterLine, columns: number, glyphs: Glyphs): Dots {
  const times = line.runs.reduce((most, { style }) => Math.max(most, style.y), 1);
  const dots = new Dots(columns * columnDots, times * letterDots + 2 * gapDots);
  for (const run of line.runs) drawRun(dots, run, glyphs, gapDots + times * letterDots);
  return dots;
}

function drawRun(dots: Dots, run: Run, glyphs: Glyphs, bottom: number): void {
  const { style, clusters } = run;
  const left = Math.floor(run.column * columnDots);
  const top = bottom - style.y * letterDots;
  let x = left;
  for (const cluster of clusters) {
    drawCluster(dots, cluster, glyphs, { x, top, style });
    x += cluster.columns * columnDots * style.x;
  }
  const width = runColumns(run) * columnDots;
  if (style.isUnderlined) dots.fill(left, bottom - lineDots, width, lineDots);
  if (style.isInverse) dots.invert(left, top, width, style.y * letterDots);
}

type Place = { x: number; top: number; style: Style };

/** A letter, and its marks upon it. What there is no picture of is a box, so that it is seen to be missing. */
function drawCluster(dots: Dots, cluster: Cluster, glyphs: Glyphs, { x, top, style }: Place): void {
  const [first] = cluster.text;
  if (first === undefined || /^\s$/.test(first)) return;
  let next = x;
  let at = x;
  for (const { text, columns } of lettersOf(cluster.text)) {
    // A mark stands where the letter before it does; a vowel of Thai that takes a column stands beside it.
    if (columns > 0) at = next;
    next += columns * columnDots * style.x;
    const picture = glyphs.picture(text.codePointAt(0) ?? 0);
    if (picture !== null) drawLetter(dots, picture, { x: at, top, style }, Math.max(1, columns));
    else if (text === first) return drawBox(dots, { x, top, style }, cluster.columns);
  }
}

/**
 * From the grid to the printer's dots. A dot is black when any of its area is: one and a half dots for each square then always make
 * strokes of two dots with at least one between them, wherever they lie.
 */
function drawLetter(dots: Dots, { form, rows }: GlyphPicture, { x, top, style }: Place, columns: number): void {
  const across = form === 'wide' ? squares : squares / 2;
  const room = columns * columnDots * style.x;
  // What is as wide as half of its room is not drawn out, but put into the middle.
  const width = Math.min(room, (form === 'wide' ? 2 : 1) * columnDots * style.x);
  const left = x + Math.floor((room - width) / 2);
  const unit = width / across;
  const unitY = (letterDots * style.y) / squares;
  for (const [row, bits] of rows.entries()) {
    for (let column = 0; column < across; column += 1) {
      if (((bits >> (across - 1 - column)) & 1) === 0) continue;
      const from = Math.floor(left + column * unit);
      const to = Math.ceil(left + (column + 1) * unit) + Number(style.isStrong);
      const upper = Math.floor(top + row * unitY);
      dots.fill(from, upper, to - from, Math.ceil(top + (row + 1) * unitY) - upper);
    }
  }
}

function drawBox(dots: Dots, { x, top, style }: Place, columns: number): void {
  const [width, height] = [columns * columnDots * style.x, letterDots * style.y];
  dots.fill(x + 1, top + 3, width - 2, lineDots);
  dots.fill(x + 1, top + height - 3 - lineDots, width - 2, lineDots);
  dots.fill(x + 1, top + 3, lineDots, height - 6);
  dots.fill(x + width - 1 - lineDots, top + 3, lineDots, height - 6);
}
