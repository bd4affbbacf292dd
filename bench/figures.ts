/** What one bench prints: one line of JSON. */
export type Line =
  | Measured
  | { bench: string; unit: string; value: number }
  /** `longestTaskMs`: of the page's main thread, meanwhile. */
  | (Measured & { longestTaskMs: number })
  /** `value` is the 95th percentile; beside it the same work done in the other way. */
  | { bench: string; unit: string; value: number; p50: number; p99: number; beside: Beside };

export type Measured = {
  bench: string;
  unit: string;
  p50: number;
  p95: number;
  p99: number;
  floorP95: number;
  ratio: number;
};

export type Beside = { way: string; times: number; p50: number; p95: number };

/** The smallest sample that at least `percent` of all samples do not exceed (nearest rank). Throws when there is none. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('a percentile of no samples');
  return found;
}

/** `samples` and `floor` in `unit`, measured in turns in one run; `ratio` is between their 95th percentiles. */
export function lineOf(bench: string, unit: string, samples: readonly number[], floor: readonly number[]): Measured {
  const p95 = percentile(samples, 95);
  const floorP95 = percentile(floor, 95);
  return {
    bench,
    unit,
    p50: rounded(percentile(samples, 50)),
    p95: rounded(p95),
    p99: rounded(percentile(samples, 99)),
    floorP95: rounded(floorP95),
    ratio: rounded(p95 / floorP95),
  };
}

/** `beside`: the same from the same beginning to the same end, in another way. */
export function lineBeside(
  bench: string,
  unit: string,
  samples: readonly number[],
  beside: { way: string; samples: readonly number[] },
): Line {
  return {
    bench,
    unit,
    value: rounded(percentile(samples, 95)),
    p50: rounded(percentile(samples, 50)),
    p99: rounded(percentile(samples, 99)),
    beside: {
      way: beside.way,
      times: beside.samples.length,
      p50: rounded(percentile(beside.samples, 50)),
      p95: rounded(percentile(beside.samples, 95)),
    },
  };
}

/** Three decimals: below a microsecond, or a byte, nothing is meant. */
export function rounded(figure: number): number {
  return Math.round(figure * 1_000) / 1_000;
}
