import type { Luma } from './decoding/index.ts';
import type { Light } from './reader-messages.ts';

/** Below this mean of 255 there is nothing to be seen: a lens cap, a dark room. */
const darkBelow = 16;
/** Above it, hardly anything but white: light into the lens. */
const brightAbove = 244;
/** Every so many pixels in both directions are enough for a mean. */
const step = 16;

/** What can be said of the picture as a whole, from a few of its pixels. */
export function lightOf({ data, width, height }: Luma): Light {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      sum += data[y * width + x] ?? 0;
      count += 1;
    }
  }
  const mean = sum / Math.max(1, count);
  if (mean < darkBelow) return 'dark';
  return mean > brightAbove ? 'bright' : 'enough';
}
