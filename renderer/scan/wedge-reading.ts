import type { WedgeSettings } from './wedge-settings.ts';

/** How a scanner's keys are read: what they mean in the keyboard's layout, or which keys of a US keyboard they are. */
export const wedgeReadings = ['layout', 'place'] as const;
export type WedgeReading = (typeof wedgeReadings)[number];

/** Twice the longest pause seen in the set-up, ms, is at least this: on a busy machine the keys' times are no finer. */
export const learnedGapMinMs = 20;
/** And at most this: a fast typist's pauses are as long. */
export const learnedGapMaxMs = 120;
export const ownPrefixCharsMax = 4;

export type RunKey = {
  at: number;
  /** By the keyboard's layout; empty where the layout gave none (an input method was on). */
  char: string;
  /** By the key's place on a US keyboard. */
  byCode: string;
  /** Where it went: into the amount, into the code field, waiting for what follows, or nowhere of ours. */
  went: 'amount' | 'field' | 'held' | 'nowhere';
};

/** What a key says, however it was pressed. */
export type Pressed = Pick<RunKey, 'char' | 'byCode'>;

/** STX, which some scanners send first. */
export const startOfText = '\u0002';
/** After a prefix of a person's own so many keys must follow at the scanner's pace: a letter alone is nobody's scan. */
const keysAfterPrefix = 3;
/** The two keys of an AIM identifier that only their places tell are no further apart than a scanner's, ms. */
const placedPrefixGapMs = 110;

/**
 * The text of a scan, without a prefix of a person's own. Digits are what is wanted: where one reading has none, because
 * the layout changed them (AZERTY) or an input method took them, the other says them.
 */
export function readRun(run: readonly Pressed[], settings: WedgeSettings | null = null): string {
  const prefix = settings?.prefix ?? '';
  const wanted = withoutPrefix(textBy(run, settings?.reading ?? 'layout'), prefix);
  const other = withoutPrefix(textBy(run, settings?.reading === 'place' ? 'layout' : 'place'), prefix);
  return !isDigits(wanted) && isDigits(other) ? other : wanted;
}

/** All that the keys say in one of the two ways, but STX. Where a place has no character, the layout's stands for it. */
export function textBy(run: readonly Pressed[], reading: WedgeReading): string {
  return run
    .map((key) => charBy(key, reading))
    .join('')
    .replaceAll(startOfText, '');
}

/**
 * Where a prefix stands that only scanners send: STX, an AIM identifier such as `]C0` (ISO/IEC 15424), by the layout or by
 * the keys' places, or the one that this scanner was set up with.
 */
export function prefixStart(run: readonly RunKey[], settings: WedgeSettings | null = null): number | null {
  const last = run.at(-1);
  if (last?.char === startOfText) return run.length - 1;
  const before = run.at(-2);
  if (last !== undefined && before !== undefined && beginsAim(before, last)) return run.length - 2;
  return settings === null || settings.prefix === '' ? null : ownPrefixStart(run, settings);
}

function beginsAim(first: RunKey, second: RunKey): boolean {
  if (first.char === ']' && isLetter(second.char)) return true;
  // On a German keyboard that is `+` and a letter, which nobody types at this pace.
  return first.byCode === ']' && isLetter(second.byCode) && second.at - first.at <= placedPrefixGapMs;
}

function ownPrefixStart(run: readonly RunKey[], { prefix, gapMs, reading }: WedgeSettings): number | null {
  const start = run.length - prefix.length - keysAfterPrefix;
  const keys = run.slice(Math.max(0, start));
  const isHere =
    start >= 0 &&
    keys
      .map((key) => charBy(key, reading))
      .join('')
      .startsWith(prefix);
  return isHere && gapsOf(keys).every((gap) => gap <= gapMs) ? start : null;
}

/** Between each two keys, ms. */
export function gapsOf(run: readonly Pick<RunKey, 'at'>[]): number[] {
  return run.slice(1).map((key, i) => key.at - (run[i]?.at ?? key.at));
}

/** What the key is to whoever keys an amount. */
export function charOf(key: Pressed): string {
  return key.char === '' ? key.byCode : key.char;
}

function charBy(key: Pressed, reading: WedgeReading): string {
  return reading === 'place' && key.byCode !== '' ? key.byCode : charOf(key);
}

function withoutPrefix(text: string, prefix: string): string {
  return prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function isDigits(text: string): boolean {
  return /^(?:\][A-Za-z][0-9A-Za-z])?\d+$/.test(text);
}

function isLetter(text: string): boolean {
  return /^[A-Za-z]$/.test(text);
}
