import type { DisplayLanguage } from '#contract';

import { Mark, StoreWordMark } from '../look/index.ts';
import { AmountFor } from './AmountFor.tsx';
import { linesOf, markOf } from './looks.ts';
import styles from './Payment.module.css';
import { QrCode } from './QrCode.tsx';
import { ShowCodeArt } from './ShowCodeArt.tsx';
import type { Shown } from './shown.ts';
import { TimeLeft } from './TimeLeft.tsx';
import type { Words } from './words.ts';

type Props = { shown: Exclude<Shown, { shows: 'idle' }>; words: Words; language: DisplayLanguage };

/** One customer's payment: a picture, the amount, what is and what to do. */
export function Payment({ shown, words, language }: Props) {
  const { title, lead } = linesOf(shown, words, language);
  const mark = markOf(shown);
  return (
    <div
      className={styles.payment}
      data-picture={shown.shows === 'code' || shown.shows === 'amount' ? shown.shows : 'mark'}
    >
      <div className={styles.picture} data-tone={mark?.tone}>
        {shown.shows === 'code' && <QrCode text={shown.code} name={words.code.picture} plusSign={words.app.plusSign} />}
        {shown.shows === 'amount' && <ShowCodeArt />}
        {mark !== null && <Mark name={mark.name} />}
      </div>
      <div className={styles.words}>
        {'amount' in shown && <AmountFor amount={shown.amount} name={words.app.amountName} language={language} />}
        <div className={styles.say}>
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
        {shown.shows === 'code' && <TimeLeft leftMs={shown.leftMs} lifeMs={shown.lifeMs} words={words.code} />}
        {shown.shows === 'paid' && shown.storeWord !== null && (
          <StoreWordMark storeWord={shown.storeWord} colourName={words.colours[shown.storeWord.colour]} />
        )}
      </div>
    </div>
  );
}
