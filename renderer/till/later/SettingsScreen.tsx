import type { Snapshot } from '#contract';

import { Button, go, Heading, play, prefer, useMessages, useTill } from '../shared.ts';
import { Choice } from './Choice.tsx';
import styles from './Settings.module.css';
import sheet from './Sheet.module.css';

/** What this till is set to, for reading; and what this screen looks and sounds like, for choosing. */
export function SettingsScreen({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  return (
    <main className={sheet.sheet}>
      <div className={sheet.head}>
        <Heading>{t('settings.title')}</Heading>
      </div>
      <div className={styles.body}>
        <ThisScreen />
        <Shop snapshot={snapshot} />
      </div>
      <footer className={sheet.actions}>
        <Button icon="back" press="Esc" onClick={() => go('sale')}>
          {t('settings.back')}
        </Button>
      </footer>
    </main>
  );
}

function ThisScreen() {
  const { t } = useMessages();
  const { language, theme, muted } = useTill((state) => state.preferences);
  return (
    <section aria-labelledby="here-title">
      <h2 id="here-title">{t('settings.here')}</h2>
      <Choice
        legend={t('settings.language')}
        chosen={language}
        options={[
          { value: 'en', name: 'English', lang: 'en' },
          { value: 'zh-Hans', name: '简体中文', lang: 'zh-Hans' },
          { value: 'ja', name: '日本語', lang: 'ja' },
        ]}
        onChoose={(value) => prefer({ language: value })}
      />
      <Choice
        legend={t('settings.theme')}
        chosen={theme}
        options={[
          { value: 'system', name: t('settings.system') },
          { value: 'light', name: t('settings.light') },
          { value: 'dark', name: t('settings.dark') },
        ]}
        onChoose={(value) => prefer({ theme: value })}
      />
      <Choice
        legend={t('settings.sound')}
        chosen={muted ? 'off' : 'on'}
        options={[
          { value: 'on', name: t('settings.on') },
          { value: 'off', name: t('settings.off') },
        ]}
        onChoose={(value) => {
          prefer({ muted: value === 'off' });
          if (value === 'on') play('paid');
        }}
      />
    </section>
  );
}

function Shop({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const { shop, environment } = snapshot;
  return (
    <section aria-labelledby="shop-title">
      <h2 id="shop-title">{t('settings.shop')}</h2>
      <p className={styles.say}>{t('settings.shopSay')}</p>
      <dl className={styles.facts}>
        <Fact name={t('settings.environment')}>{t(`settings.${environment}`)}</Fact>
        <Fact name={t('settings.merchant')}>{shop.merchantName}</Fact>
        <Fact name={t('settings.merchantId')}>{shop.merchantId}</Fact>
        <Fact name={t('settings.mcc')}>{shop.merchantMCC}</Fact>
        <Fact name={t('settings.store')}>{shop.storeName}</Fact>
        <Fact name={t('settings.storeId')}>{shop.storeId}</Fact>
        <Fact name={t('settings.currency')}>{shop.currency}</Fact>
        <Fact name={t('settings.terminal')}>{shop.terminalId}</Fact>
        <Fact name={t('settings.file')}>{shop.settingsFile}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
