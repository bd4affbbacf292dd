import type { Scanner } from '#contract';

import { tellDrivers, useMessages } from '../../shared.ts';
import { Choice } from '../Choice.tsx';
import styles from './Device.module.css';
import { TestCodes, TestHeard } from './TestScanPanel.tsx';

/** Where the code lies in what this scanner sends: tried out with the test code until it reads. */
export function FormatPanel({ scanner }: { scanner: Scanner | null }) {
  const { t } = useMessages();
  if (scanner === null) return <p className={styles.panel}>{t('devices.trouble.unplugged')}</p>;
  const { layout } = scanner;
  return (
    <section className={styles.panel}>
      <p>{t('devices.format.say')}</p>
      <Choice
        legend={t('devices.format.legend')}
        chosen={layout === null || layout === 'descriptor' ? 'rule' : layout}
        options={[
          { value: 'rule', name: t('devices.format.rule') },
          { value: 'aim-first', name: t('devices.format.aimFirst') },
          { value: 'data-first', name: t('devices.format.dataFirst') },
        ]}
        onChoose={(value) => void tellDrivers({ to: 'layout', scanner: scanner.id, layout: value })}
      />
      <TestCodes />
      <TestHeard />
    </section>
  );
}
