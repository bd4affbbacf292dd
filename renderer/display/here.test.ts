import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { aliveEveryMs, type Display } from '#contract';

import { keepSayingHere } from './here.ts';

const model = { revision: 1 } as Display;
const page = { visibilityState: 'visible', paints: true };

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(page, { visibilityState: 'visible', paints: true });
  vi.stubGlobal('document', page);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    if (page.paints) setTimeout(draw, 16);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function saying() {
  const now: { told: Display | null; drawn: Display | null } = { told: model, drawn: model };
  let said = 0;
  const here = keepSayingHere({ told: () => now.told, drawn: () => now.drawn, say: () => (said += 1) });
  return {
    here,
    now,
    saidIn: (ms: number) => {
      said = 0;
      vi.advanceTimersByTime(ms);
      return said;
    },
  };
}

it('says it with every beat, and at once when asked to', () => {
  const { here, saidIn } = saying();
  here.now();
  expect(saidIn(100)).toBe(1);
  expect(saidIn(5 * aliveEveryMs)).toBe(5);
});

it('says nothing while the page is hidden or the browser draws nothing of it', () => {
  const { saidIn } = saying();
  page.visibilityState = 'hidden';
  expect(saidIn(10 * aliveEveryMs)).toBe(0);
  page.visibilityState = 'visible';
  page.paints = false;
  expect(saidIn(10 * aliveEveryMs)).toBe(0);
});

it('says nothing while what was told is not what stands there', () => {
  const { now, saidIn } = saying();
  for (const drawn of [null, { ...model }]) {
    now.drawn = drawn;
    expect(saidIn(10 * aliveEveryMs)).toBe(0);
  }
  Object.assign(now, { told: null, drawn: null });
  expect(saidIn(10 * aliveEveryMs)).toBe(0);
});
