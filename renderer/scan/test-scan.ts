import {
  gapsOf,
  learnedGapMaxMs,
  ownPrefixCharsMax,
  textBy,
  wedgeReadings,
  type Pressed,
  type WedgeReading,
} from './wedge-reading.ts';
import type { WedgeSettings } from './wedge-settings.ts';

/** What one scan of the test code tells of the scanner that typed it. */
export type TestScan = {
  aim: boolean;
  prefix: string;
  suffix: WedgeSettings['suffix'];
  /** The readings in which it is the test code. */
  readings: readonly WedgeReading[];
  longestGapMs: number;
};

/** Why a scan teaches nothing; each has its words and one thing to do. */
export type TestScanProblem =
  | 'alt-digits' // each character is spelled in digits with Alt held ("universal keyboard")
  | 'capitals' // small letters came for capital ones, or the other way round
  | 'lost-keys' // some characters did not arrive
  | 'layout' // the scanner types for another keyboard than US or this machine's
  | 'other-code' // not the test code
  | 'uneven' // a pause that no scanner makes: typed by a person, or on a very busy machine
  | 'prefix' // what comes first could be part of an amount, or is too long
  | 'suffix'; // characters come after the code

export type TestKey = Pressed & { at: number };

export type JudgedScan = TestScan | { problem: TestScanProblem };

/** Reads what was typed between two pauses as a scan of `testText`. */
export function judgeTestScan(keys: readonly TestKey[], suffix: WedgeSettings['suffix'], testText: string): JudgedScan {
  const readings = wedgeReadings.filter((reading) => textBy(keys, reading).includes(testText));
  const [best] = readings;
  if (best === undefined) return { problem: whyNot(keys, testText) };
  const [head = '', tail = ''] = textBy(keys, best).split(testText);
  const aimId = /\][A-Za-z][0-9A-Za-z]$/.exec(head)?.[0] ?? '';
  const prefix = head.slice(0, head.length - aimId.length);
  const longestGapMs = Math.max(0, ...gapsOf(keys));
  if (tail !== '') return { problem: 'suffix' };
  if (prefix.length > ownPrefixCharsMax || /[\d.,\s]/.test(prefix)) return { problem: 'prefix' };
  if (longestGapMs > learnedGapMaxMs) return { problem: 'uneven' };
  return { aim: aimId !== '', prefix, suffix, readings, longestGapMs };
}

/**
 * What was read, to be shown beside what was expected; null where it may be a code of a customer's. The test code has one
 * digit, and in any layout a few more.
 */
export function showableText(keys: readonly TestKey[]): string | null {
  const texts = wedgeReadings.map((reading) => textBy(keys, reading));
  const isHarmless = texts.every((text) => text.replace(/\D/g, '').length <= digitsShownMax);
  return isHarmless ? (texts[0] ?? null) : null;
}

const digitsShownMax = 4;
/** A scan in another layout is as long as the test code with a prefix and an AIM identifier. */
const aroundCharsMax = ownPrefixCharsMax + 3;

function whyNot(keys: readonly TestKey[], testText: string): TestScanProblem {
  const texts = wedgeReadings.map((reading) => textBy(keys, reading));
  const wanted = testText.toLowerCase();
  if (texts.some((text) => text.toLowerCase().includes(wanted))) return 'capitals';
  if (showableText(keys) === null) return 'other-code';
  if (texts.some((text) => text.length < testText.length && isPartOf(text, testText))) return 'lost-keys';
  const isAsLong = keys.length >= testText.length && keys.length <= testText.length + aroundCharsMax;
  return isAsLong ? 'layout' : 'other-code';
}

/** Every character of `part` stands in `whole`, in this order; most of them are there. */
function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const char of part) {
    at = whole.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return part.length * 2 >= whole.length;
}
