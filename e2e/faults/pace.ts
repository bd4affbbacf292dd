/** The product's hurried time as the tests count it, and chance from a seed. */
export type Pace = {
  /** Milliseconds since 1970 by the product's clock. */
  now: () => number;
  /** Resolves after so many of the product's milliseconds. */
  wait: (ms: number) => Promise<void>;
  /** What so many of the product's milliseconds are on the wall. */
  wallMs: (ms: number) => number;
};

export function paceOf(timeScale: number, originMs: number): Pace {
  const wallMs = (ms: number): number => ms / timeScale;
  return {
    now: () => originMs + (Date.now() - originMs) * timeScale,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, wallMs(ms))),
    wallMs,
  };
}

/** Whole numbers from 0 to below `end`, the same ones for the same seed (mulberry32). */
export function chance(seed: number): (end: number) => number {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}
