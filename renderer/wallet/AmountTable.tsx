import styles from './Faults.module.css';
import { useAmounts } from './use-switches.ts';
import { useWords } from './words.ts';

type Props = { on: boolean; onSwitch: (on: boolean) => void };

/** The amounts that bring their own faults, so that a till without access to this page can be tried too. */
export function AmountTable({ on, onSwitch }: Props) {
  const { say } = useWords();
  const amounts = useAmounts();
  return (
    <fieldset>
      <legend>{say('faults.amounts')}</legend>
      <label className={styles.check}>
        <input type="checkbox" checked={on} onChange={() => onSwitch(!on)} />
        {say('faults.byAmount')}
      </label>
      <p>{say('faults.aboutAmounts')}</p>
      <details>
        <summary>{say('faults.showAmounts')}</summary>
        <table className={styles.amounts}>
          <tbody>
            {amounts.map(({ minor, name, code }) => (
              <tr key={minor}>
                <th scope="row">{minor}</th>
                <td>{code ?? say(`amount.${name}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </fieldset>
  );
}
