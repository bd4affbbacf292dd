import { useCallback, useEffect, useState } from 'react';

import type { AmountFaults, Switches, SwitchesChange } from '#contract';

import { sandbox } from './sandbox-client.ts';

const askEveryMs = 1_000;

export type SwitchBoard = {
  /** Null until the sandbox has answered once. */
  switches: Switches | null;
  change: (change: SwitchesChange) => void;
};

/** The sandbox's switches as they stand, asked for again and again: faults are counted down while one looks. */
export function useSwitches(): SwitchBoard {
  const [switches, setSwitches] = useState<Switches | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const turn = async (): Promise<void> => {
      // The phone says when the sandbox is away.
      const next = await sandbox.switches().catch(() => null);
      if (ended) return;
      if (next !== null) setSwitches(next);
      timer = setTimeout(() => void turn(), askEveryMs);
    };
    void turn();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  const change = useCallback((wanted: SwitchesChange) => {
    sandbox.changeSwitches(wanted).then(setSwitches, () => undefined);
  }, []);
  return { switches, change };
}

/** The amounts that bring their own faults; none until the sandbox has named them. */
export function useAmounts(): AmountFaults['amounts'] {
  const [amounts, setAmounts] = useState<AmountFaults['amounts']>([]);
  useEffect(() => {
    sandbox.amounts().then(
      (list) => setAmounts(list.amounts),
      () => undefined,
    );
  }, []);
  return amounts;
}
