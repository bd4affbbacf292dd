import type { PrinterProfile, ReceiptDocument } from '#contract';
import { commands, transform } from 'receiptline';

import type { Glyphs } from '../glyphs/load-glyphs.ts';
import { barcodePicture, qrPicture } from './code-pictures.ts';
import { lineBytes } from './line-bytes.ts';
import { linePicture } from './line-picture.ts';
import { ownLetters, type OwnLetters } from './own-letters.ts';
import { plain, type PrinterLine, type Run, type Style } from './printer-line.ts';
import { clustersOf, columnsOf } from './text-columns.ts';

export type EncodeParts = {
  profile: Pick<PrinterProfile, 'columns' | 'fonts' | 'cutter'>;
  glyphs: Glyphs;
};

/**
 * The bytes that print a document, up to the cut. They set all that they need and ask nothing; `ESC @`, which ends what whoever
 * printed before has set, and questions are the conversation's. ReceiptLine reads the document; each line is then written in the
 * printer's own letters where it is trusted with all of them, else drawn.
 */
export function encodeReceipt(
  { markup, columns }: Pick<ReceiptDocument, 'markup' | 'columns'>,
  { profile, glyphs }: EncodeParts,
): Uint8Array {
  // What was laid out for wider paper is wrapped, and nothing of it cut off.
  const cpl = Math.min(columns, profile.columns);
  const command = receiptCommands(cpl, profile.cutter, ownLetters(profile.fonts), glyphs);
  return Buffer.from(transform(markup, { cpl, command }), 'latin1');
}

/** `ESC M 0`, `ESC SP 0`, `ESC 2`, `ESC a 0`: the larger font, its own distances, from the left; then as every line begins. */
const begin = '\x1bM\x00\x1b \x00\x1b2\x1ba\x00';
/** `GS V 66 0`: to where it cuts, and a cut that leaves a little. */
const feedAndCut = '\x1dVB\x00';
/** `ESC d 5`: as far as the edge that paper is torn off at. */
const feedToEdge = '\x1bd\x05';
type Command = typeof commands.base;

/** A command set of ReceiptLine that keeps a line until its end, because only then is it known how it is to be printed. */
function receiptCommands(columns: number, cuts: boolean, own: OwnLetters, glyphs: Glyphs): Command {
  let runs: Run[] = [];
  let style = plain;
  let column = 0;
  let areaLeft = 0;
  const change = (changes: Partial<Style>): string => {
    style = { ...style, ...changes };
    return '';
  };
  const place = (at: number): string => {
    column = at;
    return '';
  };
  const written = (line: PrinterLine): string => {
    const bytes = lineBytes(line, own);
    return bytes === null ? linePicture(line, columns, glyphs).raster() : `${bytes}\n`;
  };
  const feed = cuts ? feedAndCut : feedToEdge;
  return {
    ...commands.base,
    measureText: (text) => columnsOf(text),
    arrayFrom: (text) => clustersOf(text).map((cluster) => cluster.text),
    open: () => `${begin}${own.plainMode}`,
    close: () => feed,
    cut: () => feed,
    area: (left) => {
      areaLeft = left;
      return place(left);
    },
    absolute: (position) => place(areaLeft + position),
    relative: (position) => place(column + position),
    normal: () => {
      style = plain;
      return '';
    },
    ul: () => change({ isUnderlined: true }),
    em: () => change({ isStrong: true }),
    iv: () => change({ isInverse: true }),
    wh: (signs) => change(sizeOf(signs)),
    text: (text) => {
      const clusters = clustersOf(text);
      runs.push({ column, style, clusters });
      return place(column + columnsOf(text) * style.x);
    },
    lf: () => {
      const line = { runs };
      runs = [];
      return written(line);
    },
    // Signs, not lines: a printer's box lines are in a code page that not all have.
    hr: (width) => {
      runs.push({ column: areaLeft, style: plain, clusters: clustersOf('-'.repeat(width)) });
      return '';
    },
    qrcode: (symbol) => (symbol.data === '' ? '' : qrPicture(symbol, columns).raster()),
    barcode: (symbol) => {
      const picture = barcodePicture(symbol, columns);
      if (picture === null) return '';
      const below = picture.text === null ? '' : written(centred(picture.text, columns));
      return `${picture.dots.raster()}${below}`;
    },
    // Not from a document: neither bytes as they stand nor pictures.
    command: () => '',
    image: () => '',
  };
}

/** ReceiptLine's signs `^` to `^^^^^^^`: wide, tall, then twice to six times both. */
function sizeOf(signs: number): Pick<Style, 'x' | 'y'> {
  return signs < 3 ? { x: 1 + (signs & 1), y: 1 + ((signs >> 1) & 1) } : { x: signs - 1, y: signs - 1 };
}

function centred(text: string, columns: number): PrinterLine {
  const column = Math.max(0, Math.floor((columns - columnsOf(text)) / 2));
  return { runs: [{ column, style: plain, clusters: clustersOf(text) }] };
}
