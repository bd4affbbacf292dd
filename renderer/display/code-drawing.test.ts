import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { describe, expect, it } from 'vitest';

import { orderCodeCharsMax } from '#contract';

import { type Drawing, qrOf } from '../look/qr-drawing.ts';
import { codeDrawing, codePxMin, drawnPx } from './code-drawing.ts';

const usual = 'https://qr.alipayplus.com/28100205011cKUnEvKnOeGMqAAB0FH5AhkVtdm';
/** What stands in the middle, of the picture's width. */
const slot = 0.17;

/** A text of so many characters that only byte mode holds, the same at every run. */
function textOf(chars: number): string {
  return Array.from({ length: chars }, (_, at) => String.fromCharCode(97 + ((at * at * 7 + (at >> 3)) % 26))).join('');
}

describe('an order’s code', () => {
  // Much larger ones this reader does not find at all, with or without the slot.
  it.each([usual.length, 120, 177, 250])(
    'of %i characters is read by another reader with the slot in its middle',
    (chars) => expect(readWithSlot(codeDrawing(textOf(chars)))).toBe(textOf(chars)),
  );

  it('stands three tenths of damage, and a long one a quarter', () => {
    expect(codeDrawing(usual)).toEqual(qrOf(usual, 'H'));
    expect(codeDrawing(textOf(177))).toEqual(qrOf(textOf(177), 'H'));
    expect(codeDrawing(textOf(178))).toEqual(qrOf(textOf(178), 'Q'));
  });

  it('is drawn for the longest text that there may be', () => {
    expect(codeDrawing(textOf(orderCodeCharsMax))).not.toBeNull();
  });

  it('is not drawn for what no QR code holds', () => {
    expect(codeDrawing(textOf(4_000))).toBeNull();
  });
});

describe('its size', () => {
  const drawing = qrOf(usual, 'H');

  it('is as large as the box allows in whole pixels a module', () => {
    expect(drawing.width).toBe(53);
    expect([312, 480, 720].map((box) => drawnPx(drawing, box, 1))).toEqual([265, 477, 689]);
    expect(drawnPx(drawing, 312, 2)).toBe(291.5);
  });

  it('is never below what can be read from a screen', () => {
    expect(drawnPx(drawing, 180, 1)).toBe(180);
    expect(drawnPx(drawing, 100, 1)).toBe(codePxMin);
  });
});

function readWithSlot(drawing: Drawing | null): string {
  if (drawing === null) return 'not drawn';
  const modulePx = 6;
  const size = drawing.width * modulePx;
  const light = new Uint8ClampedArray(size * size).fill(255);
  for (const { x, y, width } of drawing.rects) {
    for (let row = y * modulePx; row < (y + 1) * modulePx; row++)
      light.fill(0, row * size + x * modulePx, row * size + (x + width) * modulePx);
  }
  const [from, to] = [Math.round((size * (1 - slot)) / 2), Math.round((size * (1 + slot)) / 2)];
  for (let row = from; row < to; row++) light.fill(255, row * size + from, row * size + to);
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE]]]);
  const source = new RGBLuminanceSource(light, size, size);
  return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText();
}
