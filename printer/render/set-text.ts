import { characterExtent, decodeCharacter, shiftJisOf } from '../parse/index.ts';
import { isWide } from './glyphs.ts';
import type { Press } from './press.ts';
import { cells, styledCharacter, styledShape, wideCell, type StyledCharacter, type TypeStyle } from './type-style.ts';

/** Puts characters into the print buffer; a full line is printed as if a line feed had come. */
export function setText(press: Press, bytes: Uint8Array): void {
  for (const byte of bytes) {
    press.heldBytes.push(byte);
    const read = readCharacter(press);
    if (read === 'more') continue;
    press.heldBytes = [];
    setCharacter(press, read);
  }
}

/** What a command finds half read is no character. */
export function dropHalfCharacter(press: Press): void {
  if (press.heldBytes.length === 0) return;
  press.heldBytes = [];
  setCharacter(press, { character: '\ufffd', width: 'narrow' });
}

type Read = { character: string; width: 'narrow' | 'wide' } | { own: number };

function readCharacter(press: Press): Read | 'more' {
  const { settings, heldBytes: held } = press;
  if (settings.encoding === 'utf-8') return readUtf8(held);
  const script = press.model.multiByte;
  const [first = 0] = held;
  if (script === 'shift-jis' && settings.multiByteOn && !settings.shiftJis && first >= 0x21 && first <= 0x7e) {
    if (held.length < 2) return 'more';
    return { character: decodeCharacter('shift-jis', shiftJisOf(held)), width: 'wide' };
  }
  // With Shift_JIS the bytes themselves tell, whatever FS & says (ESC/POS reference, FS C).
  const recognised = script === 'shift-jis' ? settings.shiftJis : settings.multiByteOn;
  const extent = recognised ? characterExtent(script, held) : 1;
  if (extent === 'more') return 'more';
  if (extent > 1) return { character: decodeCharacter(script, held), width: 'wide' };
  if (held.length > 1) return { character: '\ufffd', width: 'wide' };
  if (settings.ownCharactersOn && settings.ownCharacters.has(first)) return { own: first };
  return { character: singleByte(press, first), width: 'narrow' };
}

function singleByte({ settings }: Press, byte: number): string {
  if (byte < 0x7f) return settings.international.get(byte) ?? String.fromCodePoint(byte);
  if (byte === 0x7f) return ' ';
  return settings.upperHalf?.[byte - 0x80] ?? '\ufffd';
}

function readUtf8(held: readonly number[]): Read | 'more' {
  const [first = 0] = held;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (held.length < length) return 'more';
  const character = String.fromCodePoint(new TextDecoder().decode(Uint8Array.from(held)).codePointAt(0) ?? 0xfffd);
  return { character, width: character !== '\ufffd' && isWide(character) ? 'wide' : 'narrow' };
}

function setCharacter(press: Press, read: Read): void {
  const style = 'character' in read && read.width === 'wide' ? wideStyle(press) : press.settings.style;
  const { bitmap, isMark } = shapeOf(press, read, style);
  const text = 'character' in read ? read.character : `\u{f000}`;
  if (isMark && !press.line.isEmpty) {
    press.line.addMark(bitmap, text, style);
    return;
  }
  if (press.line.pen + bitmap.width > press.areaWidth && !press.line.isEmpty)
    press.printLine(press.settings.lineSpacing);
  press.line.addCharacter(bitmap, text, style);
}

function shapeOf(press: Press, read: Read, style: TypeStyle): StyledCharacter {
  if ('character' in read) {
    return styledCharacter(read.character, read.width === 'wide' ? wideCell : cells[style.font], style);
  }
  const own = press.settings.ownCharacters.get(read.own);
  return own === undefined
    ? styledCharacter('\ufffd', cells[style.font], style)
    : { bitmap: styledShape(own, style), isMark: false };
}

function wideStyle({ settings }: Press): TypeStyle {
  return { ...settings.style, ...settings.wideStyle };
}
