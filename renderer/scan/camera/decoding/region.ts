import type { Luma, Point, Rect } from './decoder.ts';

/** The part of the picture that is drawn on the screen as the place to hold the phone in. */
const regionShare = { width: 0.5, height: 0.88 };

/** Measured: half the time of the whole picture, and it reads as much or slightly more. */
export function regionOf(width: number, height: number): Rect {
  const [inner, high] = [Math.ceil(width * regionShare.width), Math.ceil(height * regionShare.height)];
  return { x: Math.floor((width - inner) / 2), y: Math.floor((height - high) / 2), width: inner, height: high };
}

/** The whole picture is looked at once in this many frames, from the first one on: a phone may be held beside the region. */
export const wholeFrameEvery = 3;

/** Which part of frame number `index` (0, 1, 2 …) is looked at. */
export function areaOfFrame(index: number, width: number, height: number): Rect {
  return index % wholeFrameEvery === 0 ? { x: 0, y: 0, width, height } : regionOf(width, height);
}

/** This part of a picture as a picture of its own; what lies outside the picture is left away. */
export function cut(luma: Luma, area: Rect): Luma {
  const left = clamped(area.x, luma.width);
  const top = clamped(area.y, luma.height);
  const width = clamped(area.x + area.width, luma.width) - left;
  const height = clamped(area.y + area.height, luma.height) - top;
  if (width === luma.width && height === luma.height) return luma;
  const data = new Uint8ClampedArray(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (top + row) * luma.width + left;
    data.set(luma.data.subarray(from, from + width), row * width);
  }
  return { data, width, height };
}

/** A point of what was cut out, as a point of the whole picture. */
export function placed({ x, y }: Point, area: Rect): Point {
  return { x: x + area.x, y: y + area.y };
}

/** Around bars, as a share of their length: white on both sides (ISO/IEC 15417: ten modules), and the rows near by. */
const marginShare = 0.15;

/** The part of the picture that bars with these corners are in, with what a reader needs around them. */
export function areaAround(corners: readonly Point[]): Rect {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const margin = Math.ceil(Math.max(width, height) * marginShare);
  return {
    x: Math.floor(left) - margin,
    y: Math.floor(top) - margin,
    width: Math.ceil(width) + 2 * margin,
    height: Math.ceil(height) + 2 * margin,
  };
}

function clamped(at: number, end: number): number {
  return Math.min(end, Math.max(0, at));
}
