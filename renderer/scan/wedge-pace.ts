import { PaymentCode } from '#payment';

import { charOf, gapsOf, readRun, type RunKey } from './wedge-reading.ts';
import type { WedgeMode } from './wedge-state.ts';

/**
 * A pause longer than this, ms, stands out in any scan. Zebra scanners were measured at 80 ms a key on average, up to
 * 100 ms; the rest is for a busy machine.
 */
export const gapMaxMs = 180;
/** No person keys seven in a row with half the gaps this short, ms. */
const machineGapMs = 45;
/** Longer than any scanner waits between two keys: 100 ms, and some more for a busy machine. */
const personGapMs = 110;
/** Fewer keys than this are never a scan, at any pace, unless a prefix says so. */
const keysMin = 7;
/** An amount has at most eleven digits. */
const amountDigitsMax = 11;
const amountKeysMax = amountDigitsMax + 1;

/** Whether the run cannot be a person who uses this screen. */
export function looksScanned(run: readonly RunKey[], mode: WedgeMode): boolean {
  if (run.length < keysMin) return false;
  if (mode === 'none') return true;
  if (middleOf(gapsOf(run.slice(-keysMin))) <= machineGapMs) return true;
  if (mode === 'field') return false;
  const digits = run.filter((key) => /\d/.test(charOf(key))).length;
  return digits > amountDigitsMax || run.some((key) => !/[\d.,]/.test(charOf(key)));
}

/** Where the scanner's keys begin, in a run that a person's last keys may have begun. */
export function paceStart(run: readonly RunKey[]): number {
  return Math.max(pauseStart(run), signStart(run));
}

/** After a decimal sign that went into an amount: no payment code has one, whatever the pauses are. */
function signStart(run: readonly RunKey[]): number {
  const signs = run.slice(0, amountKeysMax);
  const last = signs.findLastIndex((key) => key.went === 'amount' && /[.,]/.test(charOf(key)));
  return isDigits(run.slice(last + 1)) ? last + 1 : 0;
}

/**
 * A person's last keys before a fast scan are left out. The pause between the two must
 * be longer than any scanner's, because one late key in a scan must not be taken for a person's.
 */
function pauseStart(run: readonly RunKey[]): number {
  const gaps = gapsOf(run);
  let longestAfter = 0;
  for (let i = gaps.length - 1; i >= 0; i--) {
    const gap = gaps[i] ?? 0;
    const scanned = run.length - i - 1;
    const stands = gap > gapMaxMs || gap > Math.max(personGapMs, longestAfter * 2.5);
    if (scanned >= keysMin && stands && isPersonsEnd(run, i + 1)) return i + 1;
    longestAfter = Math.max(longestAfter, gap);
  }
  return codeStart(run, gaps);
}

/** Where the keys after the last stall begin: 0 where the run has none. */
export function stallStart(run: readonly RunKey[]): number {
  return gapsOf(run).findLastIndex((gap) => gap > gapMaxMs) + 1;
}

/**
 * Whether a person may have keyed what is before `start`: all of it went somewhere, as nothing does where no person
 * types or once the scan was known; it is not at a machine's pace; and the pause does not merely cut one code in two.
 */
function isPersonsEnd(run: readonly RunKey[], start: number): boolean {
  const before = run.slice(0, start);
  if (before.some((key) => key.went === 'nowhere')) return false;
  if (before.length >= 3 && middleOf(gapsOf(before)) <= machineGapMs) return false;
  return !isCode(run) || isCode(run.slice(start));
}

function isDigits(run: readonly RunKey[]): boolean {
  return run.length >= keysMin && /^\d+$/.test(readRun(run));
}

function isCode(run: readonly RunKey[]): boolean {
  return PaymentCode.safeParse(readRun(run)).success;
}

/**
 * The same for a slow scanner, whose pace is a person's: where a wallet's code begins after an amount that is being
 * keyed. Only then: nothing is charged from there, so nothing can be charged that was cut wrongly.
 */
function codeStart(run: readonly RunKey[], gaps: readonly number[]): number {
  if (isCode(run)) return 0;
  const middle = middleOf(gaps);
  let start = 0;
  for (let i = 1; i <= amountKeysMax && run[i - 1]?.went === 'amount'; i++) {
    // The pause must stand out.
    if ((gaps[i - 1] ?? 0) < middle * 1.2 || !isCode(run.slice(i))) continue;
    if (start === 0 || (gaps[i - 1] ?? 0) > (gaps[start - 1] ?? 0)) start = i;
  }
  return start;
}

/** The middle one: a single late key does not make a scanner a person. */
function middleOf(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
