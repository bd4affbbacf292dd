import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { typedOn, type Keyboard } from './testing/keyboards.ts';
import type { WedgeSettings } from './wedge-settings.ts';
import { wedgeAtRest, type WedgeEvent, type WedgeMode } from './wedge-state.ts';
import { idleMs, stallMs } from './wedge-waits.ts';
import { stepWedge, suffixMs } from './wedge.ts';

type Suffix = 'Enter' | 'Tab' | null;

const code = '281012345678901234';

/** What reaches the page: the text that the amount or field ends up with, the scans, and what Enter and Tab did. */
function play(events: readonly WedgeEvent[], mode: WedgeMode, settings: WedgeSettings | null = null) {
  let state = wedgeAtRest;
  const typed: string[] = [];
  const scans: string[] = [];
  const passed: string[] = [];
  let tooSoon = 0;
  for (const event of events) {
    const step = stepWedge(state, event, { mode, settings });
    state = step.state;
    // A field gets its keys from the browser, an amount from the actions.
    if (mode === 'field' && event.type === 'char' && !step.swallow) typed.push(event.char);
    if (event.type === 'end' && !step.swallow) passed.push(event.key);
    for (const action of step.actions) {
      if (action.do === 'type') typed.push(action.char);
      if (action.do === 'rollback') typed.splice(typed.length - action.keys, action.keys);
      if (action.do === 'scan') scans.push(action.text);
      if (action.do === 'too-soon') tooSoon += 1;
    }
  }
  return { typed: typed.join(''), scans, passed, ...(tooSoon > 0 ? { tooSoon } : {}) };
}

function keys(text: string, from: number, gapMs: number | readonly number[]): WedgeEvent[] {
  let at = from;
  return Array.from(text, (char, i) => {
    if (i > 0) at += typeof gapMs === 'number' ? gapMs : (gapMs[i % gapMs.length] ?? 0);
    return { type: 'char', at, char, byCode: char, repeat: false };
  });
}

function after(events: readonly WedgeEvent[], ms: number): number {
  return (events.at(-1)?.at ?? 0) + ms;
}

function scanOf(text: string, gapMs: number | readonly number[], suffix: Suffix, from = 1_000): WedgeEvent[] {
  const events = keys(text, from, gapMs);
  if (suffix !== null) events.push({ type: 'end', at: after(events, 10), key: suffix });
  events.push({ type: 'tick', at: after(events, stallMs + 1) });
  return events;
}

