import { useEffect, useLayoutEffect } from 'react';

import type { Display } from '#contract';

import styles from './App.module.css';
import { Languages } from './Languages.tsx';
import { languageOf } from './language.ts';
import { toneOf } from './looks.ts';
import { Payment } from './Payment.tsx';
import { Spoken } from './Spoken.tsx';
import { choose, useDisplay } from './state.ts';
import { Welcome } from './Welcome.tsx';
import { wordsIn } from './words.ts';

let drawn: Display | null = null;

/** The model that stands on the page; null when nothing does. */
export function drawnDisplay(): Display | null {
  return drawn;
}

/** The customer's screen: the shop above, brand and languages below, what is to be known and done between. */
export function App() {
  const { known, shown, choice, shopLanguage } = useDisplay();
  const { display } = known;
  const language = languageOf(choice, display?.language ?? null, shopLanguage);
  const words = wordsIn[language];
  const isIdle = shown.shows === 'idle';

  useLayoutEffect(() => {
    drawn = display;
    return () => {
      drawn = null;
    };
  }, [display]);
  useEffect(() => {
    // The right shapes of Han characters depend on it.
    document.documentElement.lang = language;
    document.title = words.app.title;
  }, [language, words]);

  return (
    <div className={styles.screen} data-tone={toneOf(shown)} data-shows={shown.shows}>
      {display?.environment === 'sandbox' && (
        <aside className={styles.band} aria-label={words.app.sandboxName}>
          <span>{words.app.sandbox}</span>
        </aside>
      )}
      <header className={styles.top}>{!isIdle && <b>{display?.shopName}</b>}</header>
      <main className={styles.main}>
        {isIdle ? (
          <Welcome shopName={display?.shopName ?? ''} first={language} />
        ) : (
          <Payment shown={shown} words={words} language={language} />
        )}
      </main>
      <Spoken shown={shown} words={words} language={language} />
      <footer className={styles.foot}>
        <span className={styles.brand}>{words.app.brand}</span>
        <Languages name={words.app.languages} language={language} choose={choose} />
      </footer>
    </div>
  );
}
