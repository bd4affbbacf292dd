import type { PointerEvent } from 'react';

import { amountParts, cornerKeyOf, entryAmount, entryParts, type AmountEntry, type EntryKey } from '#payment';

import { Icon, MoneyParts } from '../look/index.ts';
import { confirmAmount, keyAmount } from './actions.ts';
import { AmountArea } from './AmountArea.tsx';
import styles from './KeypadScreen.module.css';
import { blockOf, useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

const digits: readonly (readonly EntryKey[])[] = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
];

/** Home: key the amount, confirm it. */
export function KeypadScreen() {
  const { t } = useMessages();
  const entry = useTill((state) => state.entry);
  const paused = useTill((state) => blockOf(state) !== null);
  const charging = useTill((state) => state.charging !== null);
  if (entry === null) return null;
  const off = paused || charging || entryAmount(entry).minor === 0;
  const [one = [], four = [], seven = []] = digits;
  return (
    <main className={styles.work}>
      <AmountArea
        title={<h1>{t('keypad.toPay')}</h1>}
        hint={paused ? t('keypad.paused') : entry.typed === '' ? t('keypad.keyAmount') : t('keypad.ready')}
        icon={paused ? 'link-off' : entry.typed === '' ? 'keyboard' : 'scanner'}
      >
        <Keyed entry={entry} />
      </AmountArea>
      {/* A pressed key does not take the focus: Enter goes on meaning "confirm", not "this digit again". */}
      <section className={styles.deck} aria-label={t('keypad.keys')} onPointerDown={keepFocus}>
        <Digits of={one} />
        <div className={styles.pair}>
          <button type="button" className={styles.soft} onClick={() => keyAmount('clear')}>
            {t('keypad.clear')}
          </button>
          <button
            type="button"
            className={styles.soft}
            aria-label={t('keypad.delete')}
            onClick={() => keyAmount('backspace')}
          >
            <Icon name="backspace" />
          </button>
        </div>
        <Digits of={four} />
        <button
          type="button"
          className={styles.primary}
          aria-disabled={off || undefined}
          onClick={() => void confirmAmount()}
        >
          <span className={styles.top}>
            <Icon name="scan" size="large" />
            <kbd>Enter</kbd>
          </span>
          <span>{t('keypad.scan')}</span>
        </button>
        <Digits of={seven} />
        <LastRow entry={entry} />
      </section>
    </main>
  );
}

function keepFocus(event: PointerEvent): void {
  event.preventDefault();
}

function Keyed({ entry }: { entry: AmountEntry }) {
  const { locale } = useMessages();
  if (entry.typed === '') {
    return (
      <span className={styles.none}>
        <MoneyParts parts={amountParts(entryAmount(entry), locale)} />
      </span>
    );
  }
  const keyed = entryParts(entry, locale);
  const whole = amountParts(entryAmount(entry), locale);
  return <MoneyParts parts={keyed} ghost={whole.decimal.slice(keyed.decimal.length)} />;
}

function Digits({ of }: { of: readonly EntryKey[] }) {
  return of.map((digit) => (
    <button type="button" key={digit} className={styles.key} onClick={() => keyAmount(digit)}>
      {digit}
    </button>
  ));
}

function LastRow({ entry }: { entry: AmountEntry }) {
  const { t, locale } = useMessages();
  const corner = cornerKeyOf(entry.currency);
  const sign = corner === '000' ? '000' : amountParts(entryAmount(entry), locale).decimal.slice(0, 1);
  return (
    <>
      <Digits of={['00', '0']} />
      <button
        type="button"
        className={styles.key}
        aria-label={corner === '000' ? undefined : t('keypad.decimal')}
        onClick={() => keyAmount(corner)}
      >
        {sign}
      </button>
    </>
  );
}
