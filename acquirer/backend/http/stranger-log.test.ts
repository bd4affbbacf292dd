import { expect, it } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { perMinuteMax, StrangerLog } from './stranger-log.ts';

it('[row 28] says ten lines a minute, then how many more there were, and begins anew', async () => {
  const clock = new VirtualClock(1_790_000_000_000);
  const said: string[] = [];
  const strangers = new StrangerLog(clock, (line) => said.push(line));
  const flood = (count: number): void => {
    for (let number = 0; number < count; number++) strangers.note('refused');
  };
  const ten = Array.from({ length: perMinuteMax }, () => 'refused');
  flood(37);
  await clock.advance(59_000);
  flood(1_000);
  expect(said.splice(0)).toEqual(ten);
  await clock.advance(1_000);
  expect(said.splice(0)).toEqual(['and 1027 more like these within a minute']);

  flood(10);
  await clock.advance(60_000);
  expect(said.splice(0)).toEqual(ten);
  flood(11);
  strangers.close();
  await clock.advance(120_000);
  expect(said).toEqual([...ten, 'and 1 more like these within a minute']);
});
