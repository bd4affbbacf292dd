import type { ReactNode } from 'react';

import type { Amount } from '#payment';

import { Mark, Money, type MarkName } from '../look/index.ts';
import styles from './Answer.module.css';
import { Heading } from './Heading.tsx';
import type { Tone } from './PaymentLine.tsx';
import { useMessages } from './use-messages.ts';

type Props = {
  tone: Tone;
  mark: MarkName;
  amount: Amount;
  /** `closed`: final. `broken`: an answer that is still open. `open`: no answer yet. */
  edge: 'closed' | 'broken' | 'open';
  word: string;
  /** A long word steps down before it wraps. */
  long?: boolean;
  /** One strong line, if there is one thing that the cashier must not miss. */
  strong?: string | undefined;
  /** Wallet, brand slot, time, last digits. */
  facts?: ReactNode;
  /** What now: the pane below. */
  children: ReactNode;
  /** The row at the foot. */
  actions: ReactNode;
};

/** A payment's screen: the answer block, what now, and the action row, each at the same height on all of them. */
export function Answer({ tone, mark, amount, edge, word, long = false, strong, facts, children, actions }: Props) {
  const { locale } = useMessages();
  return (
    <main className={styles.work}>
      <section className={styles.answer} data-tone={tone} data-edge={edge}>
        <div className={styles.row}>
          <Mark name={mark} />
          <p className={styles.amount}>
            <Money amount={amount} locale={locale} />
          </p>
        </div>
        <div className={styles.say}>
          <Heading key={word} long={long}>
            {word}
          </Heading>
          {(strong !== undefined || facts !== undefined) && (
            <div className={styles.facts}>
              {strong !== undefined && <strong>{strong}</strong>}
              {facts}
            </div>
          )}
        </div>
      </section>
      <section className={styles.then}>{children}</section>
      <footer className={styles.actions}>{actions}</footer>
    </main>
  );
}

export function Brand() {
  const { t } = useMessages();
  return <span className={styles.brand}>{t('app.brand')}</span>;
}
