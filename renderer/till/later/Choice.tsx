import { useId } from 'react';

import styles from './Choice.module.css';

type Props<Value extends string> = {
  legend: string;
  chosen: Value;
  options: readonly { value: Value; name: string; lang?: string }[];
  onChoose: (value: Value) => void;
};

/** One of a few, all in sight. */
export function Choice<Value extends string>({ legend, chosen, options, onChoose }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} lang={option.lang}>
          <input type="radio" name={name} checked={option.value === chosen} onChange={() => onChoose(option.value)} />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}
