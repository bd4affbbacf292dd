import { describe, expect, it } from 'vitest';

import type { Luma } from './decoder.ts';
import { halved, inverted, turned } from './shades.ts';

const luma = (width: number, ...greys: number[]): Luma => ({
  data: Uint8ClampedArray.from(greys),
  width,
  height: greys.length / width,
});

describe('a picture made otherwise', () => {
  it('is half as large with the mean of four pixels for one', () => {
    expect(halved(luma(4, 0, 4, 8, 8, 0, 4, 8, 12))).toEqual(luma(2, 2, 9));
  });

  it('loses its last row and column when they are odd', () => {
    expect(halved(luma(3, 1, 1, 9, 1, 1, 9, 9, 9, 9))).toEqual(luma(1, 1));
  });

  it('has light for dark', () => {
    expect(inverted(luma(2, 0, 255, 100, 5))).toEqual(luma(2, 255, 0, 155, 250));
  });

  it('lies after a quarter turn, and is itself after four', () => {
    const upright = luma(3, 1, 2, 3, 4, 5, 6);
    expect(turned(upright)).toEqual(luma(2, 4, 1, 5, 2, 6, 3));
    expect(turned(turned(turned(turned(upright))))).toEqual(upright);
  });
});
