import type { Snapshot } from '#contract';

import { useMessages } from '../../shared.ts';
import styles from './Settings.module.css';
import { Sheet } from '../Sheet.tsx';

/** What scrolls is reached by the keyboard too (WCAG 2.1.1), although nothing in it can be pressed. */
const scrolling = { tabIndex: 0 };

/** What this till is set to, for reading. */
export function ShopSheet({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useMessages();
  const { shop, environment } = snapshot;
  return (
    <Sheet title={t('settings.page.shop')} say={t('settings.shopSay')}>
      <section {...scrolling} className={styles.body} aria-label={t('settings.page.shop')}>
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
    </Sheet>
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
