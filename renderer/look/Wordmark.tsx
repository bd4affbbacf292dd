import wordmark from '../../assets/icons/wordmark.svg?raw';

import styles from './Wordmark.module.css';

export function Wordmark() {
  // Our own file, built in: nothing from outside gets here.
  return <span className={styles.wordmark} dangerouslySetInnerHTML={{ __html: wordmark }} />;
}
