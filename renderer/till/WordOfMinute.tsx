import type { StoreWord } from '#contract';

import { StoreWordMark } from '../look/index.ts';
import { useMessages } from './use-messages.ts';
import styles from './WordOfMinute.module.css';

/** What no phone can show, in the form in which the customer's screen shows it. */
export function WordOfMinute(storeWord: StoreWord) {
  const { t } = useMessages();
  return (
    <div className={styles.part}>
      <p className={styles.label}>{t('storeWord.label')}</p>
      <StoreWordMark storeWord={storeWord} colourName={t(`storeWord.${storeWord.colour}`)} />
    </div>
  );
}
