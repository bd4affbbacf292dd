import styles from './App.module.css';
import { Bar } from './Bar.tsx';
import { CannotRunScreen } from './CannotRunScreen.tsx';
import { Heading } from './Heading.tsx';
import { useLater } from './later.ts';
import { MessageLine, messageOf } from './MessageLine.tsx';
import { Rail } from './Rail.tsx';
import { SaleScreen } from './SaleScreen.tsx';
import { SameAmountDialog } from './SameAmountDialog.tsx';
import { Spoken, SpokenCustomerScreen, SpokenTray } from './Spoken.tsx';
import { Starting } from './Starting.tsx';
import { useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

/** The frame: band, bar or message line, rail, work pane; each at the same place on every screen. */
export function App() {
  const { t } = useMessages();
  const snapshot = useTill((state) => state.snapshot);
  const cannotRun = useTill((state) => state.cannotRun);
  const unpaired = useTill((state) => state.unpaired);
  const place = useTill((state) => state.place);
  const message = useTill(messageOf);
  const later = useLater(place !== 'sale' || unpaired !== null);

  if (cannotRun !== null) return <CannotRunScreen {...cannotRun} />;
  if (unpaired !== null) return later === null ? <Starting /> : <later.PairingScreen backend={unpaired.backend} />;
  if (snapshot === null) return <Starting />;
  const band = snapshot.environment === 'sandbox';
  return (
    <div className={styles.till} data-place={place} data-band={band || undefined}>
      {band && (
        <aside className={styles.band} aria-label={t('app.sandboxName')}>
          <span>{t('app.sandbox')}</span>
        </aside>
      )}
      {message === null ? <Bar snapshot={snapshot} /> : <MessageLine message={message} />}
      {(place === 'sale' || later === null) && <Rail snapshot={snapshot} />}
      {place === 'sale' && <SaleScreen snapshot={snapshot} />}
      {place !== 'sale' && later === null && (
        <main className={styles.coming}>
          <Heading>{t('app.coming')}</Heading>
        </main>
      )}
      {place === 'payments' && later !== null && <later.PaymentsScreen snapshot={snapshot} />}
      {place === 'settings' && later !== null && <later.SettingsScreen snapshot={snapshot} />}
      <SameAmountDialog tray={snapshot.tray} />
      <Spoken />
      <SpokenTray />
      <SpokenCustomerScreen />
    </div>
  );
}
