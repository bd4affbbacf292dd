import { useState } from 'react';

import { CodeDigits, WalletTemper, type WalletChange, type WalletSummary, type WalletView } from '#contract';

import { AmountField } from './AmountField.tsx';
import styles from './Behaviour.module.css';
import { Faults } from './Faults.tsx';
import { chooseLanguage, useWords } from './words.ts';

type Props = {
  wallets: readonly WalletSummary[];
  chosen: string;
  view: WalletView | null;
  onChoose: (id: string) => void;
  onChange: (change: WalletChange) => void;
};

/** Beside the phone: what a tester decides for the customer, the wallet and the way between it and the till. */
export function Behaviour(props: Props) {
  const { say, language } = useWords();
  const [shown, setShown] = useState<'wallet' | 'faults'>('wallet');
  return (
    <aside className={styles.behaviour} aria-labelledby="behaviour">
      <header>
        <div>
          <h2 id="behaviour">{say(`${shown === 'wallet' ? 'behave' : 'faults'}.title`)}</h2>
          <p>{say(`${shown === 'wallet' ? 'behave' : 'faults'}.about`)}</p>
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
      <nav className={styles.panels} aria-label={say('behave.panels')}>
        {(['wallet', 'faults'] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-current={shown === name ? 'page' : undefined}
            onClick={() => setShown(name)}
          >
            {say(`behave.panel.${name}`)}
          </button>
        ))}
      </nav>
      {shown === 'wallet' ? <OfWallet {...props} /> : <Faults />}
    </aside>
  );
}

function OfWallet({ wallets, chosen, view, onChoose, onChange }: Props) {
  const { say, language } = useWords();
  return (
    <>
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
      <fieldset className={styles.wallets}>
        <legend>{say('behave.digits')}</legend>
        {[...CodeDigits.values].map((digits) => (
          <label key={digits}>
            <input
              type="radio"
              name="digits"
              checked={view?.digits === digits}
              disabled={view === null}
              onChange={() => onChange({ digits })}
            />
            {digits}
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
    </>
  );
}
