import bwipjs from 'bwip-js/generic';

/** In pixels of the phone's screen. */
export const pageWidth = 1_080;
export const pageHeight = 2_200;

export type CodePlace = { x: number; y: number; width: number; height: number; modules: number };

/** What a phone shows: greys from 0 (black) to 255, and where the codes are; null for a code that it does not show. */
export type WalletPage = {
  greys: Uint8Array;
  bars: CodePlace | null;
  qr: CodePlace | null;
  /** How wide the bars are, or would be. */
  barsWidth: number;
};

export type PageLook = {
  /** Any text; bars need ASCII, and at most some 75 digits or 75 letters. */
  text: string;
  layout: 'both' | 'qr' | 'bars' | 'nothing';
  darkMode: boolean;
  /** How much of the QR code may be lost: 7, 15, 25, 30 %. */
  errorCorrection: 'L' | 'M' | 'Q' | 'H';
  /** A mark in the middle of the QR code, as wallets like it. */
  logo: boolean;
};

/** An invented wallet: a title, a barcode with its digits, a QR code of the same text, some lines of words. */
export function walletPage(look: PageLook): WalletPage {
  const { darkMode } = look;
  const greys = new Uint8Array(pageWidth * pageHeight).fill(darkMode ? 12 : 240);
  const paint: Paint = (x, y, width, height, grey) => {
    for (let row = y; row < y + height; row += 1) greys.fill(grey, row * pageWidth + x, row * pageWidth + x + width);
  };
  paint(0, 0, pageWidth, 430, darkMode ? 30 : 92);
  paint(60, 60, 380, 44, 220);
  paint(60, 140, 700, 26, 190);
  paint(880, 60, 130, 44, 200);
  const paper = darkMode ? 18 : 255;
  const ink = darkMode ? 235 : 8;
  paint(50, 480, 980, 1_060, paper);
  const runs = runsOf(look.text);
  const barsWidth = placeOfBars(runs)?.width ?? barsWidthMax;
  const bars = look.layout === 'both' || look.layout === 'bars' ? paintBars(paint, look.text, runs, ink) : null;
  const qr = look.layout === 'both' || look.layout === 'qr' ? paintQr(paint, look, { ink, paper }) : null;
  paint(60, 1_640, 960, 40, darkMode ? 70 : 200);
  paint(60, 1_720, 600, 26, darkMode ? 60 : 210);
  return { greys, bars, qr, barsWidth };
}

type Paint = (x: number, y: number, width: number, height: number, grey: number) => void;

const barsWidthMax = 900;

/** null: more modules than there are pixels. */
function placeOfBars(runs: readonly number[]): CodePlace | null {
  const modules = runs.reduce((sum, run) => sum + run, 0);
  const width = Math.floor(barsWidthMax / modules) * modules;
  return width === 0 ? null : { x: Math.round((pageWidth - width) / 2), y: 590, width, height: 200, modules };
}

function paintBars(paint: Paint, text: string, runs: readonly number[], ink: number): CodePlace {
  const place = placeOfBars(runs);
  if (place === null) throw new Error('this text is too long for bars on this page');
  const module = place.width / place.modules;
  let x = place.x;
  runs.forEach((run, index) => {
    if (index % 2 === 0) paint(x, place.y, run * module, place.height, ink);
    x += run * module;
  });
  if (/^\d+$/.test(text)) paintDigits(paint, text, ink);
  return place;
}

/** Three by five dots each, from 0 to 9. */
const glyphs = [
  '111101101101111',
  '010110010010111',
  '111001111100111',
  '111001111001111',
  '101101111001001',
  '111100111001111',
  '111100111101111',
  '111001010010010',
  '111101111101111',
  '111101111001111',
];

function paintDigits(paint: Paint, digits: string, ink: number): void {
  const dot = Math.max(3, Math.floor(760 / (digits.length * 4.7)));
  let left = Math.round((pageWidth - digits.length * 4.6 * dot) / 2);
  for (const [index, digit] of Array.from(digits).entries()) {
    for (const [at, set] of Array.from(glyphs[Number(digit)] ?? '').entries()) {
      if (set !== '1') continue;
      paint(Math.round(left + (at % 3) * dot), 812 + Math.floor(at / 3) * dot, dot, dot, ink);
    }
    left += (index % 4 === 3 ? 5.6 : 4.2) * dot;
  }
}

function paintQr(paint: Paint, look: PageLook, { ink, paper }: { ink: number; paper: number }): CodePlace {
  const { pixs, pixx: modules } = squareOf(look.text, look.errorCorrection);
  const module = Math.floor(560 / modules);
  const side = module * modules;
  const place = { x: Math.round((pageWidth - side) / 2), y: 930, width: side, height: side, modules };
  pixs.forEach((set, index) => {
    if (set === 0) return;
    const [column, row] = [index % modules, Math.floor(index / modules)];
    paint(place.x + column * module, place.y + row * module, module, module, ink);
  });
  if (look.logo) {
    const mark = Math.round(side * 0.16);
    const inset = Math.round((side - mark) / 2);
    paint(place.x + inset, place.y + inset, mark, mark, paper);
    paint(place.x + inset + 6, place.y + inset + 6, mark - 12, mark - 12, 110);
  }
  return place;
}

/** Widths of bars and spaces in turn, in modules. `how`: the drawing library's own options. */
export function runsOf(text: string, how = ''): number[] {
  // oxlint-disable-next-line import/no-named-as-default-member -- the named export draws raw data
  const [drawn] = bwipjs.raw('code128', text, how);
  if (drawn === undefined || !('sbs' in drawn)) throw new Error('no bars were drawn');
  return [...drawn.sbs];
}

function squareOf(text: string, level: string): { pixs: number[]; pixx: number } {
  // oxlint-disable-next-line import/no-named-as-default-member -- as above
  const [drawn] = bwipjs.raw('qrcode', text, `eclevel=${level}`);
  if (drawn === undefined || !('pixs' in drawn)) throw new Error('no QR code was drawn');
  return drawn;
}
