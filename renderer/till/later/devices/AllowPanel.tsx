import { useMessages } from '../../shared.ts';
import styles from './Device.module.css';

/** What each system asks for before a program may open a scanner. */
export function AllowPanel() {
  const { t } = useMessages();
  return (
    // What scrolls is reached by the keyboard too (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.panel} tabIndex={0} aria-label={t('devices.panel.allow')}>
      <h2>Linux</h2>
      <ol>
        <li>
          {t('devices.allow.rule')} <code>sudo cp 70-pos-devices.rules /etc/udev/rules.d/</code>
        </li>
        <li>
          {t('devices.allow.reload')} <code>sudo udevadm control --reload</code>
        </li>
        <li>
          {t('devices.allow.library')} <code>sudo apt-get install libusb-1.0-0 libudev1</code>
        </li>
      </ol>
      <h2>Windows</h2>
      <p>{t('devices.allow.windows')}</p>
      <h2>macOS</h2>
      <p>{t('devices.allow.macos')}</p>
    </section>
  );
}