describe('a scanner that types', () => {
  for (const gapMs of [1, 10, 30, 80, 100]) {
    for (const pauseMs of [20, 60, 90, 140, 200]) {
      it(`[V35] at ${String(gapMs)} ms a key, ${String(pauseMs)} ms after a person keyed “12.”, takes nothing and adds nothing`, () => {
        for (const personMs of [90, 150, 240]) {
          const person = keys('12.', 0, personMs);
          const scan = scanOf(code, gapMs, 'Enter', after(person, pauseMs));
          expect(play([...person, ...scan], 'amount')).toEqual({ typed: '12.', scans: [code], passed: [] });
        }
      });
    }
  }

  for (const gapMs of [1, 10, 30, 80, 100]) {
    for (const suffix of ['Enter', 'Tab', null] as const) {
      for (const mode of ['amount', 'result', 'none'] as const) {
        it(`[V35] at ${String(gapMs)} ms a key with ${suffix ?? 'no suffix'} is a scan and nothing else (${mode})`, () => {
          expect(play(scanOf(code, gapMs, suffix), mode)).toEqual({ typed: '', scans: [code], passed: [] });
        });
      }
    }
  }

  it('[V40] its Enter confirms nothing, also when it comes late or twice', () => {
    const scan = keys(code, 0, 10);
    const late: WedgeEvent[] = [
      ...scan,
      { type: 'tick', at: after(scan, idleMs) },
      { type: 'end', at: after(scan, suffixMs - 1), key: 'Enter' },
      { type: 'end', at: after(scan, suffixMs + 5), key: 'Enter' },
    ];
    expect(play(late, 'amount')).toEqual({ typed: '', scans: [code], passed: [] });
  });

  it('a person’s Enter after that counts', () => {
    const events = scanOf(code, 10, 'Enter');
    events.push({ type: 'end', at: after(events, suffixMs + 400), key: 'Enter' });
    expect(play(events, 'amount').passed).toEqual(['Enter']);
  });

  it('[V40] an Enter that was taken for its own does not make the next ones so: who keys and confirms is heard', () => {
    const events = scanOf(code, 10, 'Enter').slice(0, -1);
    const enter = (ms: number): void => void events.push({ type: 'end', at: after(events, ms), key: 'Enter' });
    enter(450); // at the result, which is not answered by it
    events.push(...keys('3.00', after(events, 20), 95));
    enter(100);
    expect(play(events, 'amount')).toEqual({ typed: '3.00', scans: [code], passed: ['Enter'] });

    const pounding = scanOf(code, 10, 'Enter').slice(0, -1);
    for (let press = 1; press <= 4; press++) pounding.push({ type: 'end', at: after(pounding, 200), key: 'Enter' });
    expect(play(pounding, 'amount').passed).toEqual(['Enter']);
  });

  it('[V40] an Enter right after it confirms no amount that was keyed meanwhile, and that is said', () => {
    const events = scanOf(code, 10, 'Enter').slice(0, -1);
    events.push(...keys('7', after(events, 300), 0));
    events.push({ type: 'end', at: after(events, 90), key: 'Enter' });
    expect(play(events, 'amount')).toEqual({ typed: '7', scans: [code], passed: [], tooSoon: 1 });
    events.push({ type: 'end', at: after(events, 300), key: 'Enter' });
    expect(play(events, 'amount').passed).toEqual(['Enter']);
  });

  it('[V35] is known by its prefix at any length and pace', () => {
    expect(play(scanOf(']E012', 100, 'Enter'), 'amount')).toEqual({ typed: '', scans: [']E012'], passed: [] });
    expect(play(scanOf('\u000212', 100, null), 'field')).toEqual({ typed: '', scans: ['12'], passed: [] });
  });

  it('[V35] types letters and addresses into nothing', () => {
    const address = 'https://example.com/pay?x=1';
    expect(play(scanOf(address, 30, 'Enter'), 'amount')).toEqual({ typed: '', scans: [address], passed: [] });
  });

  it('is read by its keys’ places where the layout changed the digits', () => {
    const azerty = '&é"\'(-è_çà';
    const events = keys(code, 0, 10).map((event) =>
      event.type === 'char' ? { ...event, char: azerty[(Number(event.byCode) + 9) % 10] ?? '' } : event,
    );
    events.push({ type: 'end', at: after(events, 10), key: 'Enter' });
    expect(play(events, 'amount').scans).toEqual([code]);
  });

  it('in the code field at a machine’s pace is a scan, and its first digits do not stay there', () => {
    for (const suffix of ['Enter', 'Tab', null] as const) {
      expect(play(scanOf(code, 10, suffix), 'field')).toEqual({ typed: '', scans: [code], passed: [] });
    }
  });

  it('in the code field at a person’s pace ends with Tab as a scan', () => {
    expect(play(scanOf(code, 100, 'Tab'), 'field')).toEqual({ typed: '', scans: [code], passed: [] });
  });

  it('leaves alone what a person keyed just before', () => {
    const events = [...keys('12', 0, 120), ...scanOf(code, 10, 'Enter', 250)];
    expect(play(events, 'amount')).toEqual({ typed: '12', scans: [code], passed: [] });
  });
});

/** The code at 10 ms a key, with some keys this much later than the one before. */
function stumbling(lateMs: Readonly<Record<number, number>>): WedgeEvent[] {
  let at = 1_000;
  return Array.from(code, (char, i) => ({
    type: 'char',
    at: (at += lateMs[i] ?? 10),
    char,
    byCode: char,
    repeat: false,
  }));
}

