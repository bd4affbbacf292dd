import type { Luma } from '../decoding/decoder.ts';

/**
 * The head of a film of raw frames (YUV4MPEG2, as mjpegtools writes it): what Chromium's fake camera plays, again and
 * again, with the very pixels that were drawn.
 */
export function filmHead({ width, height }: Luma, framesASecond: number): Uint8Array {
  return new TextEncoder().encode(`YUV4MPEG2 W${width} H${height} F${framesASecond}:1 Ip A1:1 C420jpeg\n`);
}

/** One frame of it: gray has no colour in either direction. */
export function filmFrame({ data, width, height }: Luma): Uint8Array {
  const mark = new TextEncoder().encode('FRAME\n');
  const frame = new Uint8Array(mark.length + data.length + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(128);
  frame.set(mark);
  frame.set(data, mark.length);
  return frame;
}

/** A frame's number stands in its upper left corner, in so many black or white squares. */
export const numberSquares = 10;
/** The side of one of them, in pixels. */
export const numberSquare = 16;

/** The same picture with this number in its corner, the lowest bit first. */
export function numbered(picture: Luma, number: number): Luma {
  const data = Uint8ClampedArray.from(picture.data);
  for (let bit = 0; bit < numberSquares; bit++) {
    const gray = ((number >> bit) & 1) === 1 ? 255 : 0;
    for (let y = 0; y < numberSquare; y++) {
      const from = y * picture.width + bit * numberSquare;
      data.fill(gray, from, from + numberSquare);
    }
  }
  return { ...picture, data };
}
