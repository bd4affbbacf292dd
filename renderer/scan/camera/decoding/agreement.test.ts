import { describe, expect, it } from 'vitest';

import { scanTestText } from '#contract';
import { seeded } from '../testing/seeded.ts';
import { agreement, agreementWindowMs } from './agreement.ts';
import type { Testimony, Verdict } from './decoder.ts';

const one = '281234567890123456';
const two = '300011112222333344';
const website = 'https://example.com/menu';
const card = '4111111111111111';

const qr = (text: string): Testimony => ({ text, symbology: 'qr', by: 'zxing-wasm' });
const bars = (text: string): Testimony => ({ text, symbology: 'code128', by: 'zxing-wasm' });
const barsByJs = (text: string): Testimony => ({ text, symbology: 'code128', by: 'zxing-js' });
const qrByJs = (text: string): Testimony => ({ text, symbology: 'qr', by: 'zxing-js' });

const frameMs = 33;

type Seen = readonly (readonly Testimony[])[];

/** What is said of each of these frames, one after the other. */
function verdictsOn(frames: Seen, rules?: Parameters<typeof agreement>[0], everyMs = frameMs): Verdict[] {
  const rule = agreement(rules);
  return frames.map((readings, nth) => rule.offer(readings, 1_000 + nth * everyMs));
}

const alone = { bars: 'three-frames' } as const;

describe('a QR code', () => {
  it('is believed by one frame', () => {
    expect(verdictsOn([[], [qr(one)]])).toEqual([null, { code: one, by: 'qr' }]);
  });

  it('is believed with the bars that say the same', () => {
    expect(verdictsOn([[bars(one), qr(one)]])).toEqual([{ code: one, by: 'qr+code128' }]);
  });

  it.each([bars(two), barsByJs(two)])('is not believed where bars of the same frame say otherwise', (other) => {
    expect(verdictsOn([[qr(one), other]])).toEqual([{ conflict: [one, two] }]);
  });

  it('is believed beside bars that are no payment code', () => {
    expect(verdictsOn([[qr(one), bars('4006381333931')]])).toEqual([{ code: one, by: 'qr' }]);
  });

  it('is believed without WebAssembly as well', () => {
    expect(verdictsOn([[qrByJs(one)]], alone)).toEqual([{ code: one, by: 'qr' }]);
  });

  it('of the same text twice in one frame is one', () => {
    expect(verdictsOn([[qr(one), qr(one)]])).toEqual([{ code: one, by: 'qr' }]);
  });
});

describe('bars alone', () => {
  it('are believed when both decoders say the same of one frame', () => {
    expect(verdictsOn([[bars(one), barsByJs(one)]])).toEqual([{ code: one, by: 'code128-two-decoders' }]);
  });

  it('are not believed by one decoder, however often it says so', () => {
    expect(verdictsOn(Array.from({ length: 50 }, () => [bars(one)]))).toEqual(Array.from({ length: 50 }, () => null));
    expect(verdictsOn(Array.from({ length: 50 }, () => [barsByJs(one)])).every((verdict) => verdict === null)).toBe(
      true,
    );
  });

  it('are not believed when the decoders say it of different frames', () => {
    expect(verdictsOn([[bars(one)], [barsByJs(one)], [bars(one)]])).toEqual([null, null, null]);
  });

  it('are not believed while the decoders differ, and are as soon as they agree', () => {
    expect(
      verdictsOn([
        [bars(one), barsByJs(two)],
        [bars(one), barsByJs(one)],
      ]),
    ).toEqual([null, { code: one, by: 'code128-two-decoders' }]);
  });

  it('are not believed where the first decoder has said something else within a second', () => {
    const frames = [[bars(two)], [bars(one), barsByJs(one)]];
    expect(verdictsOn(frames)).toEqual([null, { conflict: [two, one] }]);
    expect(verdictsOn(frames, undefined, agreementWindowMs + 1)).toEqual([
      null,
      { code: one, by: 'code128-two-decoders' },
    ]);
  });
});

