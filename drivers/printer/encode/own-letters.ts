import type { PrinterFonts } from '#contract';
import { commands } from 'receiptline';

import type { Cluster } from './text-columns.ts';

/** What the printer has to be told before a letter of its own, and the letter's bytes. */
export type OwnLetter = { mode: string; bytes: string };

/** The letters of a printer's own font; null for those that it is not trusted with. */
export interface OwnLetters {
  letter(cluster: Cluster): OwnLetter | null;
  /** Back to where every line begins. */
  readonly plainMode: string;
}

/** `FS .`, `ESC R 0`, `ESC t 0`: one byte a letter, as ASCII has it. */
const plainMode = '\x1c.\x1bR\x00\x1bt\x00';
/** `FS C 0` before: out of Shift JIS. */
const plainModeInJapan = `\x1cC\x00${plainMode}`;

/** By ReceiptLine's tables (4.0.4, pinned): the code pages and the East Asian sets of Epson's printers and those like them. */
export function ownLetters(fonts: PrinterFonts): OwnLetters {
  const encodings = encodingsOf[fonts];
  const known = new Map<string, OwnLetter | null>();
  return {
    plainMode: fonts === 'shift-jis' ? plainModeInJapan : plainMode,
    letter({ text, columns }) {
      if (/^[\x20-\x7e]$/.test(text)) return { mode: '', bytes: text };
      if (text === '\u00a0') return { mode: '', bytes: ' ' };
      if (encodings.length === 0) return null;
      const before = known.get(text);
      if (before !== undefined) return before;
      const letter =
        encodings.map((encoding) => letterIn(encoding, text, columns)).find((found) => found !== null) ?? null;
      if (known.size >= knownMax) known.clear();
      known.set(text, letter);
      return letter;
    },
  };
}

type Encoding = 'multilingual' | 'gb18030' | 'big5' | 'shiftjis' | 'ksc5601';

const encodingsOf: Readonly<Record<PrinterFonts, readonly Encoding[]>> = {
  ascii: [],
  western: ['multilingual'],
  gb18030: ['gb18030', 'multilingual'],
  big5: ['big5', 'multilingual'],
  'shift-jis': ['shiftjis', 'multilingual'],
  ksc5601: ['ksc5601', 'multilingual'],
};

/** More than a receipt has; letters come from whoever names a shop. */
const knownMax = 4_096;

/** As wide as it was laid out: the East Asian sets have Cyrillic and `€` of two columns. */
function letterIn(encoding: Encoding, text: string, columns: number): OwnLetter | null {
  if (Array.from(text).length !== 1) return null; // marks go onto letters in pictures only
  const said = commands.generic.text(text, encoding);
  // `ESC t n` before each letter of a code page.
  if (encoding === 'multilingual') return said === '?' || columns !== 1 ? null : pageLetter(said);
  const mode = commands.generic.text('', encoding);
  const bytes = said.slice(mode.length);
  // Of GB 18030 printers have the letters of two bytes; ReceiptLine writes `?` for what a set lacks.
  const isKana = encoding === 'shiftjis' && bytes >= '\xa1' && bytes <= '\xdf';
  return bytes.length === columns && (columns === 2 || isKana) ? { mode, bytes } : null;
}

function pageLetter(said: string): OwnLetter {
  return { mode: said.slice(0, -1), bytes: said.slice(-1) };
}
