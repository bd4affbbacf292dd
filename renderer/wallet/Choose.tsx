import { useId } from 'react';

import styles from './Faults.module.css';

type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly T[];
  /** What an option is called. */
  name: (option: T) => string;
  onChoose: (option: T) => void;
};

/** One of a few, in a list that opens. */
export function Choose<T extends string>({ label, value, options, name, onChoose }: Props<T>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option === event.target.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
