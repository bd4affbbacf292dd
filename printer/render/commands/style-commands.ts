import { codePage, internationalSet, word } from '../../parse/index.ts';
import type { Press } from '../press.ts';
import type { Settings } from '../settings.ts';
import type { TypeStyle } from '../type-style.ts';
import { fromColumns } from '../bitmap.ts';
import { cells } from '../type-style.ts';

/** Carries out one command; `bytes` begins with its name. A parameter out of its range changes nothing. */
export type Command = (press: Press, bytes: Uint8Array) => void;

/** What changes how characters look, and which they are. ESC/POS reference, each by its name. */
export const styleCommands: Readonly<Record<string, Command>> = {
  'ESC !': (press, [, , n = 0]) =>
    restyle(press, {
      font: (n & 0x01) === 0 ? 'A' : 'B',
      bold: (n & 0x08) !== 0,
      tall: (n & 0x10) === 0 ? 1 : 2,
      wide: (n & 0x20) === 0 ? 1 : 2,
      underline: (n & 0x80) === 0 ? 0 : press.settings.style.underline === 2 ? 2 : 1,
    }),
  'ESC -': (press, [, , n = 0]) => {
    const underline = thickness(n);
    if (underline !== undefined) restyle(press, { underline });
  },
  'ESC E': (press, [, , n = 0]) => restyle(press, { bold: (n & 1) === 1 }),
  // Double strike looks like emphasised on a thermal printer.
  'ESC G': (press, [, , n = 0]) => restyle(press, { bold: (n & 1) === 1 }),
  'ESC M': (press, [, , n = 0]) => {
    if ([0, 1, 48, 49].includes(n)) restyle(press, { font: n % 2 === 0 ? 'A' : 'B' });
  },
  'ESC V': (press, [, , n = 0]) => {
    if ([0, 1, 48, 49].includes(n)) restyle(press, { turned: n % 2 === 1 });
  },
  'ESC SP': (press, [, , n = 0]) =>
    restyle(press, { space: { left: 0, right: Math.round(n * press.settings.unit.x) } }),
  'GS !': (press, [, , n = 0]) => {
    if ((n & 0x88) !== 0) return;
    const size = { wide: (n >> 4) + 1, tall: (n & 7) + 1 };
    restyle(press, size);
    rewide(press, size);
  },
  'GS B': (press, [, , n = 0]) => restyle(press, { reverse: (n & 1) === 1 }),
  'ESC t': (press, [, , n = 0]) => {
    const page = codePage(n);
    if (page === undefined) press.refuse('ESC t', `there is no code table ${n}`);
    else press.settings.upperHalf = page.upper;
  },
  'ESC R': (press, [, , n = 0]) => {
    press.settings.international = internationalSet(n) ?? press.settings.international;
  },
  'ESC %': (press, [, , n = 0]) => void (press.settings.ownCharactersOn = (n & 1) === 1),
  'ESC ?': (press, [, , n = 0]) => void press.settings.ownCharacters.delete(n),
  'ESC &': defineCharacters,
  'FS &': (press) => void (press.settings.multiByteOn = true),
  'FS .': (press) => void (press.settings.multiByteOn = false),
  'FS C': (press, [, , n = 0]) => {
    if ([0, 1, 48, 49].includes(n)) press.settings.shiftJis = n % 2 === 1;
  },
  'FS !': (press, [, , n = 0]) =>
    rewide(press, {
      wide: (n & 0x04) === 0 ? 1 : 2,
      tall: (n & 0x08) === 0 ? 1 : 2,
      underline: (n & 0x80) === 0 ? 0 : 1,
    }),
  'FS -': (press, [, , n = 0]) => {
    const underline = thickness(n);
    if (underline !== undefined) rewide(press, { underline });
  },
  'FS S': (press, [, , left = 0, right = 0]) => rewide(press, { space: { left, right } }),
  'FS W': (press, [, , n = 0]) => rewide(press, (n & 1) === 1 ? { wide: 2, tall: 2 } : { wide: 1, tall: 1 }),
  'FS (': (press, bytes) => {
    // FS ( C, function 48: one byte a character, or UTF-8.
    if (bytes[2] !== 0x43 || bytes[5] !== 48 || word(bytes, 3) < 2) return;
    if ([1, 49].includes(bytes[6] ?? 0)) press.settings.encoding = 'single-byte';
    if ([2, 50].includes(bytes[6] ?? 0)) press.settings.encoding = 'utf-8';
  },
};

function restyle(press: Press, change: Partial<TypeStyle>): void {
  press.settings.style = { ...press.settings.style, ...change };
}

function rewide(press: Press, change: Partial<Settings['wideStyle']>): void {
  press.settings.wideStyle = { ...press.settings.wideStyle, ...change };
}

function thickness(n: number): 0 | 1 | 2 | undefined {
  return ({ 0: 0, 1: 1, 2: 2, 48: 0, 49: 1, 50: 2 } as const)[n];
}

function defineCharacters(press: Press, bytes: Uint8Array): void {
  const [, , height = 0, first = 0, last = 0] = bytes;
  const cell = cells[press.settings.style.font];
  let at = 5;
  for (let code = first; code <= last; code += 1) {
    const width = bytes[at] ?? 0;
    const columns = bytes.subarray(at + 1, at + 1 + width * height);
    if (width > 0) press.settings.ownCharacters.set(code, fromColumns(columns, height, width, cell.height));
    at += 1 + width * height;
  }
}
