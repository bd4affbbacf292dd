import type { DisplayLanguage } from '#contract';

import styles from './Welcome.module.css';
import { languages, wordsIn } from './words.ts';

/** Nobody pays: the shop's name, and that one can, in every language here. */
export function Welcome({ shopName, first }: { shopName: string; first: DisplayLanguage }) {
  const others = languages.filter((language) => language !== first);
  return (
    <div className={styles.welcome}>
      <h1>{shopName}</h1>
      <ul>
        {[first, ...others].map((language) => (
          <li key={language} lang={language}>
            {wordsIn[language].welcome}
          </li>
        ))}
      </ul>
    </div>
  );
}
