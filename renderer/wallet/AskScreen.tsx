import type { WalletOrder } from '#contract';
import { formatAmount, type Amount } from '#payment';

import { Money } from '../look/index.ts';
import styles from './AskScreen.module.css';
import { useFocusWhenLost } from './use-focus-when-lost.ts';
import { useWords } from './words.ts';

type Props = { order: WalletOrder; balance: Amount; secondsLeft: number; onPay: () => void; onRefuse: () => void };

export function AskScreen({ order, balance, secondsLeft, onPay, onRefuse }: Props) {
  const { say, locale } = useWords();
  const what = useFocusWhenLost<HTMLDivElement>();
  const facts = [
    [say('ask.from'), say('pay.balance', { amount: formatAmount(balance, locale) })],
    [say('ask.order'), order.referenceOrderId],
    [say('ask.closes'), say('pay.seconds', { seconds: secondsLeft })],
  ] as const;
  return (
    <div className={styles.ask}>
      <div ref={what} tabIndex={-1} className={styles.what} role="alert">
        <p>{order.merchantName}</p>
        <p className={styles.amount}>
          <Money amount={order.amount} locale={locale} />
        </p>
      </div>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.actions}>
        <button type="button" className={styles.pay} onClick={onPay}>
          {say('ask.pay', { amount: formatAmount(order.amount, locale) })}
        </button>
        <button type="button" className={styles.refuse} onClick={onRefuse}>
          {say('ask.refuse')}
        </button>
      </div>
    </div>
  );
}
