import { describe, expect, it } from 'vitest';

import { ReceiptSettings } from './receipt.ts';

describe('what a shop says about its paper', () => {
  it('may be nothing at all', () => {
    expect(ReceiptSettings.parse({})).toEqual({});
  });

  it.each(['Asia/Singapore', 'UTC', 'America/St_Johns'])('names a time zone that is known: %s', (timeZone) => {
    expect(ReceiptSettings.parse({ timeZone })).toEqual({ timeZone });
  });

  it.each(['', 'Mars/Olympus', 'Europe/Berlin; DROP', 'x'.repeat(100_000)])('names no other: %s', (timeZone) => {
    const read = ReceiptSettings.safeParse({ timeZone });
    // As a problem of form, so that whoever says it in words does not take it for another check.
    expect(read.error?.issues[0]).toMatchObject({ code: 'invalid_format', path: ['timeZone'] });
  });

  it('has a few lines of its own, none of them endless', () => {
    expect(ReceiptSettings.parse({ header: ['  1 Quay Road '] }).header).toEqual(['1 Quay Road']);
    expect(ReceiptSettings.safeParse({ header: Array.from({ length: 7 }, () => 'x') }).success).toBe(false);
    expect(ReceiptSettings.safeParse({ footer: ['x'.repeat(97)] }).success).toBe(false);
    expect(ReceiptSettings.safeParse({ logo: 'x' }).success).toBe(false);
  });
});
