import { expect, it } from 'vitest';

import { scaledClock, type ClockPlatform } from './scaled-clock.ts';

const originMs = 1_740_840_600_000;

/** A machine whose time is moved by hand. */
function machine() {
  const timeouts: { atMs: number; run: () => void; handle: number }[] = [];
  let nowMs = 0;
  const platform: ClockPlatform = {
    performanceNow: () => nowMs,
    dateNow: () => originMs + nowMs,
    setTimeout: (run, ms) => timeouts.push({ atMs: nowMs + ms, run, handle: timeouts.length + 1 }),
    clearTimeout: (handle: number) => {
      const at = timeouts.findIndex((one) => one.handle === handle);
      if (at >= 0) timeouts.splice(at, 1);
    },
  };
  const runTo = (untilMs: number): void => {
    for (let due = timeouts.findIndex(({ atMs }) => atMs <= untilMs); due >= 0;) {
      const [one] = timeouts.splice(due, 1);
      nowMs = one?.atMs ?? nowMs;
      one?.run();
      due = timeouts.findIndex(({ atMs }) => atMs <= untilMs);
    }
    nowMs = untilMs;
  };
  return { platform, runTo, longestMs: () => Math.max(...timeouts.map(({ atMs }) => atMs - nowMs)) };
}

it('runs as the machine does at scale 1', () => {
  const { platform, runTo } = machine();
  const clock = scaledClock(platform, 1, originMs);
  const fired: number[] = [];
  clock.after(1_000, () => fired.push(clock.monoMs()));
  runTo(2_000);
  expect(fired).toEqual([1_000]);
  expect(clock.wallMs()).toBe(originMs + 2_000);
});

it('runs 60 times as fast at scale 60, timers and both clocks alike', () => {
  const { platform, runTo } = machine();
  const clock = scaledClock(platform, 60, originMs);
  const fired: number[] = [];
  clock.after(60_000, () => fired.push(clock.monoMs()));
  runTo(999);
  expect(fired).toEqual([]);
  runTo(1_000);
  expect(fired).toEqual([60_000]);
  expect(clock.wallMs() - originMs).toBe(60_000);
});

it('gives processes with one origin the same wall clock', () => {
  const { platform, runTo } = machine();
  runTo(5_000);
  expect(scaledClock(platform, 20, originMs).wallMs()).toBe(scaledClock({ ...platform }, 20, originMs).wallMs());
});

it('waits 25 h and 40 days although the machine cannot wait so long at once', () => {
  const { platform, runTo, longestMs } = machine();
  const clock = scaledClock(platform, 1, originMs);
  const fired: string[] = [];
  const dayMs = 86_400_000;
  clock.after(40 * dayMs, () => fired.push('40 days'));
  expect(longestMs()).toBeLessThanOrEqual(2_147_483_647);
  runTo(40 * dayMs - 1);
  expect(fired).toEqual([]);
  runTo(40 * dayMs);
  expect(fired).toEqual(['40 days']);
});

it('never fires a timer that was cancelled, not even in its second stretch', () => {
  const { platform, runTo } = machine();
  const clock = scaledClock(platform, 1, originMs);
  const timer = clock.after(3_000_000_000, () => expect.unreachable());
  runTo(2_500_000_000);
  timer.cancel();
  runTo(4_000_000_000);
});

it('fires what is overdue at once', () => {
  const { platform, runTo } = machine();
  const clock = scaledClock(platform, 10, originMs);
  const fired: number[] = [];
  clock.after(-5_000, () => fired.push(1));
  runTo(0);
  expect(fired).toEqual([1]);
});
