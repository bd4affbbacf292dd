/** Dots of a printer's head for one column of its font: 384 dots on 58 mm paper, 576 on 80 mm. */
export const dotsPerColumn = 12;

/**
 * How many dots each square of a QR code of `bytes` bytes gets on this paper, its quiet zone of four squares counted; null when
 * it is not to be printed at all: a code that is cut, or finer than a phone reads, looks like one and is none.
 */
export function qrCellDots(bytes: number, columns: number, most: number): number | null {
  const version = byteCapacities.findIndex((capacity) => bytes <= capacity) + 1;
  if (version === 0) return null;
  const squares = 17 + 4 * version + 2 * quietSquares;
  const dots = Math.min(most, Math.floor((columns * dotsPerColumn) / squares));
  return dots < cellDotsMin ? null : dots;
}

const quietSquares = 4;

/** 3 dots are 0.38 mm; ReceiptLine prints no finer ones. */
const cellDotsMin = 3;

/** ISO/IEC 18004, table 7: bytes in versions 1, 2, … at level M, up to the largest that fits on 80 mm at three dots. */
const byteCapacities = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
  997, 1_059, 1_125, 1_190, 1_264, 1_370, 1_452, 1_538, 1_628, 1_722, 1_809, 1_911, 1_989, 2_099, 2_213, 2_331,
];
