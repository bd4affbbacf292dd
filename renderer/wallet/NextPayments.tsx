import { PaymentCourse, type Switches, type SwitchesChange } from '#contract';

import { Choose } from './Choose.tsx';
import { NumberField } from './NumberField.tsx';
import { useWords } from './words.ts';

type Props = { next: Switches['nextPayments']; onChange: (change: SwitchesChange) => void };

/** What becomes of the next payments, whatever their wallets do. */
export function NextPayments({ next, onChange }: Props) {
  const { say } = useWords();
  return (
    <fieldset>
      <legend>{say('faults.nextPayments')}</legend>
      <Choose
        label={say('faults.course')}
        value={next.course}
        options={PaymentCourse.options}
        name={(course) => say(`course.${course}`)}
        onChoose={(course) => onChange({ nextPayments: { course } })}
      />
      <NumberField
        label={say('faults.after')}
        value={next.afterMs / 1_000}
        max={600}
        onNumber={(seconds) => onChange({ nextPayments: { afterMs: Math.round(seconds * 1_000) } })}
      />
      <NumberField
        label={say('faults.payments')}
        value={next.times}
        max={1_000}
        onNumber={(times) => onChange({ nextPayments: { times: Math.round(times) } })}
      />
    </fieldset>
  );
}
