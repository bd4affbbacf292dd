import { useEffect, useRef, useState } from 'react';

import { Button, clockTime, prefer, useMessages, useTill } from '../../shared.ts';
import { ModePanel } from './ModePanel.tsx';
import styles from './WedgeSetup.module.css';
import { WedgeLearning } from './WedgeLearning.tsx';

/** A scanner that types: when it was last heard, what is known of it, and how it is got to know. */
export function WedgeSetup() {
  const { t } = useMessages();
  const lastScanAt = useTill((state) => state.lastWedgeScanAt);
  const [is, setIs] = useState<'at-start' | 'learning' | 'back'>('at-start');
  const [round, setRound] = useState(0);
  const last = lastScanAt === null ? t('wedge.noScan') : t('wedge.lastScan', { time: clockTime(lastScanAt) });
  return (
    <section className={styles.panel}>
      {is === 'learning' ? (
        <WedgeLearning
          key={round}
          onRestart={() => setRound(round + 1)}
          onUse={(wedge) => {
            prefer({ wedge });
            setIs('back');
          }}
          onCancel={() => setIs('back')}
        />
      ) : (
        <>
          <p>
            <strong>{last}</strong> {t('wedge.notSeen')}
          </p>
          <Known isBack={is === 'back'} onSetUp={() => setIs('learning')} />
          <details>
            <summary>{t('wedge.leave')}</summary>
            <p>{t('wedge.leaveSay')}</p>
            <ModePanel />
          </details>
        </>
      )}
    </section>
  );
}

function Known({ isBack, onSetUp }: { isBack: boolean; onSetUp: () => void }) {
  const { t } = useMessages();
  const wedge = useTill((state) => state.preferences.wedge);
  const setUp = useRef<HTMLButtonElement>(null);
  // What had the focus is gone with the scanning.
  useEffect(() => {
    if (isBack) setUp.current?.focus();
  }, [isBack]);
  return (
    <>
      {wedge === null ? (
        <p>{t('wedge.unknown')}</p>
      ) : (
        <dl className={styles.facts} aria-label={t('wedge.known')}>
          <dt>{t('wedge.first')}</dt>
          <dd>{frontOf(wedge.aim, wedge.prefix, t('wedge.aim'), t('wedge.nothing'))}</dd>
          <dt>{t('wedge.last')}</dt>
          <dd>{wedge.suffix === 'none' ? t('wedge.nothing') : wedge.suffix}</dd>
          <dt>{t('wedge.pause')}</dt>
          <dd>{t('wedge.ms', { ms: wedge.gapMs })}</dd>
          <dt>{t('wedge.reading')}</dt>
          <dd>{t(`wedge.by.${wedge.reading}`)}</dd>
        </dl>
      )}
      <div className={styles.actions}>
        <Button kind="primary" ref={setUp} onClick={onSetUp}>
          {wedge === null ? t('wedge.setUp') : t('wedge.setUpAgain')}
        </Button>
        {wedge !== null && <Button onClick={() => prefer({ wedge: null })}>{t('wedge.reset')}</Button>}
      </div>
    </>
  );
}

function frontOf(aim: boolean, prefix: string, aimWords: string, nothing: string): string {
  const parts = [...(prefix === '' ? [] : [prefix]), ...(aim ? [aimWords] : [])];
  return parts.length === 0 ? nothing : parts.join(', ');
}
