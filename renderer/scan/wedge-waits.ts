import { gapMaxMs } from './wedge-pace.ts';
import type { WedgeSetting, WedgeState } from './wedge-state.ts';

/** A run that may be whole is over when this long has passed without a key. */
export const idleMs = 250;
/** A scan that is still too short for a code waits this long: a busy machine must not cut a code in two. */
export const hiccupMs = 400;
/**
 * Where a code would be charged, or the tail of a cut scan be taken for an amount, a run waits this long. A person loses
 * nothing by it: their keys count at once; and a scanner's own Enter or Tab ends a scan at once.
 */
export const stallMs = 450;
/** The shortest payment code, in keys. */
const wholeKeysMin = 16;
/** How long without a key ends the run, ms. */
export function idleLimitMs(state: WedgeState, setting: WedgeSetting): number {
  // The first half of a payment code can pass as a whole one: where it would be charged, nothing ends it sooner.
  return setting.mode === 'field' ? patienceMs(state, setting) : stallMs;
}

/** The longest pause inside a run, ms. Where no person types, a scanner may stumble from its first key on. */
export function gapLimitMs(state: WedgeState, setting: WedgeSetting): number {
  return state.burst || setting.mode !== 'field' ? idleLimitMs(state, setting) : gapMaxMs;
}

function patienceMs({ run, burst }: WedgeState, { mode }: WedgeSetting): number {
  return (burst || mode === 'none') && run.length < wholeKeysMin ? hiccupMs : idleMs;
}
