import { NotifyMishap, type Switches, type SwitchesChange } from '#contract';

import styles from './Faults.module.css';
import { NumberField } from './NumberField.tsx';
import { useWords } from './words.ts';

type Props = { faults: Switches['notifications']; onChange: (change: SwitchesChange) => void };

const callsMax = 1_000;

/** What goes wrong when Alipay+ tells the shop's acquirer how a payment ended. */
export function NotifyFaults({ faults, onChange }: Props) {
  const { say } = useWords();
  const change = (notifications: SwitchesChange['notifications']): void => onChange({ notifications });
  return (
    <fieldset>
      <legend>{say('notify.title')}</legend>
      <label className={styles.check}>
        <input type="checkbox" checked={faults.sent} onChange={() => change({ sent: !faults.sent })} />
        {say('notify.sent')}
      </label>
      <NumberField
        label={say('notify.delay')}
        value={faults.delayMs / 1_000}
        max={600}
        onNumber={(seconds) => change({ delayMs: Math.round(seconds * 1_000) })}
      />
      {[...NotifyMishap.options, 'beforeAnswer' as const, 'late' as const].map((fault) => (
        <NumberField
          key={fault}
          label={say(`notify.${fault}`)}
          value={faults[fault]}
          max={callsMax}
          onNumber={(times) => change({ [fault]: Math.round(times) })}
        />
      ))}
      <NumberField
        label={say('notify.lateBy')}
        value={faults.lateMs / 60_000}
        max={1_500}
        onNumber={(minutes) => change({ lateMs: Math.round(minutes * 60_000) })}
      />
    </fieldset>
  );
}
