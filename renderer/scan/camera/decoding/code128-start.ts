import NotFoundException from '@zxing/library/esm/core/NotFoundException';
import Code128Reader from '@zxing/library/esm/core/oned/Code128Reader';

/** A row of a picture as the library keeps it: black or white. */
type Row = { getSize(): number; get(at: number): boolean; getNextSet(from: number): number } & {
  isRange(start: number, end: number, black: boolean): boolean;
};

/** The library's own, private one. */
type WithStart = { findStartPattern(row: Row): Int32Array };

/**
 * `@zxing/library` 0.23.0 looks for the beginning of a barcode in the first six bars of a row only: it shortens the
 * window in which it measures, and writes behind its end. Anything dark on the left, a hand or the phone's edge, then hides
 * the code: 4 barcodes read of 1,044, and 548 with this in its place. Set once for all; again is nothing.
 */
export function mendCode128Reader(): void {
  (Code128Reader as unknown as WithStart).findStartPattern = startOf;
}

/** ISO/IEC 15417, table 1: bars and spaces in turn, in modules. */
const starts = [
  { code: 103, runs: [2, 1, 1, 4, 1, 2] },
  { code: 104, runs: [2, 1, 1, 2, 1, 4] },
  { code: 105, runs: [2, 1, 1, 2, 3, 2] },
] as const;
const startModules = 11;
/** The library's own: how far all runs together, and each of them, may be off, in modules and as a share of the start. */
const varianceMax = { all: 0.25, each: 0.7 };

/** One for all: most rows have no start, and to take down where each of them was not found took half of the time. */
const noStart = new NotFoundException();

/** Where the first start pattern begins and ends, and which one it is. Throws NotFoundException when the row has none. */
function startOf(row: Row): Int32Array {
  const width = row.getSize();
  /** The last six runs, and where the first of them begins; it is a bar. */
  const runs = [0, 0, 0, 0, 0, 0];
  let count = 0;
  let begin = row.getNextSet(0);
  for (let at = begin; at < width;) {
    const end = nextChange(row, at, width);
    // A run that the picture's edge cuts off is no part of a start.
    if (end === width) break;
    runs[count] = end - at;
    count += 1;
    at = end;
    if (count < runs.length) continue;
    const code = bestStart(runs);
    const quiet = Math.max(0, begin - ((at - begin) >> 1));
    if (code !== null && row.isRange(quiet, begin, false)) return Int32Array.of(begin, at, code);
    begin += (runs[0] ?? 0) + (runs[1] ?? 0);
    runs.copyWithin(0, 2);
    count -= 2;
  }
  throw noStart;
}

function nextChange(row: Row, from: number, width: number): number {
  const black = row.get(from);
  let at = from + 1;
  while (at < width && row.get(at) === black) at += 1;
  return at;
}

function bestStart(measured: readonly number[]): number | null {
  const length = measured.reduce((sum, run) => sum + run, 0);
  if (length < startModules) return null;
  const module = length / startModules;
  let best: { code: number; off: number } | null = null;
  for (const { code, runs } of starts) {
    let off = 0;
    for (const [index, run] of runs.entries()) {
      const each = Math.abs((measured[index] ?? 0) - run * module);
      off = each > varianceMax.each * module ? Number.POSITIVE_INFINITY : off + each;
    }
    if (off / length < (best?.off ?? varianceMax.all)) best = { code, off: off / length };
  }
  return best?.code ?? null;
}
