import { displayDigitsMs } from '#contract';

import styles from './TimeLeft.module.css';
import { fill, type Words } from './words.ts';

type Props = { leftMs: number; lifeMs: number; words: Words['code'] };

/** A bar from the start; digits only late, so that nobody is hurried, and always where motion is not wanted. */
export function TimeLeft({ leftMs, lifeMs, words }: Props) {
  const inWords = fill(words.left, { seconds: Math.ceil(leftMs / 1_000) });
  return (
    <div className={styles.left}>
      <progress aria-label={words.time} max={Math.max(lifeMs, leftMs)} value={leftMs} aria-valuetext={inWords} />
      <p data-late={leftMs <= displayDigitsMs || undefined} aria-hidden="true">
        {inWords}
      </p>
    </div>
  );
}
