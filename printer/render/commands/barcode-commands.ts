import { blacken, emptyBitmap, type Bitmap } from '../bitmap.ts';
import type { Press } from '../press.ts';
import { cells, plainStyle, styledCharacter } from '../type-style.ts';
import { code128Text, code128Values } from './code-128.ts';
import type { Command } from './style-commands.ts';
import { barsOf, type Bars } from './symbols.ts';

/** Bar codes. ESC/POS reference, each by its name. */
export const barcodeCommands: Readonly<Record<string, Command>> = {
  'GS h': (press, [, , n = 0]) => {
    if (n >= 1) press.settings.barcode.height = n;
  },
  'GS w': (press, [, , n = 0]) => {
    // Up to 6 by the reference; some models take 68 to 76 for finer steps, which this one does not.
    if (n >= 1 && n <= 6) press.settings.barcode.module = n;
  },
  'GS H': (press, [, , n = 0]) => {
    const hri = (['none', 'above', 'below', 'both'] as const)[n % 48];
    if (hri !== undefined) press.settings.barcode.hri = hri;
  },
  'GS f': (press, [, , n = 0]) => {
    if ([0, 1, 48, 49].includes(n)) press.settings.barcode.hriFont = n % 2 === 0 ? 'A' : 'B';
  },
  'GS k': printBarcode,
};

type Symbol = { symbology: string; bars: Bars | null; text: string };

function printBarcode(press: Press, bytes: Uint8Array): void {
  const system = bytes[2] ?? 0;
  const data = system <= 6 ? bytes.subarray(3, -1) : bytes.subarray(4);
  if (!press.isAtLineStart) return press.refuse('GS k', 'not at the beginning of a line');
  const symbol = symbolOf(system <= 6 ? system + 65 : system, data);
  if (symbol === null) return press.refuse('GS k', `bar codes of kind ${system} are not drawn here`);
  if (symbol.bars === null) return press.refuse('GS k', `this is no data for ${symbol.symbology}`);
  const { height, module } = press.settings.barcode;
  const bars = drawBars(symbol.bars, module, height, twoWidths.has(symbol.symbology));
  // A printer that has no room for a bar code leaves it out (ESC/POS reference, GS k).
  if (bars.width > press.areaWidth) return press.refuse('GS k', 'wider than the paper');
  const block = withText(press, bars, symbol.text);
  const { x, y } = press.printBlock(block);
  const code = { symbology: symbol.symbology, data: String.fromCodePoint(...data) };
  return press.note({ kind: 'code', y, x, width: block.width, height: block.height, ...code });
}

/** Codes whose elements are thin or thick, and nothing between. */
const twoWidths: ReadonlySet<string> = new Set(['CODE39', 'ITF', 'CODABAR']);

/** Thick elements in dots, by the thin ones' width: 2.5 to 1 and a little less (ESC/POS reference, GS w). */
const thickDots = [0, 3, 5, 8, 10, 13, 15];

function drawBars(bars: Bars, module: number, height: number, hasTwoWidths: boolean): Bitmap {
  const widths = bars.map((bar) => (hasTwoWidths && bar > 1 ? (thickDots[module] ?? module) : bar * module));
  const width = widths.reduce((sum, one) => sum + one, 0);
  const bitmap = emptyBitmap(width, height);
  let x = 0;
  for (const [index, one] of widths.entries()) {
    if (index % 2 === 0) for (let y = 0; y < height; y += 1) bitmap.dots.fill(1, y * width + x, y * width + x + one);
    x += one;
  }
  return bitmap;
}

function withText(press: Press, bars: Bitmap, text: string): Bitmap {
  const { hri, hriFont } = press.settings.barcode;
  if (hri === 'none') return bars;
  const cell = cells[hriFont];
  const width = Math.min(press.areaWidth, Math.max(bars.width, text.length * cell.width));
  const above = hri === 'below' ? 0 : cell.height;
  const below = hri === 'above' ? 0 : cell.height;
  const block = emptyBitmap(width, above + bars.height + below);
  blacken(block, bars, Math.floor((width - bars.width) / 2), above);
  for (const y of [...(above > 0 ? [0] : []), ...(below > 0 ? [above + bars.height] : [])]) {
    let x = Math.floor((width - text.length * cell.width) / 2);
    for (const character of text) {
      blacken(block, styledCharacter(character, cell, plainStyle).bitmap, x, y);
      x += cell.width;
    }
  }
  return block;
}

function symbolOf(system: number, data: Uint8Array): Symbol | null {
  const text = String.fromCodePoint(...data);
  const digits = /^\d+$/.test(text) ? text : '';
  switch (system) {
    case 65:
      return { symbology: 'UPC-A', bars: sized(digits, [11, 12]) ? barsOf('upca', digits) : null, text };
    case 66:
      return { symbology: 'UPC-E', bars: upcE(digits), text };
    case 67:
      return { symbology: 'EAN13', bars: sized(digits, [12, 13]) ? barsOf('ean13', digits) : null, text };
    case 68:
      return { symbology: 'EAN8', bars: sized(digits, [7, 8]) ? barsOf('ean8', digits) : null, text };
    case 69: {
      const inner = text.replace(/^\*|\*$/g, '');
      return { symbology: 'CODE39', bars: barsOf('code39', inner), text: `*${inner}*` };
    }
    case 70:
      return { symbology: 'ITF', bars: digits.length % 2 === 0 ? barsOf('interleaved2of5', digits) : null, text };
    case 71:
      return { symbology: 'CODABAR', bars: barsOf('rationalizedCodabar', text.toUpperCase()), text };
    case 72:
      return { symbology: 'CODE93', bars: barsOf('code93', text, { includecheck: true }), text };
    case 73: {
      const values = code128Values(data)?.map((value) => `^${String(value).padStart(3, '0')}`);
      const bars = values === undefined ? null : barsOf('code128', values.join(''), { raw: true });
      return { symbology: 'CODE128', bars, text: code128Text(data) };
    }
    case 79:
      return { symbology: 'CODE128', bars: barsOf('code128', text), text };
    default:
      return null;
  }
}

function sized(digits: string, lengths: readonly number[]): boolean {
  return lengths.includes(digits.length);
}

/** Sent as the UPC-A number that it stands for, or as its own six to eight digits. */
function upcE(digits: string): Bars | null {
  if (sized(digits, [6])) return barsOf('upce', `0${digits}`);
  if (sized(digits, [7, 8])) return barsOf('upce', digits);
  if (!sized(digits, [11, 12]) || !digits.startsWith('0')) return null;
  const [maker, article] = [digits.slice(1, 6), digits.slice(6, 11)];
  const short = shortened(maker, article);
  return short === null ? null : barsOf('upce', `0${short}`);
}

/** Zero suppression (GS1 General Specifications, UPC-E). */
function shortened(maker: string, article: string): string | null {
  if (/^..[012]00$/.test(maker) && article.startsWith('00'))
    return `${maker.slice(0, 2)}${article.slice(2)}${maker[2] ?? ''}`;
  if (/^...00$/.test(maker) && article.startsWith('000')) return `${maker.slice(0, 3)}${article.slice(3)}3`;
  if (/^....0$/.test(maker) && article.startsWith('0000')) return `${maker.slice(0, 4)}${article.slice(4)}4`;
  return /^0000[5-9]$/.test(article) ? `${maker}${article.slice(4)}` : null;
}
