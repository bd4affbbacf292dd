import { expect, it } from 'vitest';

import { planRestart } from './restart-schedule.ts';

it('a host that keeps dying is started again ever more slowly, and never given up', () => {
  const plans = [1, 2, 3, 4, 5, 6, 50].map((deaths) =>
    planRestart(
      Array.from({ length: deaths }, () => 0),
      1_000,
    ),
  );
  expect(plans.map((plan) => plan.afterMs)).toEqual([100, 500, 1_000, 2_000, 5_000, 5_000, 5_000]);
  expect(plans.map((plan) => plan.crashLoop)).toEqual([false, false, true, true, true, true, true]);
});

it('deaths older than five minutes are forgotten', () => {
  expect(planRestart([0, 1, 2, 300_002], 300_002)).toEqual({ afterMs: 100, deaths: 1, crashLoop: false });
});
