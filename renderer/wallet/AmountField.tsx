import { useId, useState } from 'react';

import { formatAmount, parseAmount, type Amount } from '#payment';

import styles from './AmountField.module.css';
import { useWords } from './words.ts';

type Props = { label: string; amount: Amount; onAmount: (amount: Amount) => void };

/** Takes what was written when the reader leaves the field or presses Enter. Give it a new key when the amount changes. */
export function AmountField({ label, amount, onAmount }: Props) {
  const { say, locale } = useWords();
  const written = formatAmount(amount, locale);
  const [text, setText] = useState(written);
  const [wrong, setWrong] = useState(false);
  const id = useId();

  function take(): void {
    const read = parseAmount(text, amount.currency, locale);
    setWrong(!read.ok);
    if (read.ok && read.value.minor !== amount.minor) onAmount(read.value);
    else if (read.ok) setText(written);
  }

  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      {wrong && (
        <p id={`${id}-wrong`} role="alert">
          {say('behave.notAnAmount', { example: written })}
        </p>
      )}
    </div>
  );
}
