import { expect, it } from 'vitest';

import { frameMemory, lumaOfColours, lumaOfPlanes, type FrameOfPlanes } from './frame-luma.ts';

/** A frame whose first plane has these rows, in the format and with the stride that are said. */
function frameOf(
  rows: readonly (readonly number[])[],
  {
    format = 'I420',
    stride = rows[0]?.length ?? 0,
    offset = 0,
  }: { format?: VideoPixelFormat; stride?: number; offset?: number } = {},
): FrameOfPlanes {
  const [width, height] = [rows[0]?.length ?? 0, rows.length];
  const size = offset + stride * height + width * height;
  return {
    format,
    visibleRect: { width, height } as DOMRectReadOnly,
    allocationSize: () => size,
    copyTo: (into) => {
      const bytes = into as Uint8ClampedArray;
      bytes.fill(77);
      rows.forEach((row, y) => bytes.set(row, offset + y * stride));
      return Promise.resolve([{ offset, stride }]);
    },
  };
}

const rows = [
  [1, 2, 3],
  [4, 5, 6],
];

it.each(['I420', 'NV12', 'I422', 'I444'] as const)('takes the first plane of %s', async (format) => {
  const luma = await lumaOfPlanes(frameOf(rows, { format }), frameMemory());
  expect(luma).toMatchObject({ width: 3, height: 2 });
  expect([...(luma?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('moves rows together that have something between them', async () => {
  const luma = await lumaOfPlanes(frameOf(rows, { stride: 8, offset: 4 }), frameMemory());
  expect([...(luma?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
});

it('takes no colours for brightness', async () => {
  expect(await lumaOfPlanes(frameOf(rows, { format: 'RGBA' }), frameMemory())).toBeNull();
  expect(await lumaOfPlanes({ ...frameOf(rows), format: null }, frameMemory())).toBeNull();
  expect(await lumaOfPlanes({ ...frameOf(rows), visibleRect: null }, frameMemory())).toBeNull();
});

it('believes no plane that is narrower than its picture', async () => {
  const frame = frameOf(rows);
  const lying = { ...frame, copyTo: () => Promise.resolve([{ offset: 0, stride: 2 }]) };
  expect(await lumaOfPlanes(lying, frameMemory())).toBeNull();
});

it('copies a small frame after a large one into the same memory', async () => {
  const memory = frameMemory();
  await lumaOfPlanes(frameOf([...rows, ...rows, ...rows]), memory);
  const { bytes } = memory;
  expect([...((await lumaOfPlanes(frameOf(rows), memory))?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(memory.bytes).toBe(bytes);
});

it('weighs colours as eyes do', () => {
  const colours = Uint8ClampedArray.of(
    255,
    255,
    255,
    255,
    0,
    0,
    0,
    255,
    255,
    0,
    0,
    255,
    0,
    255,
    0,
    255,
    0,
    0,
    255,
    255,
  );
  expect([...lumaOfColours(colours, 5, 1, frameMemory()).data]).toEqual([255, 0, 76, 149, 28]);
});
