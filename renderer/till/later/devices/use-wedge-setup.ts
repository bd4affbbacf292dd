import { useEffect, useState } from 'react';

import { scanTestText } from '#contract';

import { readKey } from '../../../scan/key-reading.ts';
import { takeKeys } from '../../../scan/key-taker.ts';
import { setupAtStart, setupIdleMs, stepSetup, type SetupEvent, type SetupState } from '../../../scan/wedge-setup.ts';
import { play, useTill } from '../../shared.ts';

/** What the scanner has typed so far. As long as this is shown, every scan comes here, and none becomes a sale. */
export function useWedgeSetup(): SetupState {
  const [state, setState] = useState(setupAtStart);
  useEffect(() => {
    let now = setupAtStart;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function take(event: SetupEvent): boolean {
      const step = stepSetup(now, event, scanTestText);
      sound(now, step.state);
      now = step.state;
      setState(now);
      clearTimeout(timer);
      if (now.keys.length > 0) timer = setTimeout(() => take({ type: 'tick', at: performance.now() }), setupIdleMs);
      return step.swallow;
    }

    const giveBack = takeKeys((event) => {
      const read = eventOf(event);
      return read !== null && take(read);
    });
    return () => {
      clearTimeout(timer);
      giveBack();
    };
  }, []);
  return state;
}

function eventOf(event: KeyboardEvent): SetupEvent | null {
  const read = readKey(event);
  const at = event.timeStamp;
  switch (read.is) {
    case 'char':
      return event.repeat ? null : { type: 'char', at, char: read.char, byCode: read.byCode };
    case 'end':
      return { type: 'end', at, key: read.key };
    case 'alt-digit':
      return { type: 'alt-digit', at };
    case 'other':
      return { type: 'other', at };
    case 'modifier':
      return null;
  }
}

function sound(before: SetupState, after: SetupState): void {
  if (after.last === before.last || after.last === null || useTill.getState().preferences.muted) return;
  play(after.problem === null ? 'good-scan' : 'bad-scan');
}
