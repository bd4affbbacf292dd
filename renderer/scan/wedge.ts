import { gapMaxMs, looksScanned, paceStart, stallStart } from './wedge-pace.ts';
import { charOf, prefixStart, readRun, type RunKey } from './wedge-reading.ts';
import {
  isAmountKeyed,
  wedgeAtRest,
  type WedgeAction,
  type WedgeEvent,
  type WedgeMode,
  type WedgeSetting,
  type WedgeState,
  type WedgeStep,
} from './wedge-state.ts';
import { gapLimitMs, idleLimitMs, stallMs } from './wedge-waits.ts';

/** After a scan, an Enter or Tab this late is still the scanner's; a person who presses on is heard from then on. */
export const suffixMs = 600;
/** How long the first key waits on a result before it counts as a person's; a scanner's second key is there by then. */
export const holdMs = 60;
/** The longest text taken from one scan, in characters. */
export const scanCharsMax = 4_096;

/** Tells a scanner that types from a person who types. No clock: times are the keys' own, in ms. */
export function stepWedge(state: WedgeState, event: WedgeEvent, setting: WedgeSetting): WedgeStep {
  switch (event.type) {
    case 'char':
      return onChar(state, event, setting);
    case 'end':
      return onEnd(state, event, setting);
    case 'other': {
      const ended = endRun(state, setting, false);
      return { ...ended, swallow: false };
    }
    case 'tick':
      return onTick(state, event.at, setting);
  }
}

function onChar(before: WedgeState, event: WedgeEvent & { type: 'char' }, setting: WedgeSetting): WedgeStep {
  const { mode, settings } = setting;
  // A key that is held down repeats every 30 ms, which is a scanner's pace; a scanner lets go of each key.
  if (event.repeat) return { state: before, actions: [], swallow: mode !== 'field' || before.burst };
  const ended = endedBefore(before, event.at, setting);
  const state = ended.state;
  if (isTail(state, event.at, mode)) {
    const until = { tailUntil: event.at + gapMaxMs, quietUntil: event.at + suffixMs };
    return { state: { ...state, ...until }, actions: ended.actions, swallow: true };
  }
  const key: RunKey = { at: event.at, char: event.char, byCode: event.byCode, went: 'nowhere' };

  if (state.burst) {
    const run =
      state.run.length < scanCharsMax ? [...state.run, key] : [...state.run.slice(0, -1), { ...key, at: event.at }];
    return { state: { ...state, run }, actions: ended.actions, swallow: true };
  }
  const run = [...state.run, key];
  const prefix = prefixStart(run, settings);
  if (prefix !== null) return startBurst({ ...state, run, prefixed: true }, prefix, ended.actions);
  if (looksScanned(run, mode)) return startBurst({ ...state, run }, 0, ended.actions);
  return onPerson({ ...state, run: [...state.run, { ...key, went: wentTo(key, mode) }] }, mode, ended.actions);
}

/** What of the run is over when a key comes at `at`. */
function endedBefore(state: WedgeState, at: number, setting: WedgeSetting): Ended {
  const last = state.run.at(-1);
  if (last === undefined) return { state, actions: [] };
  const gap = at - last.at;
  if (gap > gapLimitMs(state, setting)) return endRun(state, setting, true);
  // One stall may be a scanner's. Who pauses again and again is a person, whose earlier keys are done with.
  if (state.burst || !isAmountKeyed(setting.mode) || gap <= gapMaxMs) return { state, actions: [] };
  const start = stallStart(state.run);
  return {
    state: { ...state, run: state.run.slice(start) },
    actions: heldIn(state.run.slice(0, start)).map(typeOf),
  };
}

function isTail(state: WedgeState, at: number, mode: WedgeMode): boolean {
  return isAmountKeyed(mode) && state.run.length === 0 && at <= state.tailUntil;
}

function wentTo(key: RunKey, mode: WedgeMode): RunKey['went'] {
  if (mode === 'field') return 'field';
  // Only what can be part of an amount is ours to type; other keys keep what they do on any page.
  if (!/^[\d.,]$/.test(charOf(key))) return 'nowhere';
  if (mode === 'amount') return 'amount';
  return mode === 'result' ? 'held' : 'nowhere';
}

function onPerson(state: WedgeState, mode: WedgeMode, before: WedgeAction[]): WedgeStep {
  const key = state.run.at(-1);
  if (key === undefined || mode === 'field' || key.went === 'nowhere') {
    return { state, actions: before, swallow: false };
  }
  return { state, actions: key.went === 'amount' ? [...before, typeOf(key)] : before, swallow: true };
}

