import type { Luma } from './decoder.ts';

/** Half as wide and high: every pixel is the mean of four. It takes the grain out of a dim picture. */
export function halved({ data, width, height }: Luma): Luma {
  const [columns, rows] = [width >> 1, height >> 1];
  const half = new Uint8ClampedArray(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = 2 * row * width + 2 * column;
      const sum = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0);
      half[row * columns + column] = sum >> 2;
    }
  }
  return { data: half, width: columns, height: rows };
}

/** Light for dark: a page in dark mode. */
export function inverted({ data, width, height }: Luma): Luma {
  return { data: data.map((grey) => 255 - grey), width, height };
}

/** A quarter turn: what stood upright lies. */
export function turned({ data, width, height }: Luma): Luma {
  const lying = new Uint8ClampedArray(data.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1)
      lying[column * height + (height - 1 - row)] = data[row * width + column] ?? 0;
  }
  return { data: lying, width: height, height: width };
}
