import { CallMishap, FaultyApi, type Switches, type SwitchesChange } from '#contract';

import styles from './Faults.module.css';
import { useWords } from './words.ts';

type Props = { switches: Switches; onChange: (change: SwitchesChange) => void };

/** What is still going to happen, with a way to call each off. */
export function ArmedFaults({ switches, onChange }: Props) {
  const { say } = useWords();
  const armed = FaultyApi.options.flatMap((api) =>
    CallMishap.options
      .filter((mishap) => switches.faults[api][mishap] > 0)
      .map((mishap) => ({ api, mishap, times: switches.faults[api][mishap] })),
  );
  return (
    <section className={styles.armed} aria-label={say('faults.armed')}>
      <h3>{say('faults.armed')}</h3>
      {armed.length === 0 && <p>{say('faults.none')}</p>}
      <ul>
        {armed.map(({ api, mishap, times }) => (
          <li key={`${api} ${mishap}`}>
            <span>
              {say('faults.line', { api: say(`api.${api}`), fault: say(`mishap.${mishap}`), times })}
              {mishap === 'refuse' && ` (${switches.faults[api].refuseCode})`}
            </span>
            <button
              type="button"
              className={styles.button}
              aria-label={say('faults.callOff', { api: say(`api.${api}`), fault: say(`mishap.${mishap}`) })}
              onClick={() => onChange({ faults: { [api]: { [mishap]: 0 } } })}
            >
              {say('faults.remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
