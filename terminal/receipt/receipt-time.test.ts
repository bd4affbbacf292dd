import { describe, expect, it } from 'vitest';

import { receiptClock, receiptTime } from './receipt-time.ts';

const at = Date.UTC(2026, 10, 22, 16, 3, 5);

describe('a time on paper', () => {
  it.each([
    ['Asia/Singapore', '2026-11-23 00:03:05 +08:00'],
    ['UTC', '2026-11-22 16:03:05 +00:00'],
    ['America/St_Johns', '2026-11-22 12:33:05 -03:30'],
    ['Asia/Kathmandu', '2026-11-22 21:48:05 +05:45'],
  ])('in %s is %s, in every language', (zone, text) => {
    expect(receiptTime(at, zone)).toBe(text);
  });

  it('is the machine’s own where the shop says nothing', () => {
    expect(receiptTime(at, undefined)).toMatch(/^2026-11-2[23] \d\d:03:05 [+-]\d\d:\d\d$|^2026-11-2[23] /);
  });

  it('is told apart in the hour that comes twice', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(receiptTime(first, 'Europe/Berlin')).toBe('2026-10-25 02:30:00 +02:00');
    expect(receiptTime(first + 3_600_000, 'Europe/Berlin')).toBe('2026-10-25 02:30:00 +01:00');
  });

  it('of the next minutes is hours, minutes, seconds', () => {
    expect(receiptClock(at, 'Asia/Singapore')).toBe('00:03:05');
  });
});
