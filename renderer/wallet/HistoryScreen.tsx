import type { WalletOrder } from '#contract';

import { Mark, Money } from '../look/index.ts';
import styles from './HistoryScreen.module.css';
import { orderWords } from './order-words.ts';
import { timeText } from './time-text.ts';
import { useWords } from './words.ts';

export function HistoryScreen({ orders }: { orders: readonly WalletOrder[] }) {
  const { say } = useWords();
  if (orders.length === 0) return <p className={styles.none}>{say('history.none')}</p>;
  return (
    <ol className={styles.list}>
      {orders.map((order) => (
        <HistoryRow key={order.paymentRequestId} order={order} />
      ))}
    </ol>
  );
}

function HistoryRow({ order }: { order: WalletOrder }) {
  const { say, locale } = useWords();
  const { mark, tone, line } = orderWords(order);
  const reason = line?.reason === undefined ? '' : say(line.reason);
  return (
    <li className={styles.row} data-tone={tone}>
      <Mark name={mark} />
      <span className={styles.text}>
        <span className={styles.amount}>
          {order.state.kind === 'paid' && '\u2212'}
          <Money amount={order.amount} locale={locale} />
        </span>
        <span className={styles.line}>{line === null ? order.merchantName : say(line.key, { reason })}</span>
      </span>
      <time className={styles.time} dateTime={new Date(order.createdAt).toISOString()}>
        {timeText(order.createdAt, locale)}
      </time>
    </li>
  );
}
