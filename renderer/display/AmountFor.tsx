import type { DisplayLanguage } from '#contract';
import type { Amount } from '#payment';

import { Money, spokenAmount } from '../look/index.ts';
import styles from './AmountFor.module.css';

/** The largest words on the glass; screen readers hear the currency's name. */
export function AmountFor({ amount, name, language }: { amount: Amount; name: string; language: DisplayLanguage }) {
  return (
    <div className={styles.amount} role="group" aria-label={name}>
      <span className="sr-only">{spokenAmount(amount, language)}</span>
      <span aria-hidden="true">
        <Money amount={amount} locale={language} />
      </span>
    </div>
  );
}
