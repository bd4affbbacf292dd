/** Dots in rows from the top, 1 where the paper turns black. */
export type Bitmap = { width: number; height: number; dots: Uint8Array };

export function emptyBitmap(width: number, height: number): Bitmap {
  return { width, height, dots: new Uint8Array(width * height) };
}

/** Each dot `wide` times `tall`. */
export function magnify(bitmap: Bitmap, wide: number, tall: number): Bitmap {
  if (wide === 1 && tall === 1) return bitmap;
  return fit(bitmap, bitmap.width * wide, bitmap.height * tall);
}

/** The same picture on another number of dots, by the nearest dot. */
export function fit(bitmap: Bitmap, width: number, height: number): Bitmap {
  const result = emptyBitmap(width, height);
  for (let y = 0; y < height; y += 1) {
    const from = Math.floor((y * bitmap.height) / height) * bitmap.width;
    for (let x = 0; x < width; x += 1) {
      result.dots[y * width + x] = bitmap.dots[from + Math.floor((x * bitmap.width) / width)] ?? 0;
    }
  }
  return result;
}

/** Turned clockwise by this many right angles. */
export function turn(bitmap: Bitmap, rightAngles: number): Bitmap {
  let turned = bitmap;
  for (let left = ((rightAngles % 4) + 4) % 4; left > 0; left -= 1) turned = turnOnce(turned);
  return turned;
}

/** Blackens in `onto` what is black in `bitmap`, with its corner at x, y; what lies outside is lost. */
export function blacken(onto: Bitmap, bitmap: Bitmap, x: number, y: number): void {
  const { width, dots } = bitmap;
  const end = Math.min(width, onto.width - x);
  for (let row = Math.max(0, -y); row < bitmap.height && y + row < onto.height; row += 1) {
    const from = row * width;
    const to = (y + row) * onto.width + x;
    for (let column = Math.max(0, -x); column < end; column += 1) {
      if (dots[from + column] === 1) onto.dots[to + column] = 1;
    }
  }
}

/** Rows of packed bits, the highest bit to the left, as raster graphics come. Missing bytes are white. */
export function fromRows(bytes: Uint8Array, bytesInRow: number, width: number, height: number): Bitmap {
  const bitmap = emptyBitmap(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const byte = bytes[y * bytesInRow + (x >> 3)] ?? 0;
      bitmap.dots[y * width + x] = (byte >> (7 - (x & 7))) & 1;
    }
  }
  return bitmap;
}

/** Columns of packed bits, the highest bit at the top, as bit images come. Missing bytes are white. */
export function fromColumns(bytes: Uint8Array, bytesInColumn: number, width: number, height: number): Bitmap {
  const bitmap = emptyBitmap(width, height);
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      const byte = bytes[x * bytesInColumn + (y >> 3)] ?? 0;
      bitmap.dots[y * width + x] = (byte >> (7 - (y & 7))) & 1;
    }
  }
  return bitmap;
}

function turnOnce({ width, height, dots }: Bitmap): Bitmap {
  const turned = emptyBitmap(height, width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) turned.dots[x * height + (height - 1 - y)] = dots[y * width + x] ?? 0;
  }
  return turned;
}
