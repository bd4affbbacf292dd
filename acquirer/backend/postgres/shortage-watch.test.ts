import { expect, it } from 'vitest';

import { VirtualClock } from '../testing/virtual-clock.ts';
import { ShortageWatch } from './shortage-watch.ts';

function answered(code: string): Error {
  return Object.assign(new Error('could not extend file'), { code });
}

it('[V19] a full disk is said once a minute, in words that say what to do', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 2, 1));
  const said: string[] = [];
  const watch = new ShortageWatch(clock, (line) => said.push(line));
  for (let times = 0; times < 3; times++) watch.failed(answered('53100'));
  expect(said).toEqual([expect.stringMatching(/disk .* is full: make room on it\. .* new payments are not begun/)]);
  await clock.advance(60_000);
  watch.failed(answered('53200'));
  expect(said.slice(1)).toEqual([expect.stringMatching(/lacks memory, .*SQLSTATE 53200/)]);
});

it('what else PostgreSQL refuses, or is none of its answers, is no shortage', () => {
  const said: string[] = [];
  const watch = new ShortageWatch(new VirtualClock(0), (line) => said.push(line));
  for (const code of ['23505', '57P01', 'ENOSPC', '53']) watch.failed(answered(code));
  for (const error of [new Error('53100'), '53100', null]) watch.failed(error);
  expect(said).toEqual([]);
});
