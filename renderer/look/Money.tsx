import { amountParts, type Amount, type AmountParts } from '#payment';

import styles from './Money.module.css';

/** An amount as the locale writes it, with a small currency sign and decimals at full size. */
export function Money({ amount, locale }: { amount: Amount; locale: string }) {
  return <MoneyParts parts={amountParts(amount, locale)} />;
}

/** `ghost` is what will stand behind what was keyed so far, in second ink. */
export function MoneyParts({ parts, ghost = '' }: { parts: AmountParts; ghost?: string }) {
  const glyphs = parts.sign.length + parts.integer.length + parts.decimal.length + ghost.length;
  const sign = <span className={styles.sign}>{parts.sign}</span>;
  return (
    <span className={styles.money} data-len={glyphs >= 11 ? 'long' : glyphs >= 8 ? 'middle' : undefined}>
      {parts.signFirst && sign}
      {parts.signFirst && parts.gap}
      {parts.integer}
      {parts.decimal}
      {ghost !== '' && <span className={styles.ghost}>{ghost}</span>}
      {!parts.signFirst && parts.gap}
      {!parts.signFirst && sign}
    </span>
  );
}

/** For screen readers: the amount with its currency's name. */
export function spokenAmount(amount: Amount, locale: string): string {
  const { integer, decimal } = amountParts(amount, locale);
  const name = new Intl.DisplayNames(locale, { type: 'currency' }).of(amount.currency) ?? amount.currency;
  return `${integer}${decimal} ${name}`;
}
