import { readKey } from './key-reading.ts';
import type { WedgeSettings } from './wedge-settings.ts';
import { wedgeAtRest, type WedgeAction, type WedgeEvent, type WedgeMode } from './wedge-state.ts';
import { idleLimitMs } from './wedge-waits.ts';
import { holdMs, isHolding, stepWedge } from './wedge.ts';

export type WedgeHandlers = {
  /** What a person's keys would do at this moment. Null: there is nothing to scan for, and every key goes its own way. */
  mode(): WedgeMode | null;
  /** What is known of the scanner that types here; null where nobody has set it up. */
  settings(): WedgeSettings | null;
  /** A person's key for the amount. */
  typed(char: string): void;
  /** The last `keys` keys were a scanner's and are to be taken back out of the amount or the field. */
  rolledBack(keys: number): void;
  scanned(text: string): void;
  /** The end of a scan did not come. */
  halfScanned(): void;
  /** An Enter came so soon after a scan that it confirms nothing, although a person has keyed in between. */
  tooSoon(): void;
};

/** A timer that is later than this, ms, was kept waiting, and so were keys. */
const busyMs = 30;

/**
 * Listens on the window before anything else does, so that a scan works with no field focused and over a dialog, and
 * reaches no field and no button. Returns how to stop.
 */
export function listenToWedge(handlers: WedgeHandlers): () => void {
  let state = wedgeAtRest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const swallowed = new Set<string>();

  function take(event: WedgeEvent): boolean {
    const mode = handlers.mode();
    if (mode === null) return false;
    const setting = { mode, settings: handlers.settings() };
    const step = stepWedge(state, event, setting);
    state = step.state;
    clearTimeout(timer);
    if (state.run.length > 0) tickAfter(isHolding(state) ? holdMs : idleLimitMs(state, setting));
    for (const action of step.actions) act(action);
    return step.swallow;
  }

  function tickAfter(waitMs: number): void {
    const due = performance.now() + waitMs;
    timer = setTimeout(() => {
      const at = performance.now();
      // The page was busy: keys may have come in time that it has not seen yet.
      if (at - due > busyMs) tickAfter(busyMs);
      else take({ type: 'tick', at });
    }, waitMs);
  }

  function act(action: WedgeAction): void {
    switch (action.do) {
      case 'type':
        return handlers.typed(action.char);
      case 'rollback':
        return handlers.rolledBack(action.keys);
      case 'scan':
        return handlers.scanned(action.text);
      case 'half':
        return handlers.halfScanned();
      case 'too-soon':
        return handlers.tooSoon();
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (window.counterpayKeys !== undefined) return pass(event, window.counterpayKeys(event));
    const read = readKey(event);
    if (read.is === 'modifier') return;
    // The event's own time: when the key was pressed, not when this page got round to it.
    const at = event.timeStamp;
    const swallow =
      read.is === 'char'
        ? take({ type: 'char', at, char: read.char, byCode: read.byCode, repeat: event.repeat })
        : take(read.is === 'end' ? { type: 'end', at, key: read.key } : { type: 'other', at });
    pass(event, swallow);
  }

  function pass(event: KeyboardEvent, swallow: boolean): void {
    if (swallow) {
      swallowed.add(event.code);
      stop(event);
    } else {
      swallowed.delete(event.code);
    }
  }

  // A button is pressed when Space comes up again, so the end of a swallowed key is swallowed too.
  function onKeyUp(event: KeyboardEvent): void {
    if (swallowed.delete(event.code)) stop(event);
  }

  function onPointerDown(event: PointerEvent): void {
    take({ type: 'other', at: event.timeStamp });
  }

  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  window.addEventListener('pointerdown', onPointerDown, { capture: true });
  return () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  };
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
