import { judgeTestScan, showableText, type TestKey, type TestScan, type TestScanProblem } from './test-scan.ts';
import { gapsOf, learnedGapMaxMs, learnedGapMinMs, wedgeReadings } from './wedge-reading.ts';
import type { WedgeSettings } from './wedge-settings.ts';

export const scansWanted = 3;
/** A scan is over after this long without a key, ms: longer than any pause inside one. */
export const setupIdleMs = 500;
/** Fewer keys than this were a person's, and say nothing. */
const keysMin = 4;
/** A scanner with longer pauses than this, ms, types as slowly as a person. */
const slowGapMs = 45;

export type SetupEvent =
  | { type: 'char'; at: number; char: string; byCode: string }
  /** A digit with Alt held. */
  | { type: 'alt-digit'; at: number }
  | { type: 'end'; at: number; key: 'Enter' | 'Tab' }
  | { type: 'other'; at: number }
  | { type: 'tick'; at: number };

/** What the last scan was: how many keys, how far apart, and what they said where that may be shown. */
export type SetupReading = { keys: number; longestGapMs: number; text: string | null };

export type SetupState = {
  /** What is being typed now. In memory only, and forgotten as soon as it was judged. */
  keys: readonly TestKey[];
  altDigits: number;
  /** Until then Enter and Tab belong to the last scan. */
  quietUntil: number;
  scans: readonly TestScan[];
  last: SetupReading | null;
  /** Why the last scan did not count. */
  problem: TestScanProblem | 'differs' | null;
  /** After the third scan. */
  learned: { settings: WedgeSettings; isSlow: boolean } | null;
};

export type SetupStep = {
  state: SetupState;
  /** The key is the scanner's and goes no further. */
  swallow: boolean;
};

export const setupAtStart: SetupState = {
  keys: [],
  altDigits: 0,
  quietUntil: -Infinity,
  scans: [],
  last: null,
  problem: null,
  learned: null,
};

/**
 * Takes in what is typed while a scanner is being set up: three scans of the test code that say the same. Tab, Enter, Escape
 * and Space of a person, who has typed nothing just before, stay theirs. No clock: times are the keys' own, in ms.
 */
export function stepSetup(before: SetupState, event: SetupEvent, testText: string): SetupStep {
  const last = before.keys.at(-1);
  const isOver = last !== undefined && event.type !== 'end' && event.at - last.at >= setupIdleMs;
  const state = isOver ? judged(before, 'none', testText) : before;
  switch (event.type) {
    case 'char': {
      if (event.char === ' ' && state.keys.length === 0) return { state, swallow: false };
      const key = { at: event.at, char: event.char, byCode: event.byCode };
      return { state: { ...state, keys: [...state.keys, key].slice(-keysMax) }, swallow: true };
    }
    case 'alt-digit':
      return { state: onAltDigit(state), swallow: true };
    case 'end':
      return onEnd(state, event, testText);
    case 'other':
    case 'tick':
      return { state, swallow: false };
  }
}

/** More than any scan of the test code has: what is longer is another code, and need not be kept. */
const keysMax = 64;

function onAltDigit(state: SetupState): SetupState {
  const altDigits = state.altDigits + 1;
  // One character takes three or four of them.
  return altDigits < keysMin ? { ...state, altDigits } : { ...state, altDigits, problem: 'alt-digits', last: null };
}

function onEnd(state: SetupState, event: SetupEvent & { type: 'end' }, testText: string): SetupStep {
  const last = state.keys.at(-1);
  if (last !== undefined && state.keys.length >= keysMin && event.at - last.at <= suffixMs) {
    return { state: { ...judged(state, event.key, testText), quietUntil: event.at + suffixMs }, swallow: true };
  }
  return { state: { ...state, keys: [] }, swallow: event.at <= state.quietUntil };
}

/** An Enter or Tab this late is still the scanner's. */
const suffixMs = 600;

function judged(state: SetupState, suffix: WedgeSettings['suffix'], testText: string): SetupState {
  const { keys } = state;
  const rest: SetupState = { ...state, keys: [], altDigits: 0 };
  if (keys.length < keysMin) return rest;
  const scan = judgeTestScan(keys, suffix, testText);
  const reading = { keys: keys.length, longestGapMs: Math.max(0, ...gapsOf(keys)), text: showableText(keys) };
  if ('problem' in scan) return { ...rest, last: reading, problem: scan.problem };
  const [first] = state.scans;
  // The scanner was changed in between, or there are two of them: it begins anew with this one.
  if (first !== undefined && !isAlike(first, scan))
    return { ...rest, last: reading, scans: [scan], problem: 'differs' };
  const scans = [...state.scans, scan].slice(-scansWanted);
  const learned = scans.length < scansWanted ? null : learnedFrom(scan, scans);
  return { ...rest, last: reading, scans, problem: null, learned };
}

function isAlike(one: TestScan, other: TestScan): boolean {
  return (
    one.aim === other.aim &&
    one.prefix === other.prefix &&
    one.suffix === other.suffix &&
    one.readings.join() === other.readings.join()
  );
}

function learnedFrom({ aim, prefix, suffix, readings }: TestScan, scans: readonly TestScan[]): SetupState['learned'] {
  const longestGapMs = Math.max(...scans.map((scan) => scan.longestGapMs));
  const gapMs = Math.min(learnedGapMaxMs, Math.max(learnedGapMinMs, Math.ceil(longestGapMs * 2)));
  // Where both are right, places stay so when somebody switches an input method on.
  const reading = wedgeReadings.findLast((one) => readings.includes(one)) ?? 'layout';
  return {
    settings: { aim, prefix, suffix, gapMs, reading },
    isSlow: longestGapMs > slowGapMs && !aim && prefix === '',
  };
}
