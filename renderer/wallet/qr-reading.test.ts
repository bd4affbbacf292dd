import { describe, expect, it } from 'vitest';

import { qrOf, type Drawing } from './code-drawing.ts';
import { luminanceOf, readQr, type Greys } from './qr-reading.ts';

const code = 'https://order.sandbox.example/2810040000010123456789abcdefghijklmnop';

describe('reading a QR code from a picture', () => {
  it.each([2, 3, 8])('reads what an order’s code says at %i pixels a module', (scale) => {
    expect(readQr(picture(qrOf(code), scale))).toBe(code);
  });

  it('reads every one of many codes, although the reader mistakes some at their own size', () => {
    for (let number = 0; number < 100; number += 1) {
      const other = `https://order.sandbox.example/281004${(number * 7_919) % 1_000_000}${(number * 7_919).toString(36)}`;
      expect(readQr(picture(qrOf(other), 8)), other).toBe(other);
    }
  });

  it('reads it in the middle of a larger and darker screen', () => {
    expect(readQr(picture(qrOf(code), 4, 150, 60))).toBe(code);
  });

  it('reads a code whose middle is covered by a mark', () => {
    const { luminance, width, height } = picture(qrOf(code), 6);
    const covered = luminance.map((grey, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return Math.abs(x - width / 2) < 18 && Math.abs(y - height / 2) < 18 ? 255 : grey;
    });
    expect(readQr({ luminance: covered, width, height })).toBe(code);
  });

  it('finds nothing in a picture without one, however small', () => {
    for (const side of [1, 20, 200]) {
      expect(readQr({ luminance: new Uint8ClampedArray(side * side).fill(255), width: side, height: side })).toBeNull();
    }
  });

  it('sees colours as bright as the eye does', () => {
    const rgba = Uint8ClampedArray.from([0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 255, 255]);
    expect([...luminanceOf(rgba)]).toEqual([0, 255, 76, 29]);
  });
});

/** The drawing at `scale` pixels a module, with `around` pixels of another grey about it. */
function picture({ width, height, rects }: Drawing, scale: number, around = 0, grey = 255): Greys {
  const side = { width: width * scale + 2 * around, height: height * scale + 2 * around };
  const luminance = new Uint8ClampedArray(side.width * side.height).fill(grey);
  const paint = (x: number, y: number, columns: number, rows: number, value: number): void => {
    for (let row = y; row < y + rows; row += 1) {
      const start = (around + row) * side.width + around + x;
      luminance.fill(value, start, start + columns);
    }
  };
  paint(0, 0, width * scale, height * scale, 255);
  for (const rect of rects) paint(rect.x * scale, rect.y * scale, rect.width * scale, scale, 0);
  return { luminance, ...side };
}
