import type { ReceiptDocument, ReceiptPreview } from '#contract';
import { commands, qrcode, transform } from 'receiptline';

import { clustersOf, columnsOf } from './text-width.ts';

/** What a screen shows of a document, and reads out. */
export function previewOf(document: ReceiptDocument): ReceiptPreview {
  const { kind, number, copy, languages } = document;
  return { kind, number, copy, languages, svg: svgOf(document), text: textOf(document) };
}

/** The document as a picture, 12 units for a column. It names no font but `monospace`, and nothing on the internet. */
export function svgOf({ markup, columns }: ReceiptDocument): string {
  return transform(markup, { cpl: columns, command: svg });
}

/** The document as lines of text, none wider than its columns; its codes are in the picture and on paper only. */
export function textOf({ markup, columns }: ReceiptDocument): string {
  return `${transform(markup, { cpl: columns, command: text })
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** All scripts at once: ReceiptLine itself measures by the one code page of a printer. */
const measured = {
  measureText: columnsOf,
  arrayFrom: (line: string): string[] => clustersOf(line).map((cluster) => cluster.text),
};

type QrCode = Parameters<typeof qrcode.generate>[0];

/** What ReceiptLine's own picture keeps while it is made, as far as it is used here (4.0.4, pinned). */
type Drawing = {
  charWidth: number;
  svgContent: string;
  svgHeight: number;
  lineMargin: number;
  lineWidth: number;
  lineAlign: number;
  textElement: string;
  textAttributes: Readonly<Record<string, string>>;
  textPosition: number;
  textScale: number;
};

const svg = {
  ...commands.svg,
  ...measured,
  // ReceiptLine's own has a random name for the filter that inverts, …
  open(printer: Parameters<typeof commands.svg.open>[0]): string {
    const opened = commands.svg.open.call(this, printer);
    Object.assign(this, { receiptId: 'inverse' });
    return opened;
  },
  // … gets its fonts from the internet, …
  close(): string {
    return commands.svg.close
      .call(this)
      .replace(/<style.*?<\/style>/, '')
      .replace(/font-family=".*?"/, 'font-family="monospace"');
  },
  // … an element for each letter, and a path for each square of a code: three times the size, of what one frame has to hold.
  text(this: Drawing, line: string): string {
    const clusters = clustersOf(line);
    let at = this.textPosition;
    const places = clusters.map(({ columns }) => {
      const width = columns * this.textScale;
      at += width;
      return Math.floor(((at - width / 2) * this.charWidth) / this.textScale);
    });
    this.textPosition = at;
    const attributes = Object.entries(this.textAttributes).map(([name, value]) => ` ${name}="${value}"`);
    // A list of places has one for each letter; of a cluster of several there would be too few.
    const listed = clusters.every((cluster) => cluster.text.length === 1);
    const content = listed
      ? `<text${attributes.join('')} x="${places.join(' ')}">${clusters.map(({ text }) => quoted(text)).join('')}</text>`
      : `<text${attributes.join('')}>${clusters.map(({ text }, i) => `<tspan x="${places[i]}">${quoted(text)}</tspan>`).join('')}</text>`;
    this.textElement += content;
    return '';
  },
  qrcode(this: Drawing, symbol: QrCode): string {
    const squares = qrcode.generate(symbol);
    const path = squares.flatMap((row, y) =>
      Array.from(darkRuns(row), ([x, width]) => `M${x},${y}h${width}v1h-${width}z`),
    );
    const size = squares.length * symbol.cell;
    const left = this.lineMargin * this.charWidth + ((this.lineWidth * this.charWidth - size) * this.lineAlign) / 2;
    const place = `translate(${Math.floor(left)},${this.svgHeight}) scale(${symbol.cell})`;
    this.svgContent += `<path transform="${place}" d="${path.join('')}" fill="#000" shape-rendering="crispEdges"/>`;
    this.svgHeight += size;
    return '';
  },
};

/** Where dark squares begin in a row of a code, and how many. */
function* darkRuns(row: Uint8Array): Generator<[number, number]> {
  let from = -1;
  for (let x = 0; x <= row.length; x++) {
    if (row[x] === 1 && from < 0) from = x;
    if (row[x] !== 1 && from >= 0) {
      yield [from, x - from];
      from = -1;
    }
  }
}

function quoted(letter: string): string {
  return quotes[letter] ?? letter;
}

const quotes: Readonly<Record<string, string>> = { ' ': '&#xa0;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

type Writing = { position: number; scale: number; buffer: { data: string; index: number; length: number }[] };

const text = {
  ...commands.text,
  ...measured,
  // ReceiptLine's own spells wide letters out, "P A I D": nobody searches for that, and no screen reader says it.
  text(this: Writing, line: string): string {
    const length = columnsOf(line);
    const room = length * this.scale;
    this.buffer.push({ data: line, index: this.position + Math.floor((room - length) / 2), length });
    this.position += room;
    return '';
  },
};