/** From `start` on the run is a scanner's, as far as is known now; `endRun` may find a person's keys in front of it. */
function startBurst(state: WedgeState, start: number, before: WedgeAction[]): WedgeStep {
  const run = state.run.slice(start);
  const leaked = run.filter((key) => key.went === 'amount' || key.went === 'field').length;
  const actions: WedgeAction[] = [...before, ...heldIn(state.run.slice(0, start)).map(typeOf)];
  if (leaked > 0) actions.push({ do: 'rollback', keys: leaked });
  return { state: { ...state, run, burst: true }, actions, swallow: true };
}

function onEnd(state: WedgeState, event: WedgeEvent & { type: 'end' }, setting: WedgeSetting): WedgeStep {
  const last = state.run.at(-1);
  if (state.burst && last !== undefined && event.at - last.at <= suffixMs) {
    const ended = endRun(state, setting, false);
    return { ...ended, state: { ...ended.state, quietUntil: event.at + suffixMs }, swallow: true };
  }
  if (event.at <= state.quietUntil) {
    // A scanner's second suffix comes at the pace of its keys. Longer, and who presses twice in vain presses forever.
    const quietUntil = Math.max(state.quietUntil, event.at + gapMaxMs);
    const keyed = event.key === 'Enter' && state.run.some(({ went }) => went === 'amount');
    return { state: { ...state, quietUntil }, actions: keyed ? [{ do: 'too-soon' }] : [], swallow: true };
  }
  // In the code field a slow scanner is a fast person until Tab comes: people end a code with Enter or the button.
  if (setting.mode === 'field' && event.key === 'Tab' && looksScanned(state.run, 'amount')) {
    const burst = startBurst(state, 0, []);
    const ended = endRun(burst.state, setting, false);
    return {
      state: { ...ended.state, quietUntil: event.at + suffixMs },
      actions: [...burst.actions, ...ended.actions],
      swallow: true,
    };
  }
  const ended = endRun(state, setting, false);
  return { ...ended, swallow: false };
}

function onTick(state: WedgeState, at: number, setting: WedgeSetting): WedgeStep {
  const last = state.run.at(-1);
  if (last === undefined) return { state, actions: [], swallow: false };
  if (at - last.at >= idleLimitMs(state, setting)) return { ...endRun(state, setting, true), swallow: false };
  const held = heldIn(state.run);
  if (!state.burst && held.length > 0 && at - last.at >= holdMs) {
    const run = state.run.map((key): RunKey => (key.went === 'held' ? { ...key, went: 'amount' } : key));
    return { state: { ...state, run }, actions: held.map(typeOf), swallow: false };
  }
  return { state, actions: [], swallow: false };
}

type Ended = { state: WedgeState; actions: WedgeAction[] };

/** The run is over: a scanner's becomes a scan, a person's waiting keys count. By silence alone, more may follow. */
function endRun(state: WedgeState, { settings }: WedgeSetting, bySilence: boolean): Ended {
  const last = state.run.at(-1);
  if (last === undefined) return { state, actions: [] };
  if (state.burst) {
    const until = last.at + suffixMs;
    const rest: WedgeState = {
      ...wedgeAtRest,
      quietUntil: Math.max(state.quietUntil, until),
      tailUntil: bySilence ? last.at + stallMs + holdMs : -Infinity,
    };
    const start = state.prefixed ? 0 : paceStart(state.run);
    const text = readRun(state.run.slice(start), settings);
    // This scanner was seen to end its codes, and this one has no end: its first half can pass as a whole code.
    const isHalf = bySilence && settings !== null && settings.suffix !== 'none';
    const persons = state.run.slice(0, start).filter((key) => key.went === 'amount' || key.went === 'held');
    return {
      state: rest,
      actions: [...persons.map(typeOf), isHalf ? { do: 'half' } : { do: 'scan', text }],
    };
  }
  return { state: { ...state, run: [] }, actions: heldIn(state.run).map(typeOf) };
}

/** Whether keys wait to be told apart: the caller comes back after `holdMs`. */
export function isHolding(state: WedgeState): boolean {
  return !state.burst && heldIn(state.run).length > 0;
}

function heldIn(run: readonly RunKey[]): RunKey[] {
  return run.filter((key) => key.went === 'held');
}

function typeOf(key: RunKey): WedgeAction {
  return { do: 'type', char: charOf(key) };
}
