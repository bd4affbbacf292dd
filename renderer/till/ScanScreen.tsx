import { formatAmount } from '#payment';

import type { Stage } from '#contract';

import { Icon, Money } from '../look/index.ts';
import { backToAmount, openCodeField, showCodeInstead } from './actions.ts';
import { AmountArea } from './AmountArea.tsx';
import { isCameraOpen, openCamera, useCameraDoor } from './camera-door.ts';
import { CodeField } from './CodeField.tsx';
import { Heading } from './Heading.tsx';
import { useLater } from './later.ts';
import styles from './ScanScreen.module.css';
import { scannersOf } from './scanners-here.ts';
import { blockOf, useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

/** The amount is confirmed; the customer's code is next, or one of ours. */
export function ScanScreen({ stage }: { stage: Stage & { at: 'scan' } }) {
  const { t, locale } = useMessages();
  const typedCode = useTill((state) => state.typedCode);
  const paused = useTill((state) => blockOf(state) !== null);
  const scanners = useTill(({ snapshot }) => (snapshot === null ? 'readyAny' : scannersOf(snapshot.devices)));
  const isGone = scanners === 'scannerGone' || scanners === 'scannersAway';
  const byCamera = useCameraDoor((door) => isCameraOpen(door, stage.saleId));
  const later = useLater(byCamera);
  return (
    <main className={styles.work}>
      <AmountArea
        title={<p>{t('keypad.toPay')}</p>}
        hint={t(byCamera ? 'scan.scannerToo' : 'scan.change')}
        icon={byCamera ? 'scanner' : 'keyboard'}
      >
        <Money amount={stage.amount} locale={locale} />
      </AmountArea>
      <div className={styles.ready}>
        <section className={styles.aim}>
          {typedCode !== null ? (
            <CodeField saleId={stage.saleId} typed={typedCode} amount={formatAmount(stage.amount, locale)} />
          ) : byCamera && later !== null ? (
            <later.CameraPanel saleId={stage.saleId} />
          ) : (
            <>
              <div className={styles.see}>
                <Aim />
                <div>
                  <Heading>{t('scan.title')}</Heading>
                  <p>
                    <output>{isGone ? t(`keypad.${scanners}`) : t('scan.how')}</output>
                  </p>
                </div>
              </div>
              <div className={styles.ways}>
                <button type="button" className={styles.way} onClick={() => openCamera(stage.saleId)}>
                  <Icon name="camera" />
                  {t('scan.camera')}
                </button>
                <button type="button" className={styles.way} onClick={openCodeField}>
                  <Icon name="keyboard" />
                  {t('scan.type')}
                </button>
              </div>
            </>
          )}
        </section>
        <div className={styles.column}>
          <button type="button" className={styles.back} onClick={() => void backToAmount()}>
            <span className={styles.top}>
              <Icon name="back" />
              {typedCode === null && !byCamera && <kbd>Esc</kbd>}
            </span>
            <span>{t('scan.back')}</span>
          </button>
          <button
            type="button"
            className={styles.show}
            aria-disabled={paused || undefined}
            onClick={() => void showCodeInstead()}
          >
            <span className={styles.top}>
              <Icon name="show-code" size="large" />
              <kbd>F3</kbd>
            </span>
            <span>{t('scan.showCode')}</span>
          </button>
        </div>
      </div>
    </main>
  );
}

/** A phone with a barcode, in the scanner's sight. */
function Aim() {
  return (
    <svg
      viewBox="0 0 160 120"
      fill="none"
      stroke="currentColor"
      strokeWidth="5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 30V12a8 8 0 0 1 8-8h18M130 4h18a8 8 0 0 1 8 8v18M156 90v18a8 8 0 0 1-8 8h-18M30 116H12a8 8 0 0 1-8-8V90" />
      <rect x="54" y="16" width="52" height="88" rx="9" />
      <path strokeWidth="4" d="M68 48v24M76 48v24M84 48v24M92 48v24" />
    </svg>
  );
}
