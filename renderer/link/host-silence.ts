import { aliveEveryMs, type HostFrame } from '#contract';

/**
 * Words of the host that are missing before a page counts it as silent: three are no chance, and some 5 s are soon enough
 * for who reads seconds, or a code, off the screen. It only changes what is shown; the shell waits longer before it ends a
 * host.
 */
export const missedMax = 3;

/**
 * Tells once when a host that was there says nothing any more. Counted in beats of this page's own, so that a page that was
 * asleep, of which only one beat falls due, hears the host before it calls it silent.
 */
export function watchSilence(silent: () => void): { heard(frame: HostFrame): void; end(): void } {
  let beating: ReturnType<typeof setInterval> | null = null;
  let missed = 0;
  function end(): void {
    if (beating !== null) clearInterval(beating);
    beating = null;
  }
  return {
    heard({ frame }) {
      missed = 0;
      if (frame === 'host-away') return end();
      beating ??= setInterval(() => {
        missed += 1;
        if (missed === missedMax) silent();
      }, aliveEveryMs);
    },
    end,
  };
}
