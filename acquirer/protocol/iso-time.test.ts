import { expect, it } from 'vitest';

import { readIsoTime, writeIsoTime } from './iso-time.ts';

// The shapes that DOMAIN 1.2 lists.
it.each([
  '2019-05-28T12:12:12+08:00',
  '2019-05-28T04:12:12Z',
  '2019-05-28T04:12:12.000+0000',
  '2019-05-28T04:12:12+00:00',
])('reads %s', (text) => expect(readIsoTime(text)).toBe(1_559_016_732_000));

it.each([
  '',
  '1685599933871',
  '2019-05-28',
  '2019-05-28T12:12:12',
  '2019-13-28T12:12:12Z',
  ' 2019-05-28T04:12:12Z',
  '2019-02-29T04:12:12Z',
  '2019-02-30T04:12:12Z',
  '2019-05-28T24:00:00Z',
  '2019-05-28T04:60:00Z',
  '2019-05-28T04:12:12+24:00',
])('[V38] refuses "%s"', (text) => expect(readIsoTime(text)).toBeNull());

it('reads the 29th of February in the years that have one', () => {
  expect(readIsoTime('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
});

it('writes what it reads, to the second', () => {
  expect(writeIsoTime(1_559_016_732_999)).toBe('2019-05-28T04:12:12Z');
  expect(readIsoTime(writeIsoTime(1_559_016_732_999))).toBe(1_559_016_732_000);
});