describe('bars alone, without WebAssembly', () => {
  const same = [barsByJs(one)];

  it('are believed when three frames in a row say the same', () => {
    expect(verdictsOn([same, same, same], alone)).toEqual([null, null, { code: one, by: 'code128-three-frames' }]);
  });

  it('begin anew after a frame without them', () => {
    expect(verdictsOn([same, same, [], same, same, same], alone).map((verdict) => verdict !== null)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('begin anew after a second in which no frame came', () => {
    expect(verdictsOn([same, same, same], alone, agreementWindowMs + 1)).toEqual([null, null, null]);
  });

  it('are not believed within a second after another code', () => {
    const verdicts = verdictsOn([[barsByJs(two)], same, same, same], alone);
    expect(verdicts.some((verdict) => verdict !== null && 'code' in verdict)).toBe(false);
  });

  it('are not believed where one frame has two of them', () => {
    expect(verdictsOn([[barsByJs(one), barsByJs(two)]], alone)).toEqual([{ conflict: [one, two] }]);
  });
});

describe('two different codes', () => {
  it('in one frame are a conflict, and none is believed as long as both are there', () => {
    const both = [qr(one), qr(two)];
    expect(verdictsOn([both, both])).toEqual([{ conflict: [one, two] }, { conflict: [one, two] }]);
  });

  it('within a second are a conflict, and after it the one that is there is believed', () => {
    const rule = agreement();
    expect(rule.offer([qr(one), qr(two)], 0)).toEqual({ conflict: [one, two] });
    expect(rule.offer([qr(two)], agreementWindowMs)).toEqual({ conflict: [one, two] });
    expect(rule.offer([qr(two)], agreementWindowMs + 1)).toEqual({ code: two, by: 'qr' });
  });

  it('say nothing while none of them is in view', () => {
    expect(verdictsOn([[qr(one), qr(two)], []])).toEqual([{ conflict: [one, two] }, null]);
  });

  it('stay a conflict where one of them is only ever seen by its bars', () => {
    expect(verdictsOn([[bars(two)], [qr(one)]])).toEqual([null, { conflict: [two, one] }]);
  });
});

describe('one look', () => {
  it('gives one code, however long the phone stays', () => {
    const verdicts = verdictsOn(Array.from({ length: 100 }, () => [qr(one)]));
    expect(verdicts.filter((verdict) => verdict !== null)).toEqual([{ code: one, by: 'qr' }]);
  });

  it('gives no other code after it either, until the next sale', () => {
    const rule = agreement();
    rule.offer([qr(one)], 0);
    expect(rule.offer([qr(two)], 5_000)).toBeNull();
    rule.reset();
    expect(rule.offer([qr(two)], 5_033)).toEqual({ code: two, by: 'qr' });
  });

  it('forgets with the next sale what was in conflict, and how many frames there were', () => {
    const rule = agreement(alone);
    rule.offer([barsByJs(one)], 0);
    rule.offer([barsByJs(one)], 33);
    rule.reset();
    expect(rule.offer([barsByJs(one)], 66)).toBeNull();
  });
});

describe('what is no payment code', () => {
  it.each([
    [website, 'web-address'],
    ['WIFI:S:shop;T:WPA;P:secret;;', 'web-address'],
    [card, 'card-number'],
    ['2221001234567896', 'card-number'],
    ['@\n\u001e\rANSI 636000090002DL00410278', 'letters'],
    ['9912345678901234', 'wrong-start'],
    ['2812345', 'too-short'],
    [`28${'0'.repeat(31)}`, 'too-long'],
    ['\u001d3000012345678901', 'letters'],
  ])('[V35] [V36] is told by its kind after two frames, once, and without its text: %j', (text, problem) => {
    const seen = [qr(text)];
    expect(verdictsOn([seen, seen, seen, seen])).toEqual([null, { foreign: problem }, null, null]);
  });

  it('is told again when it was gone for more than a second', () => {
    const rule = agreement();
    for (const at of [0, 33]) rule.offer([qr(website)], at);
    expect(rule.offer([qr(website)], 2_000)).toBeNull();
    expect(rule.offer([qr(website)], 2_033)).toEqual({ foreign: 'web-address' });
  });

  it('is not told of bars that only one decoder has read so', () => {
    const wasmOnly = [bars('4006381333931')];
    expect(verdictsOn([wasmOnly, wasmOnly, wasmOnly])).toEqual([null, null, null]);
    const both = [bars('4006381333931'), barsByJs('4006381333931')];
    expect(verdictsOn([both, both])).toEqual([null, { foreign: 'too-short' }]);
  });

  it('is not told while a payment code is in view', () => {
    expect(
      verdictsOn([
        [qr(website), bars(one)],
        [qr(website), bars(one)],
      ]),
    ).toEqual([null, null]);
  });

  it('does not keep a payment code from being believed', () => {
    expect(verdictsOn([[qr(website)], [qr(website), qr(one)]])[1]).toEqual({ code: one, by: 'qr' });
  });

  it('is the till’s own code for trying out a scanner: that is told at once', () => {
    expect(verdictsOn([[qr(scanTestText)], [qr(scanTestText)]])).toEqual([{ test: true }, null]);
  });
});

describe('misuse', () => {
  it('holds the window also when a clock goes back', () => {
    const rule = agreement();
    rule.offer([qr(one), qr(two)], 10_000);
    expect(rule.offer([qr(one)], 0)).toEqual({ conflict: [two, one] });
    expect(rule.offer([qr(two)], 0)).toEqual({ conflict: [one, two] });
    expect(rule.offer([qr(one)], 10_500)).toEqual({ conflict: [two, one] });
    expect(rule.offer([qr(one)], 11_001)).toEqual({ code: one, by: 'qr' });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('holds it when the clock says %d', (at) => {
    const rule = agreement();
    rule.offer([qr(one), qr(two)], 10_000);
    expect(rule.offer([qr(one)], at)).toEqual({ conflict: [two, one] });
    expect(rule.offer([qr(two)], 11_001)).toEqual({ code: two, by: 'qr' });
  });

  it('is not worn out by a wall of codes', () => {
    const rule = agreement();
    const wall = Array.from({ length: 255 }, (_, nth) => qr(`28${String(nth).padStart(16, '0')}`));
    for (let nth = 0; nth < 100; nth += 1) {
      const verdict = rule.offer(wall, nth * frameMs);
      expect(verdict !== null && 'conflict' in verdict && verdict.conflict.length <= 32).toBe(true);
    }
  });

  it('[V35] no text of any kind makes it throw, or gives a code that is none', () => {
    const random = seeded(7);
    const pieces = [
      '28',
      '30',
      one,
      '\u001d',
      ']C1',
      '\r\n',
      ' ',
      'http:',
      '\ud800',
      '漢',
      '0'.repeat(5_000),
      scanTestText,
    ];
    for (let nth = 0; nth < 20_000; nth += 1) {
      const rule = agreement(random() < 0.5 ? undefined : alone);
      const text = Array.from(
        { length: Math.floor(random() * 5) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join('');
      const readings = [qr(text), bars(text), barsByJs(text)].filter(() => random() < 0.6);
      const verdict = rule.offer(readings, random() * 1e6);
      if (verdict !== null && 'code' in verdict) expect(verdict.code).toMatch(/^(2[5-9]|30)\d{14,30}$/);
    }
  });
});
