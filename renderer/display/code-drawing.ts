import { type Drawing, qrThatFits } from '../look/qr-drawing.ts';

/** The smallest picture of a code: 45 mm at 96 dpi (Alipay+'s rule for codes on screens). */
export const codePxMin = 170;

/** Four pixels a module on the smallest glass, quiet zone and all: beyond that, fewer modules help more than repair does. */
const repairedModulesMax = 77;

/**
 * The QR code of a text, made to stand the slot in its middle: level H, for long texts Q. What fits neither is drawn with
 * less; null when it fits no QR code at all.
 */
export function codeDrawing(text: string): Drawing | null {
  const best = qrThatFits(text, ['H']);
  if (best !== null && best.width <= repairedModulesMax) return best;
  return qrThatFits(text, ['Q', 'M', 'L']);
}

/** How wide a drawing is in a box, in px: whole pixels a module, unless that makes it too small to be read. */
export function drawnPx({ width }: Drawing, boxPx: number, pixelRatio: number): number {
  const modulePx = Math.floor((boxPx * pixelRatio) / width) / pixelRatio;
  return modulePx * width >= codePxMin ? modulePx * width : Math.max(boxPx, codePxMin);
}
