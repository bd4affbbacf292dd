/** So many different things are kept; the one that came longest ago goes first. A camera sees no more that matter. */
const keptMax = 32;

/** What came within the last `windowMs`. Times are given, in ms, and do not go back. */
export function lately<Key, Value>(windowMs: number) {
  const kept = new Map<Key, { value: Value; at: number }>();
  const forget = (now: number): void => {
    for (const [key, { at }] of kept) if (now - at > windowMs) kept.delete(key);
  };
  return {
    /** Those that came last at the end. */
    known(now: number): Key[] {
      forget(now);
      return [...kept.keys()];
    },
    value(key: Key, now: number): Value | null {
      forget(now);
      return kept.get(key)?.value ?? null;
    },
    remember(key: Key, value: Value, now: number): void {
      kept.delete(key);
      kept.set(key, { value, at: now });
      for (const oldest of kept.keys()) {
        if (kept.size <= keptMax) break;
        kept.delete(oldest);
      }
    },
  };
}
