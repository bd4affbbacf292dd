import type { Switches, SwitchesChange } from '#contract';
import { Switches as SwitchesShape } from '#contract';

import { Choose } from './Choose.tsx';
import styles from './Faults.module.css';
import { useWords } from './words.ts';

type Props = { switches: Switches; onChange: (change: SwitchesChange) => void };

const ways = ['cancelOfUnknown', 'notAWalletCode', 'unissuedCode'] as const;
const yesOrNo = ['walletRefusalLeavesOrder', 'codeRefusalLeavesOrder', 'signCredentialErrors'] as const;

/** Where it is not known what Alipay+ does, both ways can be had. */
export function UnknownWays({ switches, onChange }: Props) {
  const { say } = useWords();
  const name = (option: string): string => {
    switch (option) {
      case 'not-exist':
        return 'ORDER_NOT_EXIST';
      case 'tombstone':
      case 'forget':
      case 'first-wallet':
        return say(`way.${option}`);
      default:
        return option;
    }
  };
  return (
    <fieldset>
      <legend>{say('faults.unknown')}</legend>
      {ways.map((way) => (
        <Choose<string>
          key={way}
          label={say(`way.${way}`)}
          value={switches[way]}
          options={SwitchesShape.shape[way].options}
          name={name}
          onChoose={(option) => onChange({ [way]: option })}
        />
      ))}
      {yesOrNo.map((way) => (
        <label key={way} className={styles.check}>
          <input type="checkbox" checked={switches[way]} onChange={() => onChange({ [way]: !switches[way] })} />
          {say(`way.${way}`)}
        </label>
      ))}
    </fieldset>
  );
}
