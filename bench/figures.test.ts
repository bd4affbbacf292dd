import { describe, expect, it } from 'vitest';

import { lineOf, percentile } from './figures.ts';

const oneToHundred = Array.from({ length: 100 }, (_, i) => 100 - i);

describe('a percentile', () => {
  it('is a sample that was measured, whatever their order', () => {
    expect(percentile(oneToHundred, 50)).toBe(50);
    expect(percentile(oneToHundred, 95)).toBe(95);
    expect(percentile(oneToHundred, 99)).toBe(99);
    expect(percentile([3, 1], 50)).toBe(1);
    expect(percentile([3, 1], 51)).toBe(3);
    expect(percentile([7], 99)).toBe(7);
  });

  it('of nothing is a mistake, never 0', () => {
    expect(() => percentile([], 95)).toThrow('no samples');
  });
});

describe('the line', () => {
  it('compares 95th percentile with 95th percentile', () => {
    const floor = oneToHundred.map((figure) => figure / 2);
    expect(JSON.stringify(lineOf('scan-to-wire', 'ms', oneToHundred, floor))).toBe(
      '{"bench":"scan-to-wire","unit":"ms","p50":50,"p95":95,"p99":99,"floorP95":47.5,"ratio":2}',
    );
  });
});
