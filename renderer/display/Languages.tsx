import type { DisplayLanguage } from '#contract';

import styles from './Languages.module.css';
import { languages, wordsIn } from './words.ts';

type Props = { name: string; language: DisplayLanguage; choose: (language: DisplayLanguage) => void };

/** Always in reach, each by its own name. */
export function Languages({ name, language, choose }: Props) {
  return (
    <fieldset className={styles.languages} aria-label={name}>
      {languages.map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={one === language} onClick={() => choose(one)}>
          {wordsIn[one].app.thisLanguage}
        </button>
      ))}
    </fieldset>
  );
}
