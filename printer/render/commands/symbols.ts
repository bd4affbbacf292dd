import bwip from 'bwip-js';

import type { Bitmap } from '../bitmap.ts';

/** Widths of bars and gaps in turn, beginning with a bar; in modules. */
export type Bars = readonly number[];

/** The bars of a linear code; null when the data does not fit it. `symbology` is BWIPP's name. */
export function barsOf(symbology: string, text: string, options: Readonly<Record<string, boolean>> = {}): Bars | null {
  const [drawn] = rawOf(symbology, text, options);
  if (drawn === undefined || !('sbs' in drawn)) return null;
  // Some begin with a bar of no width.
  return drawn.sbs[0] === 0 ? drawn.sbs.slice(2) : drawn.sbs;
}

/** The modules of a two-dimensional code, one dot each; null when the data does not fit it. */
export function matrixOf(
  symbology: string,
  data: string,
  options: Readonly<Record<string, string | number | boolean>> = {},
): Bitmap | null {
  const [drawn] = rawOf(symbology, data, { binarytext: true, ...options });
  if (drawn === undefined || !('pixs' in drawn)) return null;
  return { width: drawn.pixx, height: drawn.pixy, dots: Uint8Array.from(drawn.pixs) };
}

type Drawn = { sbs: number[] } | { pixs: number[]; pixx: number; pixy: number };

function rawOf(
  symbology: string,
  text: string,
  options: Readonly<Record<string, string | number | boolean>>,
): readonly Drawn[] {
  try {
    return bwip.raw(symbology, text, options);
  } catch {
    // It throws for data that the symbology does not have, and for too much of it.
    return [];
  }
}
