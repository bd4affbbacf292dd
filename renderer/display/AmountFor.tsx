import type { DisplayLanguage } from '#contract';
import { formatAmount, type Amount } from '#payment';

import { Money, spokenAmount } from '../look/index.ts';
import styles from './AmountFor.module.css';

/** The glyphs of an amount in the hundreds of thousands with a sign of three letters; beyond them it steps down once more. */
const glyphsMax = 13;

/** The largest words on the glass; screen readers hear the currency's name. */
export function AmountFor({ amount, name, language }: { amount: Amount; name: string; language: DisplayLanguage }) {
  const isLong = formatAmount(amount, language).length > glyphsMax;
  return (
    <section className={styles.amount} data-long={isLong || undefined} aria-label={name}>
      <span className="sr-only">{spokenAmount(amount, language)}</span>
      <span aria-hidden="true">
        <Money amount={amount} locale={language} />
      </span>
    </section>
  );
}
