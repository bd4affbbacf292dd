import {
  askToStop,
  backToAmount,
  closeCodeField,
  confirmAmount,
  dropHeld,
  go,
  keyAmount,
  leaveResult,
  park,
  say,
  showCodeInstead,
  showTray,
} from './actions.ts';
import { closeCamera, isCameraOpen, useCameraDoor } from './camera-door.ts';
import { codeStepOf } from './code-step.ts';
import { stageOf, useTill, type TillState } from './state.ts';

import type { WedgeMode } from '../scan/index.ts';

/** What a person's digits would do now, so that a scanner's can be told apart from them. Null on a new till. */
export function keysMeaning(): WedgeMode | null {
  const state = useTill.getState();
  if (state.unpaired !== null) return null;
  if (isElsewhere(state)) return 'none';
  if (document.activeElement?.hasAttribute('data-code-field') === true) return 'field';
  if (state.place !== 'sale') return 'none';
  const stage = stageOf(state);
  if (stage.at === 'idle') return 'amount';
  return stage.at === 'outcome' && stage.outcome === 'paid' ? 'result' : 'none';
}

/** The keys that stand on the buttons. A control that has the focus comes first. */
export function onKey(event: KeyboardEvent): void {
  const state = useTill.getState();
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (isElsewhere(state)) return;
  if (event.key === 'F6') return handled(event, () => go('payments'));
  if (state.place !== 'sale') {
    if (event.key === 'Escape') handled(event, () => go('sale'));
    return;
  }
  const stage = stageOf(state);
  const atControl =
    event.target instanceof Element && event.target.closest('button, a, input, [role="button"]') !== null;
  switch (stage.at) {
    case 'idle':
      return onKeypad(event, atControl);
    case 'scan':
      return onScan(event, state);
    case 'asking':
      if (event.key === 'Escape') handled(event, () => askToStop());
      if (event.key === 'F2' && codeStepOf(stage) !== null) handled(event, () => askToStop(true));
      if (event.key === 'F4') handled(event, () => void park());
      return;
    case 'cancelling':
      if (event.key === 'F4') handled(event, () => void park());
      return;
    case 'outcome': {
      const retry = stage.outcome === 'declined' || stage.outcome === 'cancelled';
      if (event.key === 'Enter' && !atControl) handled(event, () => void leaveResult(retry));
      if (event.key === 'Escape') handled(event, () => void leaveResult(false));
    }
  }
}

function onKeypad(event: KeyboardEvent, atControl: boolean): void {
  switch (event.key) {
    case 'Enter':
      // A held Enter confirms once.
      if (!atControl) handled(event, event.repeat ? () => undefined : () => void confirmAmount());
      return;
    case 'Backspace':
      return handled(event, () => keyAmount('backspace'));
    case 'Delete':
      return handled(event, () => keyAmount('clear'));
    case 'F3':
      return handled(event, event.repeat ? () => undefined : () => void confirmAmount('our-code'));
    case 'F4':
      return handled(event, () => showTray(true));
    case 'Escape':
      return handled(event, leaveKeypad);
  }
}

function onScan(event: KeyboardEvent, state: TillState): void {
  const { trayOpen, typedCode } = state;
  if (event.key === 'F3') return handled(event, event.repeat ? () => undefined : () => void showCodeInstead());
  if (event.key === 'F4') return handled(event, () => showTray(true));
  if (event.key !== 'Escape') return;
  if (trayOpen) return handled(event, () => showTray(false));
  if (typedCode !== null) return handled(event, closeCodeField);
  const stage = stageOf(state);
  if (stage.at === 'scan' && isCameraOpen(useCameraDoor.getState(), stage.saleId))
    return handled(event, () => closeCamera(stage.saleId));
  handled(event, () => void backToAmount());
}

/** Esc takes away one thing at a time: what is said, the list, the held code. */
function leaveKeypad(): void {
  const { problem, trayOpen, snapshot } = useTill.getState();
  if (problem !== null) return say(null);
  if (trayOpen) return showTray(false);
  if (snapshot !== null && snapshot.held !== null) void dropHeld();
}

/** A question stands in front, or there is no till to key at. */
function isElsewhere({ cannotRun, unpaired, snapshot, stopAsked, sameAmount }: TillState): boolean {
  return cannotRun !== null || unpaired !== null || snapshot === null || stopAsked !== null || sameAmount !== null;
}

function handled(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  act();
}
