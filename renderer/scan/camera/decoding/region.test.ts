import { describe, expect, it } from 'vitest';

import type { Luma } from './decoder.ts';
import { areaAround, areaOfFrame, cut, placed, regionOf } from './region.ts';

/** Each pixel says where it is: column + 10 × row. */
function numbered(width: number, height: number): Luma {
  const data = Uint8ClampedArray.from(
    { length: width * height },
    (_, at) => (at % width) + 10 * Math.floor(at / width),
  );
  return { data, width, height };
}

describe('the region', () => {
  it('is the middle half of the picture, and most of its height', () => {
    expect(regionOf(1_280, 720)).toEqual({ x: 320, y: 43, width: 640, height: 634 });
  });

  it.each([
    [1, 1],
    [2, 1],
    [7, 5],
    [320, 240],
    [3_840, 2_160],
  ])('lies inside of a picture of %i × %i', (width, height) => {
    const region = regionOf(width, height);
    expect(region.width).toBeGreaterThan(0);
    expect(region.height).toBeGreaterThan(0);
    expect(region.x + region.width).toBeLessThanOrEqual(width);
    expect(region.y + region.height).toBeLessThanOrEqual(height);
  });

  it('gives way to the whole picture in the first frame and in every third', () => {
    const widths = Array.from({ length: 7 }, (_, nth) => areaOfFrame(nth, 640, 480).width);
    expect(widths).toEqual([640, 320, 320, 640, 320, 320, 640]);
  });
});

describe('a part of a picture', () => {
  it('has the pixels of that part', () => {
    const part = cut(numbered(5, 4), { x: 1, y: 2, width: 3, height: 2 });
    expect(part).toEqual({ data: Uint8ClampedArray.of(21, 22, 23, 31, 32, 33), width: 3, height: 2 });
  });

  it('is the picture itself when it is all of it', () => {
    const whole = numbered(5, 4);
    expect(cut(whole, { x: -1, y: 0, width: 9, height: 4 })).toBe(whole);
  });

  it('ends where the picture ends', () => {
    const part = cut(numbered(5, 4), { x: 3, y: -2, width: 10, height: 3 });
    expect(part).toEqual({ data: Uint8ClampedArray.of(3, 4), width: 2, height: 1 });
  });

  it('has nothing where it lies beside the picture', () => {
    expect(cut(numbered(5, 4), { x: 7, y: 0, width: 2, height: 2 })).toEqual({
      data: new Uint8ClampedArray(0),
      width: 0,
      height: 2,
    });
  });

  it('leaves the picture as it was', () => {
    const whole = numbered(5, 4);
    cut(whole, { x: 0, y: 0, width: 2, height: 2 }).data.fill(0);
    expect(whole).toEqual(numbered(5, 4));
  });

  it('has its points where they are in the picture', () => {
    expect(placed({ x: 1, y: 2 }, { x: 10, y: 20, width: 5, height: 5 })).toEqual({ x: 11, y: 22 });
  });
});

describe('the place of bars', () => {
  it('has room for what a reader needs around them', () => {
    const corners = [
      { x: 100, y: 50 },
      { x: 300, y: 50 },
      { x: 300, y: 60 },
      { x: 100, y: 60 },
    ];
    expect(areaAround(corners)).toEqual({ x: 70, y: 20, width: 260, height: 70 });
  });
});
