import type { WalletOrder } from '#contract';

import { Mark, Money } from '../look/index.ts';
import { orderWords } from './order-words.ts';
import styles from './OutcomeScreen.module.css';
import { timeText } from './time-text.ts';
import { useFocusWhenLost } from './use-focus-when-lost.ts';
import { useWords } from './words.ts';

export function OutcomeScreen({ order, onDone }: { order: WalletOrder; onDone: () => void }) {
  const { say, locale } = useWords();
  const what = useFocusWhenLost<HTMLDivElement>();
  const { mark, tone, word, reason } = orderWords(order);
  const at = 'at' in order.state ? order.state.at : order.createdAt;
  return (
    <div className={styles.outcome} data-tone={tone}>
      <div ref={what} tabIndex={-1} className={styles.what} aria-live="polite">
        <Mark name={mark} />
        <h2>{say(word)}</h2>
        <p className={styles.amount}>
          <Money amount={order.amount} locale={locale} />
        </p>
        <p className={styles.facts}>
          {say('outcome.at', { merchant: order.merchantName, time: timeText(at, locale) })}
        </p>
        <p>{say(reason)}</p>
      </div>
      <button type="button" className={styles.done} onClick={onDone}>
        {say('outcome.done')}
      </button>
    </div>
  );
}
