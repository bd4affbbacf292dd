import type { StoreWord } from '#contract';

import { useMessages } from './use-messages.ts';
import styles from './WordOfMinute.module.css';

/** What no phone can show: the store's word, its colour, and the colour's name. The customer's screen says the same. */
export function WordOfMinute({ word, colour }: StoreWord) {
  const { t } = useMessages();
  return (
    <div className={styles.part}>
      <p className={styles.label}>{t('storeWord.label')}</p>
      <p className={styles.word} data-colour={colour}>
        <i />
        <b lang="en">{word}</b>
        <small>{t(`storeWord.${colour}`)}</small>
      </p>
    </div>
  );
}
