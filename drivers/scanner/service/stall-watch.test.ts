import { expect, it } from 'vitest';

import type { Clock } from '#payment';

import { stalledMs, StallWatch } from './stall-watch.ts';

/** A machine on which a process may stop: what fell due meanwhile runs once it goes on, if it comes to that first. */
function machine() {
  let nowMs = 0;
  let due: { at: number; run: () => void } | null = null;
  const clock: Clock = {
    monoMs: () => nowMs,
    wallMs: () => nowMs,
    after(afterMs, run) {
      const mine = { at: nowMs + afterMs, run };
      due = mine;
      return { cancel: () => (due === mine ? (due = null) : undefined) };
    },
  };
  const turn = (): void => {
    if (due === null || due.at > nowMs) return;
    const { run } = due;
    due = null;
    run();
  };
  return {
    clock,
    turn,
    runs: (forMs: number): void => {
      for (const end = nowMs + forMs; nowMs < end; nowMs += 10) turn();
    },
    isStopped: (forMs: number): void => {
      nowMs += forMs;
    },
  };
}

function watched() {
  const { clock, ...rest } = machine();
  const watch = new StallWatch(clock);
  watch.start();
  rest.runs(5_000);
  return { watch, ...rest };
}

it('is late when the process did not run for a while, and soon again on time', () => {
  const { watch, isStopped, runs } = watched();
  expect(watch.isLate).toBe(false);
  isStopped(stalledMs + 200);
  expect(watch.isLate).toBe(true);
  runs(200);
  expect(watch.isLate).toBe(true);
  runs(200);
  expect(watch.isLate).toBe(false);
});

it('knows of it also when its own timer came before what was read', () => {
  const { watch, isStopped, turn } = watched();
  isStopped(3_000);
  turn();
  expect(watch.isLate).toBe(true);
});

it('takes a short hiccup of a busy machine for nothing', () => {
  const { watch, isStopped } = watched();
  isStopped(stalledMs - 200);
  expect(watch.isLate).toBe(false);
});