describe('a scanner on a busy machine', () => {
  it('[V35] that stumbles is one scan where no person types, from its first key on', () => {
    const events = [...stumbling({ 1: 390, 5: 300, 12: 395 }), { type: 'end', at: 9_999, key: 'Enter' } as const];
    expect(play(events, 'none').scans).toEqual([code]);
  });

  it('[V35] that stumbles on the keypad after it is known is one scan', () => {
    const scan = stumbling({ 9: 380 });
    const events: WedgeEvent[] = [...scan, { type: 'end', at: after(scan, 10), key: 'Enter' }];
    expect(play(events, 'amount')).toEqual({ typed: '', scans: [code], passed: [] });
  });

  it('a whole code waits too, because its first half may pass as one', () => {
    const scan = keys(code, 0, 10);
    expect(play([...scan, { type: 'tick', at: after(scan, idleMs) }], 'none').scans).toEqual([]);
    expect(play([...scan, { type: 'tick', at: after(scan, stallMs) }], 'none').scans).toEqual([code]);
  });
});

/** A wallet's code of so many digits, in which no later part is a code as well. */
function codeOf(digits: number): string {
  return `28${'1013467890'.repeat(3)}`.slice(0, digits);
}

describe('a scanner that stalls once on the keypad', () => {
  for (const digits of [16, 24]) {
    for (const gapMs of [10, 80, 95, 100]) {
      for (const suffix of ['Enter', 'Tab', null] as const) {
        it(`[V35] ${String(digits)} digits at ${String(gapMs)} ms with ${suffix ?? 'no suffix'}: one scan, nothing keyed`, () => {
          const text = codeOf(digits);
          for (const lateMs of [190, 260, 300, 350, 400]) {
            for (let cut = 1; cut < digits; cut++) {
              const late = Array.from(text, (_, i) => (i === cut ? lateMs : gapMs));
              const scan = scanOf(text, late, suffix);
              // What a person sees: no Enter that comes right after confirms a thing.
              const events: WedgeEvent[] = [...scan, { type: 'end', at: after(scan, 1), key: 'Enter' }];
              for (const mode of ['amount', 'result'] as const) {
                const heard = play(events, mode);
                expect(heard, `${mode}: ${String(lateMs)} ms before key ${String(cut)}`).toEqual({
                  typed: '',
                  scans: [text],
                  passed: [],
                });
              }
            }
          }
        });
      }
    }
  }

  it('[V35] for longer than a scan waits, once it is known: its tail is swallowed too', () => {
    for (const gapMs of [10, 95]) {
      for (let cut = 12; cut < 24; cut++) {
        const text = codeOf(24);
        const head = keys(text.slice(0, cut), 0, gapMs);
        const tail = keys(text.slice(cut), after(head, 500), gapMs);
        const heard = play(
          [
            ...head,
            { type: 'tick', at: after(head, stallMs) },
            ...tail,
            { type: 'end', at: after(tail, 10), key: 'Enter' },
          ],
          'amount',
        );
        expect(heard).toEqual({ typed: '', scans: [text.slice(0, cut)], passed: [] });
      }
    }
  });

  it('and a person who keys right after a scan that ended with Enter is heard', () => {
    const scan = keys(code, 0, 10);
    const events: WedgeEvent[] = [...scan, { type: 'end', at: after(scan, 10), key: 'Enter' }];
    expect(play([...events, ...keys('7', after(events, 300), 0)], 'amount').typed).toBe('7');
  });
});

describe('a person who was keying an amount', () => {
  for (const gapMs of [1, 10, 30, 80, 100]) {
    it(`[V35] keeps it when a code comes 130 ms later at ${String(gapMs)} ms a key`, () => {
      for (const amount of ['12.', '12', '7.5']) {
        const person = keys(amount, 0, 95);
        const events = [...person, ...scanOf(code, gapMs, 'Enter', after(person, 130))];
        expect(play(events, 'amount')).toEqual({ typed: amount, scans: [code], passed: [] });
      }
    });
  }

  it('[V35] loses nothing of a code that only looks like two', () => {
    const other = `1${code}`;
    expect(play(scanOf(other, 100, 'Enter'), 'amount').scans).toEqual([other]);
    expect(play(scanOf(other, [100, 130, 100], 'Enter'), 'none').scans).toEqual([other]);
    expect(play(scanOf(other, [10, 14, 10], 'Enter'), 'field').scans).toEqual([other]);
  });
});

