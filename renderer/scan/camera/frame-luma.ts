import type { Luma } from './decoding/index.ts';

/** The parts of a `VideoFrame` that are asked here. */
export type FrameOfPlanes = Pick<VideoFrame, 'format' | 'visibleRect' | 'allocationSize' | 'copyTo'>;

/** Formats whose first plane is the picture without its colours (WebCodecs, Pixel Format). */
const lumaFirst: readonly (VideoPixelFormat | null)[] = ['I420', 'I420A', 'I422', 'I444', 'NV12'];

/** What frames are copied into, again and again. */
export type FrameMemory = { bytes: Uint8ClampedArray<ArrayBuffer> };

export function frameMemory(): FrameMemory {
  return { bytes: new Uint8ClampedArray(0) };
}

/**
 * A frame's brightness without a canvas: its first plane. Null for a format that has no such plane. The picture is a
 * part of `memory` and holds until the next one.
 */
export async function lumaOfPlanes(frame: FrameOfPlanes, memory: FrameMemory): Promise<Luma | null> {
  if (!lumaFirst.includes(frame.format) || frame.visibleRect === null) return null;
  const { width, height } = frame.visibleRect;
  const size = frame.allocationSize();
  if (memory.bytes.length < size) memory.bytes = new Uint8ClampedArray(size);
  const [plane] = await frame.copyTo(memory.bytes);
  if (plane === undefined || plane.stride < width) return null;
  return { data: tightRows(memory.bytes, plane, width, height), width, height };
}

/** The rows of a plane with nothing between them, moved together in place. */
function tightRows(bytes: Uint8ClampedArray, { offset, stride }: PlaneLayout, width: number, height: number) {
  if (stride > width) {
    for (let y = 1; y < height; y++) {
      const from = offset + y * stride;
      bytes.copyWithin(offset + y * width, from, from + width);
    }
  }
  return bytes.subarray(offset, offset + width * height);
}

/** Colours as canvases have them (red, green, blue, alpha) to brightness (ITU-R BT.601, in 256ths). */
export function lumaOfColours(data: Uint8ClampedArray, width: number, height: number, into: FrameMemory): Luma {
  const pixels = width * height;
  if (into.bytes.length < pixels) into.bytes = new Uint8ClampedArray(pixels);
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 4) {
    into.bytes[pixel] = (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0)) >> 8;
  }
  return { data: into.bytes.subarray(0, pixels), width, height };
}
