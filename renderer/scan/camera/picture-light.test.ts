import { expect, it } from 'vitest';

import { lightOf } from './picture-light.ts';

const gray = (value: number) => ({ data: new Uint8ClampedArray(640 * 480).fill(value), width: 640, height: 480 });

it('tells a covered lens and a blinded one from a picture', () => {
  expect([0, 12, 20, 128, 240, 250].map((value) => lightOf(gray(value)))).toEqual([
    'dark',
    'dark',
    'enough',
    'enough',
    'enough',
    'bright',
  ]);
});

it('says nothing wrong of a picture without pixels', () => {
  expect(lightOf({ data: new Uint8ClampedArray(0), width: 0, height: 0 })).toBe('dark');
});
