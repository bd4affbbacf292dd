import { lazy, Suspense, useState } from 'react';

import type { WalletView } from '#contract';
import { formatAmount } from '#payment';

import { Icon } from '../look/index.ts';
import { AskScreen } from './AskScreen.tsx';
import { HistoryScreen } from './HistoryScreen.tsx';
import { OutcomeScreen } from './OutcomeScreen.tsx';
import { phoneScreen, type PhoneScreen, type Tab } from './phone-screen.ts';
import styles from './Phone.module.css';
import { sandbox, type ScanFailure } from './sandbox-client.ts';
import { ScanScreen } from './ScanScreen.tsx';
import type { Wallet } from './use-wallet.ts';
import { useWords, type WordKey } from './words.ts';

export function Phone({ view, away, act }: Wallet) {
  const { say } = useWords();
  if (view === null || away) {
    return (
      <main className={styles.phone} aria-label={say('app.phone')}>
        <div className={styles.away} role={away ? 'alert' : 'status'}>
          <h1>{say(away ? 'app.away' : 'app.starting')}</h1>
          {away && <p>{say('app.awayDo')}</p>}
        </div>
      </main>
    );
  }
  return <PhoneOn view={view} act={act} />;
}

// The libraries that draw codes are most of the page: they come after its first screen.
const PayScreen = lazy(async () => ({ default: (await import('./PayScreen.tsx')).PayScreen }));

const titles: Record<PhoneScreen['kind'], WordKey | null> = {
  pay: 'pay.title',
  scan: 'scan.title',
  history: 'history.title',
  ask: 'ask.title',
  outcome: null,
};

const tabs: readonly Tab[] = ['pay', 'scan', 'history'];
const tabIcons = { pay: 'wallet', scan: 'scan', history: 'list' } as const;

function PhoneOn({ view, act }: { view: WalletView; act: Wallet['act'] }) {
  const { say, locale } = useWords();
  const [tab, setTab] = useState<Tab>('pay');
  // Older than this page is not news.
  const [seenUntil, setSeenUntil] = useState(view.now);
  const screen = phoneScreen(view, tab, seenUntil);
  const title = titles[screen.kind];
  const balance = formatAmount(view.purse.balance, locale);
  // The history scrolls, also from the keyboard; it has no button to stand on.
  const scrolls = screen.kind === 'history' ? { tabIndex: 0 } : {};
  return (
    <main className={styles.phone} aria-label={say('app.phone')}>
      <div className={styles.top}>
        <h1>{title === null ? view.name : say(title)}</h1>
        <p>
          <span className={styles.name}>{title === null ? '' : view.name}</span>
          <span data-testid="balance">{say('pay.balance', { amount: balance })}</span>
        </p>
      </div>
      <section className={styles.main} aria-label={title === null ? view.name : say(title)} {...scrolls}>
        <Suspense>
          <Screen screen={screen} view={view} act={act} onSeen={() => setSeenUntil(view.now)} />
        </Suspense>
      </section>
      {screen.kind !== 'ask' && screen.kind !== 'outcome' && (
        <nav className={styles.tabs} aria-label={say('tabs.name')}>
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={screen.kind === name ? 'page' : undefined}
              onClick={() => setTab(name)}
            >
              <Icon name={tabIcons[name]} />
              {say(`tabs.${name}`)}
            </button>
          ))}
        </nav>
      )}
    </main>
  );
}

type ScreenProps = { screen: PhoneScreen; view: WalletView; act: Wallet['act']; onSeen: () => void };

function Screen({ screen, view, act, onSeen }: ScreenProps) {
  async function scan(code: string): Promise<ScanFailure | null> {
    let failure: ScanFailure | null = null;
    await act(async () => {
      failure = await sandbox.scan(view.id, code);
    });
    return failure;
  }

  switch (screen.kind) {
    case 'pay':
      return (
        <PayScreen
          code={view.code}
          secondsLeft={screen.secondsLeft}
          shareLeft={screen.shareLeft}
          onRenew={() => void act(() => sandbox.freshCode(view.id))}
        />
      );
    case 'scan':
      return <ScanScreen onScan={scan} />;
    case 'history':
      return <HistoryScreen orders={view.orders} />;
    case 'outcome':
      return <OutcomeScreen order={screen.order} onDone={onSeen} />;
    case 'ask': {
      const { paymentRequestId } = screen.order;
      return (
        <AskScreen
          key={paymentRequestId}
          order={screen.order}
          balance={view.purse.balance}
          secondsLeft={screen.secondsLeft}
          onPay={() => void act(() => sandbox.confirm(view.id, paymentRequestId))}
          onRefuse={() => void act(() => sandbox.refuse(view.id, paymentRequestId))}
        />
      );
    }
  }
}
