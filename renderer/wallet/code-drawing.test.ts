import {
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  BarcodeFormat,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { describe, expect, it } from 'vitest';

import { barcodeOf, qrOf, type Drawing } from './code-drawing.ts';

const codes = ['281901020000000000000000', '281902029999999999999999', '281903021234567890123456'];

/** The other lengths that a wallet here may show, up to what Alipay+ leaves room for. */
const lengths = [
  '2800012345678901',
  '28000123456789012',
  '280001234567890123',
  '2891234567890612345',
  '28190102012345678901234567890123',
];

describe('the drawn codes', () => {
  it.each([...codes, ...lengths])('%s is read back from the bars by another reader', (digits) => {
    expect(read(barcodeOf(digits), 2, 40, BarcodeFormat.CODE_128)).toBe(digits);
  });

  it.each([...codes, ...lengths])('%s is read back from the QR code by another reader', (digits) => {
    expect(read(qrOf(digits), 8, 8, BarcodeFormat.QR_CODE)).toBe(digits);
  });

  it('fit the phone at two pixels a module, quiet zones and all', () => {
    for (const digits of codes) {
      const { width, rects } = barcodeOf(digits);
      expect(width).toBe(187);
      expect(Math.min(...rects.map(({ x }) => x))).toBe(10);
      expect(Math.max(...rects.map((bar) => bar.x + bar.width))).toBe(177);
      expect(qrOf(digits).width).toBe(29);
    }
  });
});

/** Draws in memory, `moduleX` by `moduleY` pixels a module, and decodes. */
function read(drawing: Drawing, moduleX: number, moduleY: number, format: BarcodeFormat): string {
  const width = drawing.width * moduleX;
  const height = drawing.height * moduleY;
  const light = new Uint8ClampedArray(width * height).fill(255);
  for (const rect of drawing.rects) {
    for (let y = rect.y * moduleY; y < (rect.y + 1) * moduleY; y++) {
      light.fill(0, y * width + rect.x * moduleX, y * width + (rect.x + rect.width) * moduleX);
    }
  }
  const source = new RGBLuminanceSource(light, width, height);
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [format]]]);
  return new MultiFormatReader().decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)), hints).getText();
}
