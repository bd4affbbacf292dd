import { useEffect, useRef } from 'react';

import type { TrayCard } from '#contract';

import { Mark, Money, type MarkName } from '../look/index.ts';
import { showTray, takeCard } from './actions.ts';
import { useElapsed } from './elapsed.ts';
import { looks, type Tone } from './PaymentLine.tsx';
import { useTill } from './state.ts';
import { ageText, isOpen, wordOf } from './tray-card.ts';
import styles from './Tray.module.css';
import { clockTime, useMessages } from './use-messages.ts';

/** Payments that wait beside the work pane. The order is the host's; on a small screen they are one button until it is pressed. */
export function Tray({ cards, timeScale }: { cards: readonly TrayCard[]; timeScale: number }) {
  const { t } = useMessages();
  const asked = useTill((state) => state.trayAsked);
  const open = useTill((state) => state.trayOpen);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (asked > 0) list.current?.querySelector('button')?.focus();
  }, [asked]);
  useEffect(() => {
    const focused = document.activeElement;
    if (!open && focused instanceof HTMLElement && list.current?.contains(focused) === true) focused.blur();
  }, [open]);
  if (cards.length === 0) return null;
  return (
    <section className={styles.tray} aria-labelledby="tray-title" data-unfolded={open || undefined}>
      <h2 id="tray-title">
        {t('tray.title')} <span>{cards.length}</span>
        <kbd>F4</kbd>
      </h2>
      <Sum cards={cards} unfolded={open} />
      <ul ref={list} className={styles.cards} id="tray-cards">
        {cards.map((card) => (
          <li key={card.paymentRequestId}>
            <Card card={card} timeScale={timeScale} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ card, timeScale }: { card: TrayCard; timeScale: number }) {
  const { t, locale } = useMessages();
  const look = lookOf(card);
  return (
    <button
      type="button"
      className={styles.card}
      data-tone={look.tone}
      data-open={isOpen(card) || undefined}
      onClick={() => void takeCard(card.paymentRequestId)}
    >
      <Mark name={look.mark} />
      <span className={styles.amount}>
        <Money amount={card.amount} locale={locale} />
      </span>
      {isOpen(card) && <Age card={card} timeScale={timeScale} />}
      <span className={styles.what}>
        {t(`tray.${wordOf(card)}`, { time: card.finalAt === null ? '' : clockTime(card.finalAt) })}
      </span>
    </button>
  );
}

function lookOf(card: TrayCard): { tone: Tone; mark: MarkName } {
  if (wordOf(card) === 'escalated') return looks.unsure;
  return looks[card.state === 'paid-unwanted' ? 'paid' : card.state];
}

function Age({ card, timeScale }: { card: TrayCard; timeScale: number }) {
  const heardAt = useTill((state) => state.heardAt);
  return <time>{ageText(useElapsed(card.elapsedMs, heardAt, timeScale))}</time>;
}

/** All cards as one button with their counts: where there is no room for them. */
function Sum({ cards, unfolded }: { cards: readonly TrayCard[]; unfolded: boolean }) {
  const { t } = useMessages();
  const open = cards.filter(isOpen);
  const known = cards.filter((card) => !isOpen(card));
  return (
    <button
      type="button"
      className={styles.sum}
      data-open={open.length > 0 || undefined}
      aria-expanded={unfolded}
      aria-controls="tray-cards"
      onClick={() => showTray(!unfolded)}
    >
      <span className="sr-only">{t('tray.title')}</span>
      <Count of={open} name={t('tray.open', { count: open.length })} />
      <Count of={known} name={t('tray.known', { count: known.length })} />
      <kbd>F4</kbd>
    </button>
  );
}

function Count({ of, name }: { of: readonly TrayCard[]; name: string }) {
  const [first] = of;
  if (first === undefined) return null;
  const look = lookOf(first);
  return (
    <span className={styles.count} data-tone={look.tone}>
      <Mark name={look.mark} />
      <span aria-hidden="true">{of.length}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
}
