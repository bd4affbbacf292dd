import type { Snapshot } from '#contract';

import { Icon, useMessages, type IconName } from '../../shared.ts';
import styles from './SettingsRail.module.css';

export type SettingsPage = 'devices' | 'screen' | 'shop';

const pages: readonly { page: SettingsPage; icon: IconName }[] = [
  { page: 'devices', icon: 'scanner' },
  { page: 'screen', icon: 'display' },
  { page: 'shop', icon: 'settings' },
];

type Props = { page: SettingsPage; snapshot: Snapshot; onChoose: (page: SettingsPage) => void };

export function SettingsRail({ page: current, snapshot, onChoose }: Props) {
  const { t } = useMessages();
  const { terminalId, terminalName } = snapshot.shop;
  return (
    <aside className={styles.rail} aria-labelledby="settings-title">
      <h2 id="settings-title">{t('settings.title')}</h2>
      <nav className={styles.pages} aria-labelledby="settings-title">
        {pages.map(({ page, icon }) => (
          <button
            key={page}
            type="button"
            aria-current={page === current ? 'page' : undefined}
            onClick={() => onChoose(page)}
          >
            <Icon name={icon} />
            {t(`settings.page.${page}`)}
          </button>
        ))}
      </nav>
      <dl className={styles.facts}>
        <div>
          <dt>{t('settings.terminal')}</dt>
          <dd>{terminalName ?? terminalId}</dd>
        </div>
      </dl>
    </aside>
  );
}
