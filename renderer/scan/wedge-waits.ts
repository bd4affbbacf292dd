import { PaymentCode } from '#payment';

import { gapMaxMs } from './wedge-pace.ts';
import { gapsOf, readRun } from './wedge-reading.ts';
import { isAmountKeyed, type WedgeSetting, type WedgeState } from './wedge-state.ts';

/** A run that may be whole is over when this long has passed without a key. */
export const idleMs = 250;
/** A scan that is still too short for a code waits this long: a busy machine must not cut a code in two. */
export const hiccupMs = 400;
/**
 * Where an amount is keyed, a run waits this long, because the tail of a cut scan would be taken for an amount. A
 * person loses nothing by it: their keys count at once.
 */
export const stallMs = 450;
/** The shortest payment code, in keys. */
const wholeKeysMin = 16;
/**
 * A whole code from a scanner that was set up and sends no suffix waits for so many of its longest pauses only. What comes
 * later all the same is the tail of a scan, as ever.
 */
const learnedIdleGaps = 2;
/** And at least so long, ms: longer than any scanner's pause. */
const learnedIdleMinMs = 130;

/** How long without a key ends the run, ms. */
export function idleLimitMs(state: WedgeState, setting: WedgeSetting): number {
  const unlearned = isAmountKeyed(setting.mode) ? stallMs : patienceMs(state, setting);
  const { settings } = setting;
  if (!state.burst || settings === null || settings.suffix !== 'none') return unlearned;
  // Another scanner, which is slower than the one that is known, may hang on this machine too.
  if (gapsOf(state.run).some((gap) => gap > settings.gapMs) || !isWholeCode(state, setting)) return unlearned;
  return Math.min(unlearned, Math.max(learnedIdleMinMs, settings.gapMs * learnedIdleGaps));
}

/** The longest pause inside a run, ms. Where no person types, a scanner may stumble from its first key on. */
export function gapLimitMs(state: WedgeState, setting: WedgeSetting): number {
  return state.burst || setting.mode !== 'field' ? idleLimitMs(state, setting) : gapMaxMs;
}

function patienceMs({ run, burst }: WedgeState, { mode }: WedgeSetting): number {
  return (burst || mode === 'none') && run.length < wholeKeysMin ? hiccupMs : idleMs;
}

function isWholeCode({ run }: WedgeState, { settings }: WedgeSetting): boolean {
  if (run.length < wholeKeysMin) return false;
  return PaymentCode.safeParse(readRun(run, settings).replace(/^\][A-Za-z][0-9A-Za-z]/, '')).success;
}
