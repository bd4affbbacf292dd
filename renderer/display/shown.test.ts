import { describe, expect, it } from 'vitest';

import { type Display, resultShownForMs, type Showing } from '#contract';
import type { Amount } from '#payment';

import { type Known, nothingKnown, receive, shownOf } from './shown.ts';

const amount = { currency: 'EUR', minor: 1250 } as Amount;
const idle: Showing = { shows: 'idle' };
const code: Showing = { shows: 'code', amount, code: 'https://qr', leftMs: 60_000, lifeMs: 90_000 };
const paid: Showing = { shows: 'paid', amount, wallet: 'AlipayHK', at: 0, storeWord: null, agoMs: 0 };
const notPaid: Showing = { shows: 'not-paid', amount, moneyGoesBack: true, wasClosed: true, agoMs: 0 };

function displayOf(now: Showing, over: Partial<Display> = {}): Display {
  const about = { revision: 1, hostId: 'h1', environment: 'sandbox', shopName: 'Shop', language: null, timeScale: 1 };
  return { ...(about as Omit<Display, 'now'>), now, ...over };
}

function told(known: Known, display: Display, at = 0): Known {
  return receive(known, { frame: 'display', display }, at);
}

function showing(now: Showing, over: Partial<Display> = {}): Known {
  return told(nothingKnown, displayOf(now, over));
}

function shownAway(now: Showing) {
  return shownOf({ ...showing(now), host: 'lost' }, 0);
}

describe('what is known', () => {
  it('is starting until the first model, whoever else says what', () => {
    expect(shownOf(nothingKnown, 5)).toEqual({ shows: 'starting' });
    expect(receive(nothingKnown, { frame: 'alive' }, 5)).toEqual(nothingKnown);
  });

  it('is the newest model of a host; one of another host counts whatever its number', () => {
    const newer = showing(code, { revision: 5 });
    expect(told(newer, displayOf(idle, { revision: 4 }), 9)).toBe(newer);
    expect(shownOf(told(newer, displayOf(idle, { revision: 6 })), 0)).toEqual(idle);
    expect(shownOf(told(newer, displayOf(idle, { revision: 1, hostId: 'h2' })), 0)).toEqual(idle);
  });
});

describe('a code', () => {
  it('is shown with the time that is left, at the speed of the machine', () => {
    expect(shownOf(showing(code), 15_000)).toEqual({ ...code, leftMs: 45_000 });
    expect(shownOf(showing(code, { timeScale: 10 }), 1_500)).toEqual({ ...code, leftMs: 45_000 });
  });

  it('is taken off when its time is up, although the host has not said so yet', () => {
    expect(shownOf(showing(code), 59_999)).toMatchObject({ shows: 'code' });
    expect(shownOf(showing(code), 60_000)).toEqual({ shows: 'one-moment', amount });
  });

  it.each(['silent', 'lost'] as const)('is taken off when the host is %s', (host) => {
    expect(shownOf({ ...showing(code), host }, 0)).toEqual({ shows: 'ask', amount });
  });

  it('comes back with the word of a host that was only slow', () => {
    const slow: Known = { ...showing(code), host: 'silent' };
    expect(shownOf(receive(slow, { frame: 'alive' }, 0), 0)).toEqual(code);
  });

  it('does not come back with the word of a host that was away, only with its model', () => {
    const away = receive(showing(code), { frame: 'host-away' }, 0);
    expect(shownOf(receive(away, { frame: 'alive' }, 0), 0)).toEqual({ shows: 'ask', amount });
    expect(shownOf(told(away, displayOf(code, { hostId: 'h2' })), 0)).toEqual(code);
  });
});

describe('without a host', () => {
  it('nobody is asked to begin, and the welcome stays', () => {
    for (const shows of ['amount', 'one-moment'] as const)
      expect(shownAway({ shows, amount })).toEqual({ shows: 'ask', amount });
    expect(shownAway(idle)).toEqual(idle);
  });

  it('who is in the middle of a payment is told the same as before', () => {
    for (const shows of ['confirm', 'closing', 'problem'] as const)
      expect(shownAway({ shows, amount })).toEqual({ shows, amount });
  });
});

describe.each([paid, notPaid])('the result $shows', (result) => {
  it('is shown for its time, and then clears by itself', () => {
    expect(shownOf(showing(result), resultShownForMs - 1)).toEqual(result);
    expect(shownOf(showing(result), resultShownForMs)).toEqual(idle);
    expect(shownOf(showing(result, { timeScale: 100 }), resultShownForMs / 100)).toEqual(idle);
  });

  it('that was known before is shown for what is left of its time', () => {
    const known = showing({ ...result, agoMs: resultShownForMs - 1_000 });
    expect(shownOf(known, 999)).toMatchObject({ shows: result.shows });
    expect(shownOf(known, 1_000)).toEqual(idle);
  });

  it('gives way to any newer model', () => {
    expect(shownOf(told(showing(result), displayOf(code, { revision: 2 })), 0)).toEqual(code);
  });
});
