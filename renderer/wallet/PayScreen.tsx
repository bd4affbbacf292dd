import type { WalletCode } from '#contract';

import { Icon } from '../look/index.ts';
import { CodePicture } from './CodePicture.tsx';
import styles from './PayScreen.module.css';
import { useWords } from './words.ts';

type Props = { code: WalletCode; secondsLeft: number; shareLeft: number; onRenew: () => void };

export function PayScreen({ code, secondsLeft, shareLeft, onRenew }: Props) {
  const { say } = useWords();
  return (
    <>
      <div className={styles.codes}>
        <CodePicture kind="barcode" digits={code.value} name={say('pay.barcode')} />
        <output className={styles.digits} aria-label={say('pay.code')} aria-live="off">
          {code.value.match(/\d{1,4}/g)?.join(' ')}
        </output>
        <CodePicture kind="qr" digits={code.value} name={say('pay.qr')} />
      </div>
      <progress className={styles.left} aria-label={say('pay.renewal')} value={shareLeft} />
      <div className={styles.foot}>
        <p>{say('pay.renews', { seconds: secondsLeft })}</p>
        <button type="button" className={styles.renew} onClick={onRenew}>
          <Icon name="refresh" />
          {say('pay.renew')}
        </button>
      </div>
    </>
  );
}
