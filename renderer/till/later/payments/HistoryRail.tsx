import type { PaymentRow } from '#contract';

import { PaymentLine, showDetails, useMessages, useTill } from '../../shared.ts';
import styles from './HistoryRail.module.css';

/** The list of payments; the work pane holds the chosen one. */
export function HistoryRail({ recent }: { recent: readonly PaymentRow[] }) {
  const { t } = useMessages();
  const chosen = useTill((state) => state.chosen);
  return (
    <aside className={styles.rail} aria-labelledby="payments-title">
      <h2 id="payments-title">
        {t('payments.title')}
        {recent.length > 0 && <span>{t('payments.newest', { count: recent.length })}</span>}
      </h2>
      <ol className={styles.rows}>
        {recent.map((row) => (
          <li key={row.paymentRequestId}>
            <PaymentLine
              row={row}
              lines="two"
              current={row.paymentRequestId === chosen}
              onChoose={() => void showDetails(row.paymentRequestId)}
            />
          </li>
        ))}
      </ol>
    </aside>
  );
}
