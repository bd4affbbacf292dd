import { assertNever } from '#payment';

import type { Line, Weight } from './lines.ts';
import { plainText } from './plain-text.ts';
import { columnsOf } from './text-width.ts';
import { wrapped } from './wrapped.ts';

/**
 * The lines in ReceiptLine's markup, none wider than `columns`: what would be is wrapped here, between words, so that no printer
 * has to cut. Whatever a text holds, it is printed as it stands and is never markup.
 */
export function markupOf(lines: readonly Line[], columns: number): string {
  return `${lines.flatMap((line) => markupLines(line, columns)).join('\n')}\n`;
}

function markupLines(line: Line, columns: number): string[] {
  switch (line.is) {
    case 'text':
      return textLines(plainText(line.text), line, columns);
    case 'pair':
      return pairLines(plainText(line.name), plainText(line.value), columns);
    case 'rule':
      return ['---'];
    case 'gap':
      return [''];
    case 'barcode':
      return [`{code:${propertyText(line.data)};option:code128,${barcodeDots},${barcodeHeightDots},hri}`];
    case 'qr':
      return [`{code:${propertyText(line.data)};option:qrcode,${line.cellDots},${line.level}}`];
    default:
      return assertNever(line);
  }
}

/** The thinnest bar, in dots of the printer: its least, as a receipt's code has to fit on 58 mm (`receipt-code.ts`). */
const barcodeDots = 2;
const barcodeHeightDots = 64;

function textLines(text: string, { weight, at }: { weight: Weight; at: 'left' | 'centre' }, columns: number): string[] {
  const fitting = weight === 'large' && columnsOf(text) * 2 > columns ? 'tall' : weight;
  const width = fitting === 'large' ? Math.floor(columns / 2) : fitting === 'inverse' ? columns - 2 : columns;
  return wrapped(text, width).map((line) => {
    const marked = `${signs[fitting][0]}${escaped(line)}${signs[fitting][1]}`;
    return at === 'left' ? `|${marked}` : marked;
  });
}

/** Text attributes of ReceiptLine; one blank on either side of white letters keeps them readable. */
const signs: Readonly<Record<Weight, readonly [string, string]>> = {
  plain: ['', ''],
  strong: ['"', '"'],
  inverse: ['"`~', '~`"'],
  tall: ['"^^', '^^"'],
  large: ['"^^^', '^^^"'],
};

function pairLines(name: string, value: string, columns: number): string[] {
  const valueColumns = columnsOf(value);
  const nameColumns = columns - valueColumns - 1; // the column between the two is ReceiptLine's border
  if (columnsOf(name) <= nameColumns && valueColumns > 0)
    // The widths hold for this line alone: after it there is one column again.
    return [`{w:${nameColumns},${valueColumns}}`, `|${escaped(name)} | ${escaped(value)}|`, '{w:auto}'];
  const below = wrapped(value, columns);
  // A value of one line stands where the others do; a longer one is an id, and is read from the left.
  const valueLines = below.length === 1 ? [`${escaped(value)}|`] : below.map((line) => `|${escaped(line)}`);
  return [...wrapped(name, columns).map((line) => `|${escaped(line)}`), ...valueLines];
}

/** A text that no part of is read as markup; hexadecimal escapes, because no other rule of ReceiptLine looks into them. */
function escaped(text: string): string {
  // A line of these signs alone is a rule, or cuts the paper.
  const asRule = /^[-=]+$/.test(text) ? /[-=]/g : /[\\{}|~_"`^]/g;
  return text.replace(asRule, hexadecimal);
}

/** Inside a property: what is printable ASCII; there `;` parts, and blanks at the ends are dropped. */
function propertyText(data: string): string {
  if (!/^[\x21-\x7e]+$/.test(data)) throw new Error('a code holds what no code of ours does');
  return data.replace(/[\\{}|;]/g, hexadecimal);
}

function hexadecimal(sign: string): string {
  return `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
