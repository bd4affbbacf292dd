import { code128, type DrawingContext } from 'bwip-js/browser';

import type { Drawing, Rect } from '../look/qr-drawing.ts';

export { qrOf, type Drawing } from '../look/qr-drawing.ts';

/** ISO/IEC 15417: ten modules of white on both sides. */
const barcodeQuiet = 10;

/** The bars of a Code 128, one module high. */
export function barcodeOf(digits: string): Drawing {
  const options = { bcid: 'code128', text: digits, includetext: false, scaleX: 1, scaleY: 1, height: 1 };
  const bars = code128(options, barCollector());
  const end = Math.max(...bars.map(({ x, width }) => x + width));
  const rects = bars.map(({ x, width }) => ({ x: x + barcodeQuiet, y: 0, width }));
  return { width: end + 2 * barcodeQuiet, height: 1, rects };
}

/** Takes the lines that the library draws for bars; a barcode has nothing else. */
function barCollector(): DrawingContext<Rect[]> {
  const bars: Rect[] = [];
  return {
    scale: () => [1, 1],
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: () => undefined,
    // Lines are named by their middle; where that is half a module, by the whole one after it.
    line: (x0, _y0, _x1, _y1, width) => void bars.push({ x: Math.floor(x0 - width / 2), y: 0, width }),
    polygon: () => undefined,
    hexagon: () => undefined,
    ellipse: () => undefined,
    fill: () => undefined,
    text: () => undefined,
    end: () => bars,
  };
}