describe('a person who types', () => {
  it('at 90 ms a key keys an amount, and Enter confirms it', () => {
    expect(play([...keys('12345678.90', 0, 90), { type: 'end', at: 990, key: 'Enter' }], 'amount')).toEqual({
      typed: '12345678.90',
      scans: [],
      passed: ['Enter'],
    });
  });

  it('keys a short amount at any pace', () => {
    expect(play([...keys('48.60', 0, 1), { type: 'end', at: 6, key: 'Enter' }], 'amount')).toEqual({
      typed: '48.60',
      scans: [],
      passed: ['Enter'],
    });
  });

  it('types a code by hand into its field', () => {
    expect(play(scanOf(code, 90, 'Enter'), 'field')).toEqual({ typed: code, scans: [], passed: ['Enter'] });
  });

  it('keys the next amount over a result, after a moment that tells it from a scan', () => {
    const held = play(keys('5', 0, 0), 'result');
    const known = play([...keys('5', 0, 0), { type: 'tick', at: 60 }], 'result');
    expect([held.typed, known.typed]).toEqual(['', '5']);
  });

  it('who holds a key down neither types nor scans', () => {
    const events = keys('1'.repeat(40), 0, 30).map((event, i) => ({ ...event, repeat: i > 0 }) as WedgeEvent);
    expect(play([...events, { type: 'tick', at: 5_000 }], 'amount')).toEqual({ typed: '1', scans: [], passed: [] });
  });
});

/** A scanner's US keys under a keyboard's layout. */
function scanOn(keyboard: Keyboard, text: string, gapMs: number, suffix: Suffix): WedgeEvent[] {
  const pressed = typedOn(keyboard, text);
  return scanOf(text, gapMs, suffix).map((event, i) => (event.type === 'char' ? { ...event, ...pressed[i] } : event));
}

describe('under another keyboard’s layout', () => {
  for (const keyboard of ['us', 'azerty', 'qwertz', 'off'] as const) {
    for (const front of ['', ']C0', ']Q0', '\u0002', '\u0002]C1']) {
      it(`[V35] (${keyboard}, ${JSON.stringify(front)} in front) a code is a scan and nothing else`, () => {
        for (const gapMs of [1, 10, 30, 80, 100]) {
          for (const suffix of ['Enter', 'Tab', null] as const) {
            for (const mode of ['amount', 'result', 'none'] as const) {
              const heard = play(scanOn(keyboard, `${front}${code}`, gapMs, suffix), mode);
              expect(heard, `${mode}, ${String(gapMs)} ms`).toEqual({
                typed: '',
                scans: [`${front}${code}`.replace('\u0002', '')],
                passed: [],
              });
            }
          }
        }
      });
    }
  }

  it('[V35] an AIM identifier is known by its keys’ places, at a typist’s pace and at any length', () => {
    for (const keyboard of ['us', 'azerty', 'qwertz', 'off'] as const)
      expect(play(scanOn(keyboard, ']C012', 100, 'Enter'), 'field').scans, keyboard).toHaveLength(1);
  });

  it('[V36] a card’s number, its EAN and its stripe are a scan too, and no digit of them stays in the amount', () => {
    for (const keyboard of ['us', 'azerty', 'qwertz', 'off'] as const) {
      for (const text of ['4111111111111111', '%B4111111111111111^A/B^2912', ';4111111111111111=2912?']) {
        const heard = play(scanOn(keyboard, text, 10, 'Enter'), 'amount');
        expect({ typed: heard.typed, scans: heard.scans.length }, keyboard).toEqual({ typed: '', scans: 1 });
      }
    }
  });

  it('a person’s plus sign and letter, as on a German keyboard, are no prefix', () => {
    const plus: WedgeEvent[] = [
      { type: 'char', at: 0, char: '+', byCode: ']', repeat: false },
      { type: 'char', at: 150, char: 'e', byCode: 'e', repeat: false },
      ...keys('5', 300, 0),
    ];
    expect(play(plus, 'amount').typed).toBe('5');
  });
});

