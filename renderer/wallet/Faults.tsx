import { FaultyApi, type SwitchesChange } from '#contract';

import { AmountTable } from './AmountTable.tsx';
import { ArmedFaults } from './ArmedFaults.tsx';
import styles from './Faults.module.css';
import { NextCalls } from './NextCalls.tsx';
import { NextPayments } from './NextPayments.tsx';
import { NotifyFaults } from './NotifyFaults.tsx';
import { NumberField } from './NumberField.tsx';
import { OrderCodes } from './OrderCodes.tsx';
import { UnknownWays } from './UnknownWays.tsx';
import { useSwitches } from './use-switches.ts';
import { useWords } from './words.ts';

/** Beside the phone: what goes wrong between the till and Alipay+, for every wallet. */
export function Faults() {
  const { say } = useWords();
  const { switches, change } = useSwitches();
  if (switches === null) return <output>{say('app.starting')}</output>;
  return (
    <div className={styles.faults}>
      <NextCalls faults={switches.faults} onChange={change} />
      <ArmedFaults switches={switches} onChange={change} />
      <fieldset>
        <legend>{say('faults.late')}</legend>
        {FaultyApi.options.map((api) => (
          <NumberField
            key={api}
            label={say(`api.${api}`)}
            value={switches.faults[api].delayMs / 1_000}
            max={600}
            onNumber={(seconds) => change(late(api, seconds))}
          />
        ))}
      </fieldset>
      <NotifyFaults faults={switches.notifications} onChange={change} />
      <NextPayments next={switches.nextPayments} onChange={change} />
      <OrderCodes answers={switches.orderCode} onChange={change} />
      <UnknownWays switches={switches} onChange={change} />
      <AmountTable on={switches.faultsByAmount} onSwitch={(faultsByAmount) => change({ faultsByAmount })} />
    </div>
  );
}

function late(api: FaultyApi, seconds: number): SwitchesChange {
  return { faults: { [api]: { delayMs: Math.round(seconds * 1_000) } } };
}
