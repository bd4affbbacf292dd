import type { StoreWord } from '#contract';

import styles from './StoreWordMark.module.css';

/**
 * The store's word of the minute: a field of its colour, the word, and the colour's name for who does not see it. The same
 * form wherever it is shown, so that a cashier compares at a glance.
 */
export function StoreWordMark({ storeWord, colourName }: { storeWord: StoreWord; colourName: string }) {
  return (
    <p className={styles.mark}>
      <span className={styles.field} data-colour={storeWord.colour} aria-hidden="true" />
      <b lang="en">{storeWord.word}</b> <small>{colourName}</small>
    </p>
  );
}
