import { useId, useState } from 'react';

import styles from './Faults.module.css';

type Props = { label: string; value: number; max: number; onNumber: (value: number) => void };

/** Takes a number from 0 when the reader leaves the field or presses Enter. Give it a new key when the value changes. */
export function NumberField({ label, value, max, onNumber }: Props) {
  const [text, setText] = useState(String(value));
  const id = useId();

  function take(): void {
    const wanted = Number(text);
    if (text.trim() === '' || !(wanted >= 0 && wanted <= max)) setText(String(value));
    else if (wanted !== value) onNumber(wanted);
  }

  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
    </div>
  );
}
