import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { aliveEveryMs, DisplayFrame } from '#contract';

import { missedMax } from '../link/host-silence.ts';
import type { TransportHandlers } from '../link/transport.ts';
import { openLink } from './link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A link whose way a test is the other end of. */
function linked() {
  const happened: string[] = [];
  const sent: string[] = [];
  let way: TransportHandlers | undefined;
  const link = openLink(
    (handlers) => {
      way = handlers;
      return { send: (text) => void sent.push(text) };
    },
    {
      told: ({ frame }) => void happened.push(frame),
      silent: () => void happened.push('silent'),
      lost: () => void happened.push('lost'),
    },
  );
  return { link, happened, sent, hear: (frame: unknown) => way?.heard(JSON.stringify(frame)), way: () => way };
}

const display = {
  frame: 'display',
  display: {
    revision: 1,
    hostId: 'h',
    environment: 'sandbox',
    shopName: 'Shop',
    language: null,
    timeScale: 1,
    now: { shows: 'idle' },
  },
};

it('takes in models, words that the host is there, and that it is away, and nothing else', () => {
  const { happened, hear, way } = linked();
  for (const frame of [display, { frame: 'alive' }, { frame: 'host-away' }]) hear(frame);
  for (const frame of [{ frame: 'unpaired', backend: null }, { ...display, more: 1 }, { frame: 'display' }])
    hear(frame);
  way()?.heard('{');
  expect(happened).toEqual(['display', 'alive', 'host-away']);
});

it('a host that misses three of its words is silent, told once, after some six seconds', () => {
  const { happened, hear } = linked();
  hear(display);
  vi.advanceTimersByTime(missedMax * aliveEveryMs - 1);
  expect(happened).toEqual(['display']);
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(60_000);
  expect(happened).toEqual(['display', 'silent']);
  hear({ frame: 'alive' });
  vi.advanceTimersByTime(missedMax * aliveEveryMs);
  expect(happened).toEqual(['display', 'silent', 'alive', 'silent']);
});

it('a host that speaks is not silent, nor is one that was said to be away, nor a way that was lost', () => {
  const { happened, hear, way } = linked();
  for (let words = 0; words < 10; words++) {
    hear({ frame: 'alive' });
    vi.advanceTimersByTime(aliveEveryMs);
  }
  hear({ frame: 'host-away' });
  vi.advanceTimersByTime(60_000);
  hear({ frame: 'alive' });
  way()?.lost();
  vi.advanceTimersByTime(60_000);
  expect(happened).not.toContain('silent');
  expect(happened.at(-1)).toBe('lost');
});

it('says that it is there in the one frame that a display may send', () => {
  const { link, sent } = linked();
  link.sayHere();
  link.sayHere();
  const frames = sent.map((text) => DisplayFrame.parse(JSON.parse(text)));
  expect(new Set(frames.map(({ id }) => id)).size).toBe(2);
});
