import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { describe, expect, it } from 'vitest';

import { orderCodeCharsMax } from '#contract';

import { qrOf } from './qr-drawing.ts';

describe('a drawn order code', () => {
  it.each(['https://wallet.example/q/281002040', 'https://wallet.example/q/'.padEnd(400, 'aB3'), '1'])(
    '%s is read back by another reader',
    (text) => {
      const qr = qrOf(text);
      expect(qr === null ? null : read(qr)).toBe(text);
    },
  );

  it('has its quiet zone, four modules wide', () => {
    const { side, path } = drawnIn(qrOf('1') ?? '');
    expect(side).toBe(29);
    expect(path.startsWith('M4 4h7v1')).toBe(true);
  });

  it('stands less damage where it is long, and is none where it cannot be drawn', () => {
    expect(qrOf('a'.repeat(orderCodeCharsMax))).not.toBeNull();
    expect(qrOf('a'.repeat(4_000))).toBeNull();
  });
});

const modulePx = 4;

function drawnIn(address: string): { side: number; path: string } {
  const svg = decodeURIComponent(address);
  return { side: Number(/ width="(\d+)"/.exec(svg)?.[1]), path: / d="([^"]+)"/.exec(svg)?.[1] ?? '' };
}

/** Draws the picture in memory and decodes it. */
function read(address: string): string {
  const { side, path } = drawnIn(address);
  const width = side * modulePx;
  const light = new Uint8ClampedArray(width * width).fill(255);
  for (const [, x = '', y = '', run = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = Number(y) * modulePx; row < (Number(y) + 1) * modulePx; row++) {
      light.fill(0, row * width + Number(x) * modulePx, row * width + (Number(x) + Number(run)) * modulePx);
    }
  }
  const source = new RGBLuminanceSource(light, width, width);
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE]]]);
  return new MultiFormatReader().decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)), hints).getText();
}
