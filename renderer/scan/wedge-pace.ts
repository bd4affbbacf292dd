import type { WedgeMode } from './wedge.ts';

export type RunKey = {
  at: number;
  /** By the keyboard's layout; empty where the layout gave none (an input method was on). */
  char: string;
  /** By the key's place on a US keyboard. */
  byCode: string;
  /** `typed`: it reached the amount or the field. `held`: it will, unless a scan follows. `passed`: neither. */
  state: 'typed' | 'held' | 'passed';
};

/** No person keys seven in a row this fast: at most 45 ms each. */
const machineGapMs = 45;
/** Fewer keys than this are never a scan, at any pace, unless a prefix says so. */
const keysMin = 7;
/** An amount has at most eleven digits. */
const amountDigitsMax = 11;
/** STX, which some scanners send first. */
export const startOfText = '\u0002';

/** Whether the end of the run cannot be a person who uses this screen. */
export function looksScanned(run: readonly RunKey[], mode: WedgeMode): boolean {
  const tail = run.slice(paceStart(run));
  if (tail.length < keysMin) return false;
  if (mode === 'none') return true;
  if (gapsOf(tail).every((gap) => gap <= machineGapMs)) return true;
  if (mode === 'field') return false;
  const digits = tail.filter((key) => /\d/.test(digitOf(key))).length;
  return digits > amountDigitsMax || tail.some((key) => !/[\d.,]/.test(digitOf(key)));
}

/** Where the keys of one pace begin: a person's last key before a fast scan is left out. */
export function paceStart(run: readonly RunKey[]): number {
  const gaps = gapsOf(run);
  const recent = gaps.slice(-6).sort((a, b) => a - b);
  const middle = recent[Math.floor(recent.length / 2)] ?? 0;
  const limitMs = Math.max(machineGapMs, middle * 2.5);
  for (let i = gaps.length - 1; i >= 0; i--) {
    if ((gaps[i] ?? 0) > limitMs) return i + 1;
  }
  return 0;
}

/** Where a prefix stands that only scanners send: STX, or an AIM identifier such as `]E0` (ISO/IEC 15424). */
export function prefixStart(run: readonly RunKey[]): number | null {
  const last = run.length - 1;
  if (run[last]?.char === startOfText) return last;
  const letter = run[last]?.char ?? '';
  return last >= 1 && run[last - 1]?.char === ']' && /^[A-Za-z]$/.test(letter) ? last - 1 : null;
}

/** The text of a scan. Where the layout changed the digits (AZERTY, an input method), the keys' places say them. */
export function readRun(run: readonly RunKey[]): string {
  const byLayout = textOf(run, (key) => (key.char === '' ? key.byCode : key.char));
  const byPlace = textOf(run, (key) => key.byCode);
  return !/^\d+$/.test(byLayout) && /^\d+$/.test(byPlace) ? byPlace : byLayout;
}

function textOf(run: readonly RunKey[], of: (key: RunKey) => string): string {
  return run.map(of).join('').replaceAll(startOfText, '');
}

function digitOf(key: RunKey): string {
  return key.char === '' ? key.byCode : key.char;
}

function gapsOf(run: readonly RunKey[]): number[] {
  return run.slice(1).map((key, i) => key.at - (run[i]?.at ?? key.at));
}
