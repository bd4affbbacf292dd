import { describe, expect, it } from 'vitest';

import { scanTestText } from '#contract';

import { typedOn, type Keyboard } from './testing/keyboards.ts';
import type { Pressed } from './wedge-reading.ts';
import { WedgeSettings } from './wedge-settings.ts';
import { setupAtStart, setupIdleMs, stepSetup, type SetupEvent, type SetupState } from './wedge-setup.ts';

type Suffix = 'Enter' | 'Tab' | null;

function scanOf(keys: readonly Pressed[], gapMs: number, suffix: Suffix, from: number): SetupEvent[] {
  const events: SetupEvent[] = keys.map((key, i) => ({ type: 'char', at: from + i * gapMs, ...key }));
  const endAt = from + keys.length * gapMs;
  if (suffix !== null) events.push({ type: 'end', at: endAt, key: suffix });
  return [...events, { type: 'tick', at: endAt + setupIdleMs }];
}

function play(events: readonly SetupEvent[]): SetupState & { passed: string[] } {
  let state = setupAtStart;
  const passed: string[] = [];
  for (const event of events) {
    const step = stepSetup(state, event, scanTestText);
    state = step.state;
    if (!step.swallow && event.type !== 'tick') passed.push(event.type === 'end' ? event.key : event.type);
  }
  return { ...state, passed };
}

function threeScans(keys: readonly Pressed[], gapMs: number, suffix: Suffix): SetupState & { passed: string[] } {
  return play([0, 10_000, 20_000].flatMap((from) => scanOf(keys, gapMs, suffix, from)));
}

function on(keyboard: Keyboard, text = scanTestText): Pressed[] {
  return typedOn(keyboard, text);
}

function typed(text: string): Pressed[] {
  return Array.from(text, (char) => ({ char, byCode: '' }));
}

describe('three scans of the test code', () => {
  for (const keyboard of ['us', 'azerty', 'qwertz', 'off'] as const) {
    for (const suffix of ['Enter', 'Tab', null] as const) {
      for (const front of ['', ']C0', '\u0002', '\u0002]C0', '~']) {
        it(`teach a scanner under ${keyboard}, ${suffix ?? 'no suffix'}, ${JSON.stringify(front)} in front: by places`, () => {
          const { learned, problem, passed } = threeScans(on(keyboard, `${front}${scanTestText}`), 8, suffix);
          expect(problem).toBeNull();
          expect(learned).toEqual({
            settings: {
              aim: front.endsWith(']C0'),
              prefix: front === '~' ? '~' : '',
              suffix: suffix ?? 'none',
              gapMs: 20,
              reading: 'place',
            },
            isSlow: false,
          });
          expect(WedgeSettings.safeParse(learned?.settings).success).toBe(true);
          expect(passed).toEqual([]);
        });
      }
    }
  }

  it('teach a scanner that knows this machine’s layout: by the layout', () => {
    // On a French keyboard, A is where the US keyboard has Q.
    const french = typed(scanTestText).map((key, i) => (i === 0 ? { ...key, byCode: 'Q' } : key));
    expect(threeScans(french, 8, 'Enter').learned?.settings.reading).toBe('layout');
  });

  it('teach one whose keys have no places', () => {
    expect(threeScans(typed(`]C0${scanTestText}`), 8, 'Enter').learned?.settings.aim).toBe(true);
  });

  it('teach twice the longest pause, and no more than a fast typist’s', () => {
    expect(threeScans(on('us'), 31, 'Enter').learned).toMatchObject({ settings: { gapMs: 62 }, isSlow: false });
    expect(threeScans(on('us'), 100, 'Enter').learned).toMatchObject({ settings: { gapMs: 120 }, isSlow: true });
    // With a prefix its pace does not matter.
    expect(threeScans(on('us', `]C0${scanTestText}`), 100, 'Enter').learned?.isSlow).toBe(false);
  });

  it('that differ begin anew with the last one', () => {
    const { scans, problem, learned } = play([
      ...scanOf(on('us'), 8, 'Enter', 0),
      ...scanOf(on('us'), 8, 'Tab', 10_000),
    ]);
    expect({ scans: scans.length, problem, learned }).toEqual({ scans: 1, problem: 'differs', learned: null });
  });
});

describe('a scan that teaches nothing says why', () => {
  const cases: [string, readonly Pressed[], number][] = [
    ['capitals', on('us', scanTestText.toLowerCase()), 8],
    ['lost-keys', on('us', 'AZWM-/:_@1'), 8],
    ['layout', typed('QYAWM=!;ÖÄ&&'), 8],
    ['other-code', on('us', '281012345678901234'), 8],
    ['other-code', on('azerty', '281012345678901234'), 8],
    ['other-code', on('us', 'https://example.com/'), 8],
    ['uneven', on('us'), 140],
    ['prefix', on('us', `7${scanTestText}`), 8],
    ['prefix', on('us', `SCAN-${scanTestText}`), 8],
    ['suffix', on('us', `${scanTestText}#`), 8],
  ];
  it.each(cases)('%s', (problem, keys, gapMs) => {
    const state = play(scanOf(keys, gapMs, 'Enter', 0));
    expect({ problem: state.problem, scans: state.scans.length }).toEqual({ problem, scans: 0 });
  });

  it('alt-digits, without one character', () => {
    const spelled: SetupEvent[] = [0, 10, 20, 30].map((at) => ({ type: 'alt-digit', at }));
    expect(play(spelled)).toMatchObject({ problem: 'alt-digits', scans: [], passed: [] });
  });

  it('and the next good one counts', () => {
    const state = play([...scanOf(on('us', 'AZQ-/'), 8, 'Enter', 0), ...scanOf(on('us'), 8, 'Enter', 10_000)]);
    expect({ problem: state.problem, scans: state.scans.length }).toEqual({ problem: null, scans: 1 });
  });
});

describe('what is kept of it', () => {
  it('[V36] is no digit of a payment code or a card, in whatever reading', () => {
    for (const keyboard of ['us', 'azerty', 'qwertz', 'off'] as const) {
      for (const number of ['4111111111111111', ']C0281012345678901234', '%B4111111111111111^A/B^']) {
        const { last, keys } = play(scanOf(on(keyboard, number), 8, 'Enter', 0));
        expect(last?.text, keyboard).toBeNull();
        expect(keys).toEqual([]);
      }
    }
  });

  it('is what the test code was read as, so that a person can compare', () => {
    expect(play(scanOf(on('azerty'), 8, 'Enter', 0)).last?.text).toBe('QWAZ?)!:M°2&');
  });
});

describe('a person at the set-up', () => {
  it('keeps Tab, Enter, Space and Escape', () => {
    const events: SetupEvent[] = [
      { type: 'end', at: 0, key: 'Tab' },
      { type: 'end', at: 300, key: 'Enter' },
      { type: 'char', at: 600, char: ' ', byCode: ' ' },
      { type: 'other', at: 900 },
    ];
    expect(play(events).passed).toEqual(['Tab', 'Enter', 'char', 'other']);
  });

  it('who presses a letter by mistake is told nothing', () => {
    expect(play(scanOf(on('us', 'a'), 8, null, 0))).toMatchObject({ problem: null, last: null, keys: [] });
  });

  it('presses nothing with a scanner’s second suffix', () => {
    const events = scanOf(on('us'), 8, 'Enter', 0).slice(0, -1);
    expect(play([...events, { type: 'end', at: 110, key: 'Enter' }]).passed).toEqual([]);
  });
});
