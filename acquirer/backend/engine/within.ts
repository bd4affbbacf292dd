import type { Clock } from '#payment';

/** What `work` gives, or `late` when it takes longer than `withinMs`. The work itself goes on. */
export async function within<T>(clock: Clock, withinMs: number, work: Promise<T>, late: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const timer = clock.after(withinMs, () => resolve(late));
  try {
    return await Promise.race([work, promise]);
  } finally {
    timer.cancel();
  }
}
