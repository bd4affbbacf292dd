import { useState } from 'react';

import { scanTestText, type Scanner } from '#contract';

import { Button, clockTime, Icon, tellDrivers, useMessages, useQr, useTill, type LastScan } from '../../shared.ts';
import { barsPicture } from './bars-picture.ts';
import styles from './Device.module.css';

type Props = { scanner: Scanner | null; onLeft: () => void };

/** A code that the till itself shows, and what came of scanning it. No payment is begun by it; a wallet's code is taken as ever. */
export function TestScanPanel({ scanner, onLeft }: Props) {
  const { t } = useMessages();
  return (
    <section className={styles.panel}>
      <p>{t('devices.test.say')}</p>
      <TestCodes />
      <TestHeard />
      {scanner?.via === 'serial' && (
        <Button
          onClick={() => {
            void tellDrivers({ to: 'forget', scanner: scanner.id });
            onLeft();
          }}
        >
          {t('devices.doNotUse')}
        </Button>
      )}
    </section>
  );
}

/** For scanners that read pictures, and for lasers, which read bars only. */
export function TestCodes() {
  const { t } = useMessages();
  const qr = useQr(scanTestText);
  return (
    <div className={styles.codes}>
      <figure>
        {typeof qr === 'object' && <img className={styles.qr} src={qr.address} alt={t('devices.test.qr')} />}
        <figcaption>{t('devices.test.qr')}</figcaption>
      </figure>
      <figure>
        <img className={styles.bars} src={barsPicture(scanTestText)} alt={t('devices.test.bars')} />
        <figcaption>{t('devices.test.bars')}</figcaption>
      </figure>
    </div>
  );
}

/** What was scanned since this came up. */
export function TestHeard() {
  const { t } = useMessages();
  const [since] = useState(() => performance.now());
  const lastScan = useTill((state) => state.lastScan);
  const isNew = lastScan !== null && lastScan.at > since;
  return (
    <output className={styles.heard}>
      {isNew ? (
        <>
          <Icon name={lastScan.scanned.is === 'test-code' ? 'tick' : 'attention'} />
          <Heard scan={lastScan} />
        </>
      ) : (
        t('devices.test.waiting')
      )}
    </output>
  );
}

function Heard({ scan: { scanned, via, at } }: { scan: LastScan }) {
  const { t } = useMessages();
  const time = clockTime(performance.timeOrigin + at);
  const by = t(`devices.via.${via}`);
  if (scanned.is === 'test-code') return t('devices.test.well', { time, by });
  if (scanned.is === 'ok') return t('devices.test.payment', { time, by });
  if (scanned.is === 'receipt' || scanned.is === 'no-receipt') return t('devices.test.other', { time, by });
  return `${t('devices.test.other', { time, by })} ${t(`badScan.${scanned.why}.what`)}`;
}
