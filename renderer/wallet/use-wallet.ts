import { useCallback, useEffect, useRef, useState } from 'react';

import type { WalletView } from '#contract';

import { sandbox } from './sandbox-client.ts';

const askEveryMs = 500;

export type Wallet = {
  /** Null until the sandbox has answered once. */
  view: WalletView | null;
  /** The last call went unanswered. */
  away: boolean;
  /** Does something to the wallet, then shows what became of it. */
  act: (work: () => Promise<unknown>) => Promise<void>;
};

/** One wallet as the sandbox has it now, asked for again and again. */
export function useWallet(id: string): Wallet {
  const [view, setView] = useState<WalletView | null>(null);
  const [away, setAway] = useState(false);
  // Two calls may overlap: an answer older than the shown one is dropped.
  const current = useRef({ id, now: 0 });

  const refresh = useCallback(async () => {
    try {
      const next = await sandbox.view(id);
      if (current.current.id !== id || next.now < current.current.now) return;
      current.current = { id, now: next.now };
      setView(next);
      setAway(false);
    } catch {
      if (current.current.id === id) setAway(true);
    }
  }, [id]);

  useEffect(() => {
    current.current = { id, now: 0 };
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const turn = async (): Promise<void> => {
      await refresh();
      if (!ended) timer = setTimeout(() => void turn(), askEveryMs);
    };
    void turn();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [id, refresh]);

  const act = useCallback(
    async (work: () => Promise<unknown>) => {
      // A refused or lost call changes nothing here: what the sandbox says next is what is shown.
      await work().catch(() => undefined);
      await refresh();
    },
    [refresh],
  );

  return { view: view?.id === id ? view : null, away, act };
}
