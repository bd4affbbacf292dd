import type { Point } from '../decoding/decoder.ts';
import { pageWidth } from './wallet-page.ts';

/** How far the camera is away, in widths of a phone. */
const distance = 2.8 * pageWidth;

/** Row by row, from a plane to a plane. */
export type Projection = readonly [number, number, number, number, number, number, number, number, number];

/** From a page's own pixels, its middle at 0, to the camera's; angles in degrees. */
export function projection(pose: { scale: number; at: Point; turn: number; tiltX: number; tiltY: number }): Projection {
  const [cosTurn, sinTurn] = cosSin(pose.turn);
  const [cosX, sinX] = cosSin(pose.tiltX);
  const [cosY, sinY] = cosSin(pose.tiltY);
  const { x, y } = pose.at;
  const focal = pose.scale * distance;
  // The first two columns of the rotation: the page has no thickness.
  const right = [cosTurn * cosY, sinTurn * cosY, -sinY] as const;
  const down = [cosTurn * sinY * sinX - sinTurn * cosX, sinTurn * sinY * sinX + cosTurn * cosX, cosY * sinX] as const;
  return [
    focal * right[0] + x * right[2],
    focal * down[0] + x * down[2],
    x * distance,
    focal * right[1] + y * right[2],
    focal * down[1] + y * down[2],
    y * distance,
    right[2],
    down[2],
    distance,
  ];
}

function cosSin(degrees: number): [number, number] {
  return [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
}

export function inverse([a, b, c, d, e, f, g, h, i]: Projection): Projection {
  // Up to a factor, which a projection does not have: the adjugate.
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

export function applied([a, b, c, d, e, f, g, h, i]: Projection, x: number, y: number): [number, number] {
  const depth = g * x + h * y + i;
  return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
}
