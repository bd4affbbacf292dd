import { useState } from 'react';

import { CallMishap, FaultyApi, type Switches, type SwitchesChange } from '#contract';

import { Choose } from './Choose.tsx';
import styles from './Faults.module.css';
import { NumberField } from './NumberField.tsx';
import { refusalCodes } from './refusal-codes.ts';
import { useWords } from './words.ts';

type Props = { faults: Switches['faults']; onChange: (change: SwitchesChange) => void };

/** Sets one fault for the next calls of one API. */
export function NextCalls({ faults, onChange }: Props) {
  const { say } = useWords();
  const [api, setApi] = useState<FaultyApi>('pay');
  const [mishap, setMishap] = useState<CallMishap>('silentAfter');
  const [times, setTimes] = useState(1);
  const [refuseCode, setRefuseCode] = useState('PROCESS_FAIL');

  function set(): void {
    const code = mishap === 'refuse' ? { refuseCode } : {};
    onChange({ faults: { [api]: { [mishap]: Math.min(1_000, faults[api][mishap] + times), ...code } } });
  }

  return (
    <fieldset>
      <legend>{say('faults.nextCalls')}</legend>
      <Choose
        label={say('faults.api')}
        value={api}
        options={FaultyApi.options}
        name={(option) => say(`api.${option}`)}
        onChoose={setApi}
      />
      <Choose
        label={say('faults.fault')}
        value={mishap}
        options={CallMishap.options}
        name={(option) => say(`mishap.${option}`)}
        onChoose={setMishap}
      />
      {mishap === 'refuse' && (
        <Choose
          label={say('faults.code')}
          value={refuseCode}
          options={refusalCodes}
          name={(code) => code}
          onChoose={setRefuseCode}
        />
      )}
      <NumberField
        label={say('faults.times')}
        value={times}
        max={1_000}
        onNumber={(number) => setTimes(Math.max(1, Math.round(number)))}
      />
      <button type="button" className={styles.button} onClick={set}>
        {say('faults.set')}
      </button>
    </fieldset>
  );
}
