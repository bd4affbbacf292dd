import type { CallCounts, CallPoint } from './system-calls.ts';

export type Outcome = { reached: boolean; problems: readonly string[] };
export type Tally = { counted: number; killed: number; notReached: number; problems: string[] };

/**
 * Goes through every call of the main thread: k = 1, 2, … of each name, beyond what an undisturbed run counted, until a
 * run ends before its k-th call.
 */
export async function throughEveryCall<T extends Outcome>(
  counts: CallCounts,
  tryPoint: (point: CallPoint) => Promise<T>,
  tell: (tried: T) => Promise<void>,
): Promise<Tally> {
  const tally: Tally = { counted: 0, killed: 0, notReached: 0, problems: [] };
  for (const [call, counted] of counts.main) {
    tally.counted += counted;
    for (let k = 1; ; k++) {
      const tried = await tryPoint({ call, k });
      await tell(tried);
      tally.problems.push(...tried.problems);
      if (tried.reached) tally.killed += 1;
      else if (k <= counted) tally.notReached += 1;
      else break;
    }
  }
  return tally;
}

/** Every call that an undisturbed run made, one by one. */
export function pointsOf(counts: CallCounts): CallPoint[] {
  return [...counts.main].flatMap(([call, counted]) =>
    Array.from({ length: counted }, (_, index) => ({ call, k: index + 1 })),
  );
}
