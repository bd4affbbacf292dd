import { word } from '../../parse/index.ts';
import type { Press } from '../press.ts';
import { defaultLineSpacing, dotsPerInch } from '../settings.ts';
import { cells } from '../type-style.ts';
import type { Command } from './style-commands.ts';

/** What moves the paper or the place where the next thing is printed. ESC/POS reference, each by its name. */
export const layoutCommands: Readonly<Record<string, Command>> = {
  'ESC @': (press) => press.reset(),
  LF: (press) => press.printLine(press.settings.lineSpacing),
  FF: (press) => {
    if (press.page === null) return;
    press.printPage();
    press.closePage();
  },
  CAN: (press) => {
    press.page?.clear();
  },
  HT: (press) => {
    const next = press.settings.tabStops.find((stop) => stop > press.line.pen);
    if (next !== undefined) press.line.moveTo(Math.min(next, press.areaWidth));
  },
  'ESC J': (press, [, , n = 0]) => press.printLine(Math.round(n * press.settings.unit.y)),
  'ESC d': (press, [, , n = 0]) => press.printLine(n * press.settings.lineSpacing),
  'ESC 2': (press) => void (press.settings.lineSpacing = defaultLineSpacing),
  'ESC 3': (press, [, , n = 0]) => void (press.settings.lineSpacing = Math.round(n * press.settings.unit.y)),
  'ESC a': (press, [, , n = 0]) => {
    const align = ({ 0: 'left', 1: 'centre', 2: 'right', 48: 'left', 49: 'centre', 50: 'right' } as const)[n];
    if (align !== undefined) whenAtLineStart(press, 'ESC a', () => (press.settings.align = align));
  },
  'ESC {': (press, [, , n = 0]) => whenAtLineStart(press, 'ESC {', () => (press.settings.upsideDown = (n & 1) === 1)),
  'ESC $': (press, bytes) => press.line.moveTo(Math.round(word(bytes, 2) * press.settings.unit.x)),
  'ESC \\': (press, bytes) =>
    press.line.moveTo(press.line.pen + Math.round(signed(word(bytes, 2)) * press.settings.unit.x)),
  'ESC D': (press, bytes) => {
    const { font, space, wide } = press.settings.style;
    const width = (cells[font].width + space.right) * wide;
    press.settings.tabStops = [...bytes.subarray(2)].filter((stop) => stop > 0).map((stop) => stop * width);
  },
  'GS L': (press, bytes) =>
    whenAtLineStart(
      press,
      'GS L',
      () => (press.settings.leftMargin = dotsAcross(press, bytes, press.model.widthDots - 1)),
    ),
  'GS W': (press, bytes) =>
    whenAtLineStart(press, 'GS W', () => (press.settings.areaWidth = dotsAcross(press, bytes, press.model.widthDots))),
  'GS P': (press, [, , x = 0, y = 0]) => {
    press.settings.unit = { x: x === 0 ? 1 : dotsPerInch / x, y: y === 0 ? 1 : dotsPerInch / y };
  },
  'ESC L': (press) => whenAtLineStart(press, 'ESC L', () => press.openPage()),
  'ESC S': (press) => {
    if (press.page !== null) press.closePage();
  },
  'ESC FF': (press) => press.printPage(),
  'ESC W': (press, bytes) => {
    const { x, y } = press.settings.unit;
    press.page?.setArea({
      x: Math.round(word(bytes, 2) * x),
      y: Math.round(word(bytes, 4) * y),
      width: Math.round(word(bytes, 6) * x),
      height: Math.round(word(bytes, 8) * y),
    });
  },
  'ESC T': (press, [, , n = 0]) => press.page?.setDirection(n % 48),
  // In page mode a position down is that of the characters' foot.
  'GS $': (press, bytes) => {
    press.page?.moveTo(Math.round(word(bytes, 2) * press.settings.unit.y) - cells.A.height);
  },
  'GS \\': (press, bytes) => {
    press.page?.moveTo(press.page.y + Math.round(signed(word(bytes, 2)) * press.settings.unit.y));
  },
};

/** These work at the beginning of a line only; a printer passes them over elsewhere. */
function whenAtLineStart(press: Press, command: string, act: () => void): void {
  if (press.isAtLineStart || press.page !== null) act();
  else press.refuse(command, 'not at the beginning of a line');
}

function dotsAcross(press: Press, bytes: Uint8Array, most: number): number {
  return Math.min(most, Math.round(word(bytes, 2) * press.settings.unit.x));
}

function signed(value: number): number {
  return value >= 0x8000 ? value - 0x1_0000 : value;
}
