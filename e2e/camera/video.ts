import { open } from 'node:fs/promises';

import type { Luma } from '../../renderer/scan/camera/decoding/decoder.ts';
import { filmFrame, filmHead } from '../../renderer/scan/camera/testing/film.ts';

/** One picture of a film, shown for so many frames. All pictures of a film are of one size. */
export type Scene = { picture: Luma; frames: number };

/** A film for Chromium's fake camera, which plays it again and again. */
export async function writeFilm(file: string, scenes: readonly Scene[], framesASecond = 30): Promise<void> {
  const [first] = scenes;
  if (first === undefined) throw new Error('a film without pictures');
  const out = await open(file, 'w');
  try {
    await out.write(filmHead(first.picture, framesASecond));
    for (const { picture, frames } of scenes) {
      const frame = filmFrame(picture);
      for (let shown = 0; shown < frames; shown++) await out.write(frame);
    }
  } finally {
    await out.close();
  }
}

/** A picture of one gray, 0 to 255. */
export function plain(width: number, height: number, gray: number): Luma {
  return { data: new Uint8ClampedArray(width * height).fill(gray), width, height };
}

/** The same picture with each pixel `times` as wide and high. */
export function enlarged(picture: Luma, times: number): Luma {
  const [width, height] = [picture.width * times, picture.height * times];
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / times) * picture.width;
    for (let x = 0; x < width; x++) data[y * width + x] = picture.data[row + Math.floor(x / times)] ?? 0;
  }
  return { data, width, height };
}
