import type { WalletChange, WalletSummary, WalletView } from '#contract';
import { WalletTemper } from '#contract';

import { AmountField } from './AmountField.tsx';
import styles from './Behaviour.module.css';
import { chooseLanguage, useWords } from './words.ts';

type Props = {
  wallets: readonly WalletSummary[];
  chosen: string;
  view: WalletView | null;
  onChoose: (id: string) => void;
  onChange: (change: WalletChange) => void;
};

/** Beside the phone: what a tester decides for the customer and the wallet. */
export function Behaviour({ wallets, chosen, view, onChoose, onChange }: Props) {
  const { say, language } = useWords();
  return (
    <aside className={styles.behaviour} aria-labelledby="behaviour">
      <header>
        <div>
          <h2 id="behaviour">{say('behave.title')}</h2>
          <p>{say('behave.about')}</p>
        </div>
        <button
          type="button"
          className={styles.language}
          lang={language === 'en' ? 'zh-Hans' : 'en'}
          aria-label={say('app.languageName')}
          onClick={() => void chooseLanguage(language === 'en' ? 'zh-Hans' : 'en')}
        >
          {say('app.language')}
        </button>
      </header>
      <fieldset className={styles.wallets}>
        <legend>{say('behave.wallet')}</legend>
        {wallets.map(({ id, name }) => (
          <label key={id}>
            <input type="radio" name="wallet" checked={id === chosen} onChange={() => onChoose(id)} />
            {name}
          </label>
        ))}
      </fieldset>
      <fieldset className={styles.tempers}>
        <legend>{say('behave.temper')}</legend>
        {WalletTemper.options.map((temper) => (
          <label key={temper}>
            <input
              type="radio"
              name="temper"
              checked={view?.temper === temper}
              disabled={view === null}
              onChange={() => onChange({ temper })}
            />
            {say(`behave.${temper}`)}
          </label>
        ))}
      </fieldset>
      {view !== null && (
        <fieldset className={styles.money}>
          <legend>{say('behave.money')}</legend>
          {(['confirmAbove', 'maximum', 'balance'] as const).map((name) => (
            <AmountField
              key={`${view.id} ${name} ${view.purse[name].currency} ${view.purse[name].minor} ${language}`}
              label={say(`behave.${name}`)}
              amount={view.purse[name]}
              onAmount={(amount) => onChange({ [name]: amount })}
            />
          ))}
        </fieldset>
      )}
    </aside>
  );
}
