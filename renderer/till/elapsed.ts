import { useEffect, useState } from 'react';

import type { Snapshot } from '#contract';

/** How long the digits are shown before the end: late, so that nobody is made anxious from the start (EXPERIENCE §1). */
export const digitsMs = 30_000;
/** From here on it is slower than usual. */
export const slowMs = 15_000;

/** A payment's age in machine time, ms: what the host said, and what has passed here since, at the machine's speed. */
export function elapsedAt(elapsedMs: number, heardAt: number, timeScale: number, now: number): number {
  return elapsedMs + Math.max(0, now - heardAt) * timeScale;
}

/** How long the held code is still kept, in machine time, ms. */
export function heldLeftMs({ held, timeScale }: Pick<Snapshot, 'held' | 'timeScale'>, heardAt: number, now: number) {
  return held === null ? 0 : Math.max(0, held.leftMs - elapsedAt(0, heardAt, timeScale, now));
}

/** `elapsedAt`, four times a second. */
export function useElapsed(elapsedMs: number, heardAt: number, timeScale: number): number {
  return elapsedAt(elapsedMs, heardAt, timeScale, useNow());
}

/** The page's monotonic clock, ms. */
export function useNow(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now;
}
