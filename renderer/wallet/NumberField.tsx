import { useId, useState } from 'react';

import styles from './Faults.module.css';

type Props = { label: string; value: number; max: number; onNumber: (value: number) => void };

/** Takes a number from 0 when the reader leaves the field or presses Enter. */
export function NumberField({ label, value, max, onNumber }: Props) {
  // Null while nothing is being written: then the value is shown as it is.
  const [text, setText] = useState<string | null>(null);
  const id = useId();

  function take(): void {
    setText(null);
    const wanted = Number(text);
    if (text === null || text.trim() === '' || !(wanted >= 0 && wanted <= max)) return;
    if (wanted !== value) onNumber(wanted);
  }

  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text ?? String(value)}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
    </div>
  );
}
