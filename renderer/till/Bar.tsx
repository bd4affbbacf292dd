import { useEffect, useState } from 'react';

import type { Snapshot } from '#contract';

import { Icon, Wordmark } from '../look/index.ts';
import styles from './Bar.module.css';
import { clockTime, useMessages } from './use-messages.ts';

/** Who and where this till is, whether it can reach the acquirer, and the time. */
export function Bar({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const { shop, connection, customerScreen } = snapshot;
  return (
    <header className={styles.bar}>
      <Wordmark />
      <p className={styles.place}>
        {shop.storeName} · {shop.terminalName ?? shop.terminalId}
      </p>
      {customerScreen === 'off' && (
        <p className={styles.fact} data-state="off">
          <Icon name="display" size="small" />
          {t('customerScreen.off')}
        </p>
      )}
      <p className={styles.fact} data-state={connection}>
        <Icon name={connection === 'away' ? 'link-off' : 'link'} size="small" />
        {t(`connection.${connection}`)}
      </p>
      <Clock />
    </header>
  );
}

function Clock() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <time className={styles.fact}>{clockTime(now)}</time>;
}
