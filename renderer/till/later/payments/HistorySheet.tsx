import type { Details, PaymentRow, Snapshot } from '#contract';

import { Button, exactTime, go, Heading, looks, Mark, Money, useMessages, useTill } from '../../shared.ts';
import styles from '../Sheet.module.css';
import { Story } from './Story.tsx';

/** What scrolls is reached by the keyboard too (WCAG 2.1.1), although nothing in it can be pressed. */
const scrolling = { tabIndex: 0 };

type Props = { shop: Snapshot['shop']; recent: readonly PaymentRow[] };

/** One payment and its story, from the journal. */
export function HistorySheet({ shop, recent }: Props) {
  const { t } = useMessages();
  const chosen = useTill((state) => state.chosen);
  const details = useTill((state) => state.details);
  const row = recent.find(({ paymentRequestId }) => paymentRequestId === chosen) ?? rowOf(details);
  return (
    <main className={styles.sheet}>
      {row === undefined ? <Nothing any={recent.length > 0} /> : <Payment row={row} details={details} shop={shop} />}
      <footer className={styles.actions}>
        <Button icon="back" press="Esc" onClick={() => go('sale')}>
          {t('payments.back')}
        </Button>
      </footer>
    </main>
  );
}

function rowOf(details: Details | string): PaymentRow | undefined {
  return typeof details === 'string' ? undefined : details.row;
}

function Nothing({ any }: { any: boolean }) {
  const { t } = useMessages();
  return (
    <div className={styles.nothing}>
      <Heading>{any ? t('payments.choose') : t('payments.none')}</Heading>
      <p>{any ? t('payments.chooseSay') : t('payments.noneSay')}</p>
    </div>
  );
}

function Payment({
  row,
  details,
  shop,
}: {
  row: PaymentRow;
  details: Details | 'loading' | 'none';
  shop: Props['shop'];
}) {
  const { t, locale } = useMessages();
  const look = looks[row.state];
  return (
    <>
      <div className={styles.head} data-tone={look.tone}>
        <div>
          <Heading key={row.paymentRequestId} className={styles.state}>
            <Mark name={look.mark} />
            <span>{t(`state.${row.state}`)}</span>
          </Heading>
          <p>{exactTime(row.startedAt)}</p>
        </div>
        <p className={styles.amount}>
          <Money amount={row.amount} locale={locale} />
        </p>
      </div>
      <section {...scrolling} className={styles.body} aria-label={t('payments.story')}>
        <dl className={styles.facts}>
          <dt>{t('payments.wallet')}</dt>
          <dd>{row.wallet ?? t('payments.unknownWallet')}</dd>
          <dt>{t('payments.code')}</dt>
          <dd>{row.codeTail === null ? '–' : t('app.tailShort', { tail: row.codeTail })}</dd>
          <dt>{t('payments.till')}</dt>
          <dd>{shop.terminalId}</dd>
          {typeof details !== 'string' && details.code !== null && (
            <>
              <dt>{t('payments.result')}</dt>
              <dd>{details.code}</dd>
            </>
          )}
          <dt className={styles.long}>{t('payments.number')}</dt>
          <dd className={styles.long}>{row.paymentRequestId}</dd>
          {typeof details !== 'string' && details.paymentId !== null && (
            <>
              <dt className={styles.long}>{t('payments.acquirerNumber')}</dt>
              <dd className={styles.long}>{details.paymentId}</dd>
            </>
          )}
        </dl>
        {details === 'loading' && <p className={styles.quiet}>{t('payments.loading')}</p>}
        {details === 'none' && <p className={styles.quiet}>{t('payments.noStory')}</p>}
        {typeof details !== 'string' && <Story lines={details.story} look={look} />}
      </section>
    </>
  );
}
