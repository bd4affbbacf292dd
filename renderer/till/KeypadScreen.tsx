import type { PointerEvent } from 'react';

import type { Snapshot } from '#contract';

import {
  amountParts,
  cornerKeyOf,
  entryAmount,
  entryParts,
  formatAmount,
  type AmountEntry,
  type EntryKey,
} from '#payment';

import { Icon, MoneyParts } from '../look/index.ts';
import { confirmAmount, dropHeld, keyAmount } from './actions.ts';
import { AmountArea } from './AmountArea.tsx';
import { HeldCode } from './HeldCode.tsx';
import styles from './KeypadScreen.module.css';
import { scannersOf } from './scanners-here.ts';
import { blockOf, useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

const digits: readonly (readonly EntryKey[])[] = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
];

/**
 * Home: key the amount, confirm it, and with the same key say whose code is scanned. A code that was scanned first is
 * charged with the confirmation.
 */
export function KeypadScreen({ snapshot }: { snapshot: Snapshot }) {
  const { t, locale } = useMessages();
  const { held, timeScale } = snapshot;
  const entry = useTill((state) => state.entry);
  const paused = useTill((state) => blockOf(state) !== null);
  const charging = useTill((state) => state.charging !== null);
  if (entry === null) return null;
  const amount = entryAmount(entry);
  const off = paused || charging || amount.minor === 0;
  const mainWords =
    held === null
      ? t('keypad.scan')
      : amount.minor === 0
        ? t('keypad.keyAmount')
        : t('keypad.charge', { amount: formatAmount(amount, locale) });
  const hint = entry.typed === '' ? 'keyAmount' : entry.confirmed === true ? 'again' : scannersOf(snapshot.devices);
  const [one = [], four = [], seven = []] = digits;
  return (
    <main className={styles.work}>
      <AmountArea
        title={<h1>{t('keypad.toPay')}</h1>}
        hint={t(`keypad.${paused ? 'paused' : hint}`)}
        icon={paused ? 'link-off' : hint === 'keyAmount' || hint === 'again' ? 'keyboard' : 'scanner'}
        instead={held !== null && <HeldCode held={held} timeScale={timeScale} />}
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
        {held === null ? (
          <button
            type="button"
            className={styles.second}
            aria-disabled={off || undefined}
            onClick={() => void confirmAmount('our-code')}
          >
            <span className={styles.top}>
              <Icon name="show-code" />
              <kbd>F3</kbd>
            </span>
            <span>{t('keypad.showCode')}</span>
          </button>
        ) : (
          <button type="button" className={styles.second} onClick={() => void dropHeld()}>
            <span className={styles.top}>
              <Icon name="cross" />
              <kbd>Esc</kbd>
            </span>
            <span>{t('held.drop')}</span>
          </button>
        )}
        <button
          type="button"
          className={styles.primary}
          aria-disabled={off || undefined}
          onClick={() => void confirmAmount()}
        >
          <span className={styles.top}>
            <Icon name={held === null ? 'scan' : 'next'} size="large" />
            <kbd>Enter</kbd>
          </span>
          <span>{mainWords}</span>
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