const learned: WedgeSettings = { aim: false, prefix: '', suffix: 'none', gapMs: 20, reading: 'place' };

describe('a scanner that was set up', () => {
  it('is read by places where both readings have letters', () => {
    const events = scanOn('azerty', 'SHOP-AZ', 10, 'Enter');
    expect(play(events, 'none', learned).scans).toEqual(['SHOP-AZ']);
    expect(play(events, 'none').scans).toEqual(['SHOP)QW']);
    // Whoever has set it to this machine's layout since is understood all the same.
    const french = keys(code, 0, 10).map((event) => (event.type === 'char' ? { ...event, byCode: '&' } : event));
    expect(play([...french, { type: 'tick', at: 9_999 }], 'none', learned).scans).toEqual([code]);
  });

  it('[V35] has its own prefix taken off, and is known by it at a typist’s pace', () => {
    const settings: WedgeSettings = { ...learned, prefix: '~#', gapMs: 120, suffix: 'Enter' };
    const short = `~#${code.slice(0, 4)}`;
    expect(play(scanOf(`~#${code}`, 100, 'Enter'), 'amount', settings)).toEqual({
      typed: '',
      scans: [code],
      passed: [],
    });
    expect(play(scanOf(short, 100, 'Enter'), 'field', settings)).toMatchObject({
      scans: [code.slice(0, 4)],
      passed: [],
    });
    // Slower than the scanner ever was.
    expect(play(scanOf(short, 140, 'Enter'), 'amount', settings).scans).toEqual([]);
  });

  it('[V35] that stalls right after its prefix is one scan', () => {
    const settings: WedgeSettings = { ...learned, prefix: '~', gapMs: 120, suffix: 'Enter' };
    const late = Array.from(`~${code}`, (_, i) => (i === 2 ? 118 : 10));
    for (const mode of ['amount', 'field'] as const)
      expect(play(scanOf(`~${code}`, late, 'Enter'), mode, settings), mode).toEqual({
        typed: '',
        scans: [code],
        passed: [],
      });
  });

  it('[V35] has keyed nothing of a person who presses its prefix', () => {
    const settings: WedgeSettings = { ...learned, prefix: 's', gapMs: 120, suffix: 'Enter' };
    expect(play([...keys('s', 0, 0), ...keys('12', 200, 90)], 'amount', settings).typed).toBe('12');
  });

  it('[V35] never gives the first half of a code, wherever the machine holds it up', () => {
    const text = codeOf(24);
    for (const suffix of ['Enter', 'Tab', 'none'] as const)
      for (const mode of ['amount', 'result', 'none'] as const)
        for (let cut = 16; cut < 24; cut += 1)
          for (let pauseMs = 100; pauseMs < stallMs; pauseMs += 25) {
            const head = keys(text.slice(0, cut), 0, 10);
            const tail = keys(text.slice(cut), after(head, pauseMs), 10);
            const enter: WedgeEvent = { type: 'end', at: after(tail, 10), key: 'Enter' };
            const tick: WedgeEvent = { type: 'tick', at: after(head, pauseMs - 1) };
            const heard = play([...head, tick, ...tail, enter], mode, { ...learned, suffix });
            expect(heard.scans, `${suffix} ${mode} ${cut} ${pauseMs}`).toEqual([text]);
          }
  });

  it('[V35] and that is known to send an end gives nothing without one', () => {
    for (const mode of ['amount', 'result', 'none'] as const) {
      const half = keys(codeOf(24).slice(0, 18), 0, 10);
      const events: WedgeEvent[] = [...half, { type: 'tick', at: after(half, stallMs) }];
      expect(play(events, mode, { ...learned, suffix: 'Enter' }).scans, mode).toEqual([]);
      expect(play(events, mode, { ...learned, suffix: 'none' }).scans, mode).toHaveLength(1);
    }
  });
});

/** The end that this scanner is known to send did not come. */
function isCutOff(suffix: Suffix, settings: WedgeSettings | null): boolean {
  return suffix === null && settings !== null && settings.suffix !== 'none';
}

