import type { Snapshot } from '#contract';

import { Icon, type IconName } from '../look/index.ts';
import { go, prefer, showDetails } from './actions.ts';
import { nextLanguage } from './i18n.ts';
import { PaymentLine } from './PaymentLine.tsx';
import styles from './Rail.module.css';
import { useTill } from './state.ts';
import { Tray } from './Tray.tsx';
import { useMessages } from './use-messages.ts';

/** What is waiting, last payments, and the functions at its foot. */
export function Rail({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const { recent, tray, timeScale } = snapshot;
  return (
    <aside className={styles.rail} aria-labelledby="last-title">
      <Tray cards={tray} timeScale={timeScale} />
      <section className={styles.last}>
        <h2 id="last-title">{t('rail.last')}</h2>
        {recent.length === 0 ? (
          <p className={styles.nothing}>{t('rail.none')}</p>
        ) : (
          // Tab leads on to rows that do not fit, column by column; the newest come back when it goes on.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <ol className={styles.whole} onBlur={({ currentTarget }) => currentTarget.scrollTo(0, 0)}>
            {recent.map((row) => (
              <li key={row.paymentRequestId}>
                <PaymentLine row={row} onChoose={() => void showDetails(row.paymentRequestId)} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <Functions />
    </aside>
  );
}

function Functions() {
  const { t } = useMessages();
  const { language, muted } = useTill((state) => state.preferences);
  const place = useTill((state) => state.place);
  return (
    <nav className={styles.functions} aria-label={t('rail.functions')}>
      <Function icon="list" name={t('rail.all')} press="F6" onClick={() => go('payments')} />
      <Function
        icon="settings"
        name={t('rail.settings')}
        current={place === 'settings'}
        onClick={() => go(place === 'settings' ? 'sale' : 'settings')}
      />
      <Function
        icon={muted ? 'sound-off' : 'sound'}
        name={muted ? t('rail.soundOff') : t('rail.soundOn')}
        onClick={() => prefer({ muted: !muted })}
      />
      <Function
        icon="language"
        name={t('rail.language')}
        label={t('rail.languageName')}
        onClick={() => prefer({ language: nextLanguage(language) })}
      />
    </nav>
  );
}

type FunctionProps = {
  icon: IconName;
  name: string;
  label?: string;
  press?: string;
  current?: boolean;
  onClick: () => void;
};

function Function({ icon, name, label, press, current = false, onClick }: FunctionProps) {
  return (
    <button type="button" onClick={onClick} aria-label={label} aria-current={current ? 'page' : undefined}>
      <Icon name={icon} />
      {press !== undefined && <kbd>{press}</kbd>}
      <span className={styles.name}>{name}</span>
    </button>
  );
}
