import { useEffect, useState } from 'react';

import type { WalletSummary } from '#contract';

import { Behaviour } from './Behaviour.tsx';
import { Phone } from './Phone.tsx';
import { sandbox } from './sandbox-client.ts';
import { useWallet } from './use-wallet.ts';
import styles from './WalletPage.module.css';
import { useWords } from './words.ts';

const listAgainMs = 1_000;

export function WalletPage() {
  const { say } = useWords();
  const wallets = useWallets();
  const [asked, setAsked] = useState(() => new URLSearchParams(location.search).get('wallet'));
  const chosen = (wallets.find(({ id }) => id === asked) ?? wallets[0])?.id;

  function choose(id: string): void {
    setAsked(id);
    const search = new URLSearchParams(location.search);
    search.set('wallet', id);
    history.replaceState(null, '', `?${search.toString()}`);
  }

  return (
    <div className={styles.bench}>
      <aside className={styles.band} aria-label={say('app.sandboxName')}>
        <span>{say('app.sandbox')}</span>
      </aside>
      {chosen === undefined ? (
        <main className={styles.empty}>
          <h1>{say('tabs.name')}</h1>
          <output>{say('app.starting')}</output>
        </main>
      ) : (
        <Bench key={chosen} wallets={wallets} chosen={chosen} onChoose={choose} />
      )}
    </div>
  );
}

type BenchProps = { wallets: readonly WalletSummary[]; chosen: string; onChoose: (id: string) => void };

function Bench({ wallets, chosen, onChoose }: BenchProps) {
  const { view, away, act } = useWallet(chosen);
  return (
    <>
      <Phone view={view} away={away} act={act} />
      <Behaviour
        wallets={wallets}
        chosen={chosen}
        view={view}
        onChoose={onChoose}
        onChange={(change) => void act(() => sandbox.change(chosen, change))}
      />
    </>
  );
}

/** Asks until the sandbox has named its wallets. */
function useWallets(): readonly WalletSummary[] {
  const [wallets, setWallets] = useState<readonly WalletSummary[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const turn = async (): Promise<void> => {
      try {
        setWallets((await sandbox.list()).wallets);
      } catch {
        if (!ended) timer = setTimeout(() => void turn(), listAgainMs);
      }
    };
    void turn();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, []);
  return wallets;
}
