import type { Clock } from '#payment';

/** The promise's value, or null when it takes longer; `late` gets a value that comes then. The promise must not reject. */
export function withinTime<T>(
  clock: Clock,
  limitMs: number,
  promise: Promise<T>,
  late: (value: T) => void = () => undefined,
): Promise<T | null> {
  return new Promise((resolve) => {
    let isLate = false;
    const limit = clock.after(limitMs, () => {
      isLate = true;
      resolve(null);
    });
    void promise.then((value) => {
      limit.cancel();
      if (isLate) late(value);
      else resolve(value);
    });
  });
}