const gaps = fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 40 });
const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
const suffixes = fc.constantFrom<Suffix>('Enter', 'Tab', null);

const anySettings: fc.Arbitrary<WedgeSettings | null> = fc.option(
  fc.record({
    aim: fc.boolean(),
    prefix: fc.constantFrom('', '~', 's', '+', '~#', 'ABCD'),
    suffix: fc.constantFrom('Enter' as const, 'Tab' as const, 'none' as const),
    gapMs: fc.integer({ min: 20, max: 120 }),
    reading: fc.constantFrom('layout' as const, 'place' as const),
  }),
);

describe('at any gaps, whatever is known of the scanner', () => {
  it('[V35] 16 digits and more never end up in the amount, and no Enter of theirs confirms it', () => {
    fc.assert(
      fc.property(
        digits(16, 40),
        gaps,
        suffixes,
        fc.constantFrom<WedgeMode>('amount', 'result', 'none'),
        anySettings,
        (text, gap, suffix, mode, settings) => {
          const heard = play(scanOf(text, gap, suffix), mode, settings);
          expect(heard.passed).toEqual([]);
          expect(heard.scans).toHaveLength(isCutOff(suffix, settings) ? 0 : 1);
          if (isCutOff(suffix, settings)) {
            expect(text.startsWith(heard.typed)).toBe(true);
            return;
          }
          // A first key at quite another pace may have been a person's; the others are one scan.
          expect(heard.typed + (heard.scans[0] ?? '')).toBe(text);
          expect(heard.typed.length).toBeLessThanOrEqual(text.length - 7);
        },
      ),
    );
  });

  it('[V35] an even scan of a code leaves nothing behind, whatever a person keyed 200 ms before', () => {
    fc.assert(
      fc.property(
        digits(0, 6),
        digits(14, 30).map((rest) => `28${rest}`),
        fc.integer({ min: 1, max: 100 }),
        suffixes,
        anySettings,
        (before, text, gap, suffix, settings) => {
          const person = keys(before, 0, 130);
          const heard = play([...person, ...scanOf(text, gap, suffix, after(person, 200))], 'amount', settings);
          const scans = isCutOff(suffix, settings) ? [] : [text];
          expect(heard).toEqual({ typed: before, scans, passed: [] });
        },
      ),
    );
  });

  it('an amount of up to eleven digits at a person’s pace is an amount', () => {
    const human = fc.array(fc.integer({ min: 60, max: 400 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(digits(1, 11), human, anySettings, (text, gap, settings) => {
        const events = keys(text, 0, gap);
        const heard = play([...events, { type: 'end', at: after(events, 70), key: 'Enter' }], 'amount', settings);
        expect(heard).toEqual({ typed: text, scans: [], passed: ['Enter'] });
      }),
    );
  });

  it('[V35] any keys at all: no throw, and nothing is typed that was not pressed', () => {
    const event: fc.Arbitrary<WedgeEvent> = fc.oneof(
      fc.record({
        type: fc.constant('char' as const),
        at: fc.integer({ min: 0, max: 200 }),
        char: fc.constantFrom('1', '5', '.', 'a', ']', 'E', '', '\u0002', ' '),
        byCode: fc.constantFrom('1', '5', '.', 'a', ''),
        repeat: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('end' as const),
        at: fc.integer({ min: 0, max: 200 }),
        key: fc.constantFrom('Enter' as const, 'Tab' as const),
      }),
      fc.record({ type: fc.constant('other' as const), at: fc.integer({ min: 0, max: 200 }) }),
      fc.record({ type: fc.constant('tick' as const), at: fc.integer({ min: 0, max: 300 }) }),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.constantFrom<WedgeMode>('amount', 'result', 'field', 'none'),
        anySettings,
        (list, mode, settings) => {
          let at = 0;
          const timed = list.map((one) => ({ ...one, at: (at += one.at) }));
          const heard = play(timed, mode, settings);
          const pressed = timed.filter((one) => one.type === 'char').length;
          expect(heard.typed.length).toBeLessThanOrEqual(pressed);
        },
      ),
    );
  });
});
