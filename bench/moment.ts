/**
 * Milliseconds of the machine's monotonic clock, which all processes read the same (CLOCK_MONOTONIC and its like on
 * other systems), so that a moment of one process can be taken from a moment of another.
 */
export function momentMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
