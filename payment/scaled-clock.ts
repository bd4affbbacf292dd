import type { Clock } from './ports.ts';

/** What a platform gives to make a clock of: Node's and the browser's globals fit. */
export type ClockPlatform = {
  performanceNow(): number;
  dateNow(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: never): void;
};

// Node and browsers fire at once when asked to wait longer than this.
const timeoutMaxMs = 2_147_483_647;

/**
 * A real clock, `scale` times as fast as the machine's (1 outside tests). Processes that are given the same
 * `originMs` agree on the wall clock at any scale.
 */
export function scaledClock(platform: ClockPlatform, scale: number, originMs: number): Clock {
  return {
    monoMs: () => platform.performanceNow() * scale,
    wallMs: () => Math.round(originMs + (platform.dateNow() - originMs) * scale),
    after(afterMs, run) {
      let handle: unknown;
      const wait = (leftMs: number): void => {
        const stepMs = Math.min(leftMs, timeoutMaxMs);
        handle = platform.setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : run()), stepMs);
      };
      wait(Math.max(0, afterMs / scale));
      return { cancel: () => platform.clearTimeout(handle as never) };
    },
  };
}
