import { expect, it } from 'vitest';

import { agreement, type Luma, type Testimony } from './decoding/index.ts';
import { FrameReading } from './frame-reading.ts';

const gray: Luma = { data: new Uint8ClampedArray(64).fill(128), width: 8, height: 8 };
const black: Luma = { ...gray, data: new Uint8ClampedArray(64) };
const code = '281234567890123456';
const qr = (text: string): Testimony => ({ text, symbology: 'qr', by: 'zxing-wasm' });

/** Reads what is next in the list, and keeps the number of each frame. */
function readingOf(...frames: (readonly Testimony[])[]) {
  const counts: number[] = [];
  const reading = new FrameReading((_, count) => {
    counts.push(count);
    return frames.shift() ?? [];
  }, agreement());
  let at = 0;
  const offer = (luma = gray, afterMs = 33) => {
    at += afterMs;
    return reading.offer(luma, { cameAt: at, copiedAt: at, takenMs: null }, () => at + 5);
  };
  return { reading, offer, counts };
}

it('reads nothing before a look and after its code', () => {
  const { reading, offer, counts } = readingOf([qr(code)], [qr(code)]);
  expect(offer()).toEqual([]);
  reading.begin(7);
  expect(offer()).toMatchObject([{ from: 'code', look: 7, text: code, by: 'qr' }, { from: 'light' }]);
  expect([reading.look, offer(), counts]).toEqual([null, [], [0]]);
});

it('gives one code for each look, and the same one again in the next', () => {
  const { reading, offer } = readingOf([qr(code)], [qr(code)]);
  reading.begin(1);
  offer();
  reading.begin(2);
  expect(offer()[0]).toMatchObject({ from: 'code', look: 2, text: code });
});

it('remembers no code of an earlier look: another phone in the next one is no conflict', () => {
  const other = '271111222233334444';
  const { reading, offer } = readingOf([qr(code)], [qr(other)]);
  reading.begin(1);
  offer();
  reading.begin(2);
  expect(offer()[0]).toMatchObject({ from: 'code', text: other });
});

it('says of two codes, of another’s code and of the test code what they are, and goes on', () => {
  const { reading, offer } = readingOf([qr(code), qr('271111222233334444')], [], [qr('AZQWM-/.:_@1')]);
  reading.begin(1);
  expect(offer()[0]).toEqual({ from: 'two-codes', look: 1 });
  expect(offer(gray, 2_000)).toEqual([]);
  expect(offer()[0]).toEqual({ from: 'test-code', look: 1 });
  expect(reading.look).toBe(1);
});

it('never puts into a message what a code says that is no payment code', () => {
  const card = '4111111111111111';
  const { reading, offer } = readingOf(...Array.from({ length: 20 }, () => [qr(card)]));
  reading.begin(1);
  const said = Array.from({ length: 20 }, () => offer()).flat();
  expect(said.filter(({ from }) => from === 'foreign')).not.toEqual([]);
  expect(JSON.stringify(said)).not.toContain('4111');
});

it('says again what stays in view, twice a second', () => {
  const { reading, offer } = readingOf(...Array.from({ length: 60 }, () => [qr('https://example.com/')]));
  reading.begin(1);
  const said = Array.from({ length: 60 }, () => offer())
    .flat()
    .filter(({ from }) => from === 'foreign');
  expect(said.length).toBeGreaterThanOrEqual(3);
  expect(said.length).toBeLessThanOrEqual(5);
});

it('tells the light with the first frame of a look and when it changes', () => {
  const { reading, offer } = readingOf();
  reading.begin(1);
  expect(offer()).toEqual([{ from: 'light', light: 'enough' }]);
  expect(offer(black)).toEqual([]);
  const later = Array.from({ length: 30 }, () => offer(black)).flat();
  expect(later).toEqual([{ from: 'light', light: 'dark' }]);
});
