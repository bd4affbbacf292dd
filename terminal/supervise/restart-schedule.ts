/** How soon the host is started again after its first, second, … death within `deathsWithinMs`; the last one repeats. */
export const restartDelaysMs = [100, 500, 1_000, 2_000, 5_000] as const;
export const deathsWithinMs = 5 * 60_000;

/** From the third death within five minutes it is called a crash loop (V47). */
export const crashLoopDeaths = 3;

export type Restart = { afterMs: number; deaths: number; crashLoop: boolean };

/**
 * When to start again, given the monotonic times of all remembered deaths, the newest one included.
 * Restarts never end: an open payment is resolved only by a host that runs.
 */
export function planRestart(deathsAtMs: readonly number[], nowMs: number): Restart {
  const deaths = recentDeaths(deathsAtMs, nowMs).length;
  const step = Math.min(Math.max(deaths, 1), restartDelaysMs.length) - 1;
  return { afterMs: restartDelaysMs[step] ?? restartDelaysMs[0], deaths, crashLoop: deaths >= crashLoopDeaths };
}

/** Those that still count. */
export function recentDeaths(deathsAtMs: readonly number[], nowMs: number): readonly number[] {
  return deathsAtMs.filter((at) => nowMs - at < deathsWithinMs);
}
