import { crc32, deflateSync } from 'node:zlib';

import type { Slip } from './paper.ts';

/**
 * The slip as a picture of one bit a dot, with the white margins that paper has beside what can be printed on. Source: PNG
 * specification, third edition.
 */
export function pngOf(slip: Slip): Buffer {
  const bitmap = slip.bitmap();
  const width = bitmap.width + 2 * marginDots;
  const height = bitmap.height + 2 * marginDots;
  const rowBytes = 1 + Math.ceil(width / 8);
  const data = new Uint8Array(rowBytes * height).fill(0xff);
  for (let y = 0; y < height; y += 1) data[y * rowBytes] = 0; // no filter
  for (let y = 0; y < bitmap.height; y += 1) {
    for (let x = 0; x < bitmap.width; x += 1) {
      if (bitmap.dots[y * bitmap.width + x] !== 1) continue;
      const at = (y + marginDots) * rowBytes + 1 + ((x + marginDots) >> 3);
      data[at] = (data[at] ?? 0) & ~(0x80 >> ((x + marginDots) & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8); // one bit, greyscale
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** 4 mm, as 80 mm paper has beside 72 mm of print. */
export const marginDots = 32;

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
