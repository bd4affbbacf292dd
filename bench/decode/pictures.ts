import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import * as z from 'zod';

import type { Luma } from '../../renderer/scan/camera/decoding/index.ts';
import { CannotMeasure } from '../cannot-measure.ts';

/** A picture, and what is on it. */
export type Picture = {
  file: string;
  set: string;
  /** null: nothing may be read. */
  expected: string | null;
  /** What each decoder is known to read rightly of this very file: `qr`, `code128`, `code128+qr`, or not named. */
  readBy: Readonly<Record<string, string>>;
  luma: Luma;
};

const Manifest = z.object({
  images: z.array(
    z.object({
      file: z.string().regex(/^[\w-]+\/[\w.-]+\.(?:jpg|png)$/),
      expected: z.string().nullable(),
      symbology: z.string().nullable(),
      readBy: z.record(z.string(), z.string()),
    }),
  ),
});

/** All pictures that `manifest.json` in this folder names, set by set. Throws CannotMeasure when it cannot be read. */
export function picturesIn(folder: string): Picture[] {
  const manifest = Manifest.safeParse(parsed(join(folder, 'manifest.json')));
  if (!manifest.success) throw new CannotMeasure(`${folder} has no manifest.json of pictures.`);
  return manifest.data.images
    .map(({ file, expected, symbology, readBy }) => {
      const [kind = ''] = file.split('/');
      const set = kind === 'synthetic' ? kind : `${kind}-${symbology ?? 'nothing'}`;
      return { file, set, expected, readBy, luma: lumaOf(join(folder, file)) };
    })
    .toSorted((one, other) => one.set.localeCompare(other.set));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function lumaOf(file: string): Luma {
  const { data, width, height } = pixelsOf(file);
  const greys = new Uint8ClampedArray(width * height);
  for (let pixel = 0; pixel < greys.length; pixel += 1) {
    const [red = 0, green = 0, blue = 0, opaque = 0] = data.subarray(4 * pixel, 4 * pixel + 4);
    // As the eye takes it (ITU-R BT.601); what is transparent stands on white.
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    greys[pixel] = 255 + ((grey - 255) * opaque) / 255;
  }
  return { data: greys, width, height };
}

function pixelsOf(file: string): { data: Uint8Array; width: number; height: number } {
  try {
    const bytes = readFileSync(file);
    return file.endsWith('.png') ? PNG.sync.read(bytes) : jpeg.decode(bytes, { useTArray: true });
  } catch {
    throw new CannotMeasure(`${file} is no picture that can be read.`);
  }
}
