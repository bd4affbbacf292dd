import { Wordmark } from '../look/index.ts';
import styles from './Starting.module.css';
import { useMessages } from './use-messages.ts';

/** Before the first snapshot. */
export function Starting() {
  const { t } = useMessages();
  return (
    <main className={styles.starting}>
      <Wordmark />
      <h1>{t('app.starting')}</h1>
      <p>{t('app.waitingForHost')}</p>
    </main>
  );
}
