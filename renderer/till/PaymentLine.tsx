import type { PaymentRow } from '#contract';

import { Mark, Money, type MarkName } from '../look/index.ts';
import styles from './PaymentLine.module.css';
import { clockTime, useMessages } from './use-messages.ts';

export type Tone = 'paid' | 'not-paid' | 'unknown' | 'cancelled' | 'waiting';

export const looks: Readonly<Record<PaymentRow['state'], { tone: Tone; mark: MarkName }>> = {
  sent: { tone: 'waiting', mark: 'waiting' },
  waiting: { tone: 'waiting', mark: 'waiting' },
  shown: { tone: 'waiting', mark: 'waiting' },
  unsure: { tone: 'unknown', mark: 'unknown' },
  cancelling: { tone: 'cancelled', mark: 'cancelling' },
  paid: { tone: 'paid', mark: 'paid' },
  declined: { tone: 'not-paid', mark: 'not-paid' },
  cancelled: { tone: 'cancelled', mark: 'cancelled' },
  conflict: { tone: 'unknown', mark: 'unknown' },
};

type Props = { row: PaymentRow; lines?: 'one' | 'two'; current?: boolean; onChoose: () => void };

/** One payment in a list. The whole row is the button. */
export function PaymentLine({ row, lines = 'one', current = false, onChoose }: Props) {
  const { t, locale } = useMessages();
  const look = looks[row.state];
  return (
    <button
      type="button"
      className={styles.row}
      data-tone={look.tone}
      data-lines={lines}
      aria-current={current ? 'true' : undefined}
      onClick={onChoose}
    >
      <Mark name={look.mark} />
      <span className="sr-only">{t(`state.${row.state}`)}</span>
      <span className={styles.amount}>
        <Money amount={row.amount} locale={locale} />
      </span>
      <span className={styles.who}>
        {row.wallet ?? (row.codeTail === null ? '' : t('app.tailShort', { tail: row.codeTail }))}
      </span>
      <time>{clockTime(row.startedAt)}</time>
    </button>
  );
}
