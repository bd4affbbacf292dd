/** p50, p95 and the worst of some milliseconds, for people. */
export function spread(samples: readonly number[]): string {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} ms (${sorted.length} times)`;
}

/** CLOCK_MONOTONIC, as `Heard` has it. */
export function momentMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
