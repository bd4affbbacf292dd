import type { ReactNode } from 'react';

import type { Amount } from '#payment';

import { Mark, Money } from '../look/index.ts';
import { Brand } from './Answer.tsx';
import { CodeTime } from './CodeTime.tsx';
import { Heading } from './Heading.tsx';
import styles from './OwnCode.module.css';
import { useQr } from './qr.ts';
import { useMessages } from './use-messages.ts';

type Props = { amount: Amount; value: string; leftMs: number; lifeMs: number; actions: ReactNode };

/** The till shows the code itself: the amount where it always is, the code below it, the words beside. */
export function OwnCode({ amount, value, leftMs, lifeMs, actions }: Props) {
  const { t, locale } = useMessages();
  const qr = useQr(value);
  return (
    <main className={styles.work}>
      <section className={styles.pane} data-tone="waiting">
        <div className={styles.row}>
          <Mark name="waiting" />
          <p className={styles.amount}>
            <Money amount={amount} locale={locale} />
          </p>
        </div>
        <div className={styles.say}>
          <Heading>{t('code.title')}</Heading>
          <strong>{qr === 'none' ? t('code.cannotDraw') : t('code.turnScreen')}</strong>
          <p className={styles.facts}>
            <span>{t('code.anyWallet')}</span>
            <Brand />
          </p>
          <CodeTime leftMs={leftMs} lifeMs={lifeMs} />
          <p>{t('code.waiting')}</p>
        </div>
        {typeof qr !== 'string' && <img className={styles.code} src={qr.address} alt={t('code.picture')} />}
      </section>
      <footer className={styles.actions}>{actions}</footer>
    </main>
  );
}
