import { OrderCodeAnswers, type Switches, type SwitchesChange } from '#contract';

import { Choose } from './Choose.tsx';
import styles from './Faults.module.css';
import { NumberField } from './NumberField.tsx';
import { useWords } from './words.ts';

type Props = { answers: Switches['orderCode']; onChange: (change: SwitchesChange) => void };

const yesOrNo = ['sent', 'expireTime'] as const;

/** What pay answers a shop that asks for an order's code. */
export function OrderCodes({ answers, onChange }: Props) {
  const { say } = useWords();
  const change = (orderCode: SwitchesChange['orderCode']): void => onChange({ orderCode });
  return (
    <fieldset>
      <legend>{say('orderCode.title')}</legend>
      <Choose
        label={say('orderCode.status')}
        value={answers.status}
        options={OrderCodeAnswers.shape.status.options}
        name={(status) => (status === 'U' ? 'U PAYMENT_IN_PROCESS' : 'S SUCCESS')}
        onChoose={(status) => change({ status })}
      />
      {yesOrNo.map((part) => (
        <label key={part} className={styles.check}>
          <input type="checkbox" checked={answers[part]} onChange={() => change({ [part]: !answers[part] })} />
          {say(`orderCode.${part}`)}
        </label>
      ))}
      <NumberField
        label={say('orderCode.withoutCode')}
        value={answers.withoutCode}
        max={1_000}
        onNumber={(times) => change({ withoutCode: Math.round(times) })}
      />
      <NumberField
        label={say('orderCode.life')}
        value={answers.lifeMs / 1_000}
        max={600}
        onNumber={(seconds) => change({ lifeMs: Math.max(1_000, Math.round(seconds * 1_000)) })}
      />
    </fieldset>
  );
}
