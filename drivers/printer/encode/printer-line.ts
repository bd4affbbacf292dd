import type { Cluster } from './text-columns.ts';

/** How letters stand out; `x` and `y` are how many times their size. */
export type Style = { isStrong: boolean; isInverse: boolean; isUnderlined: boolean; x: number; y: number };

export const plain: Style = { isStrong: false, isInverse: false, isUnderlined: false, x: 1, y: 1 };

/** Letters of one style, from a column on. */
export type Run = { column: number; style: Style; clusters: readonly Cluster[] };

/** One line of a receipt, before anybody knows whether the printer has its letters. */
export type PrinterLine = { runs: readonly Run[] };

/** Dots of one column of the printer's font, and of its height. */
export const columnDots = 12;
export const letterDots = 24;

export function runColumns({ clusters, style }: Run): number {
  return clusters.reduce((sum, { columns }) => sum + columns, 0) * style.x;
}
