import { useMessages } from '../../shared.ts';
import styles from './Device.module.css';
import { setUpCodes } from './set-up-codes.ts';

/** How a scanner is brought to send codes instead of typing them, maker by maker. */
export function ModePanel() {
  const { t } = useMessages();
  return (
    // What scrolls is reached by the keyboard too (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.panel} tabIndex={0} aria-label={t('devices.panel.mode')}>
      <p>{t('devices.mode.say')}</p>
      <dl className={styles.makers}>
        {setUpCodes.map(({ maker, mode, code, source }) => (
          <div key={maker}>
            <dt>{maker}</dt>
            <dd>
              <p>{code === null ? t('devices.mode.inGuide', { mode }) : t('devices.mode.scan', { mode, code })}</p>
              <p className={styles.source}>{t('devices.mode.source', { source })}</p>
            </dd>
          </div>
        ))}
      </dl>
      <p>{t('devices.mode.others')}</p>
    </section>
  );
}
