import { useEffect, type ReactNode } from 'react';

import type { Stage } from '#contract';

import type { MarkName } from '../look/index.ts';
import { leaveResult, showDetails } from './actions.ts';
import { Answer, Brand } from './Answer.tsx';
import { Button } from './Button.tsx';
import styles from './OutcomeScreen.module.css';
import type { Tone } from './PaymentLine.tsx';
import { Line, ToDo } from './ToDo.tsx';
import { declineWords } from './decline-words.ts';
import { exactTime, useMessages } from './use-messages.ts';
import { WordOfMinute } from './WordOfMinute.tsx';

type Outcome = Stage & { at: 'outcome' };

/** PAID goes by itself after this long; every other result waits for a key. */
const paidShownMs = 5_000;

type Look = { tone: Tone; mark: MarkName; edge: 'closed' | 'broken' };

const looks: Readonly<Record<Outcome['outcome'], Look>> = {
  paid: { tone: 'paid', mark: 'paid', edge: 'closed' },
  'paid-unwanted': { tone: 'paid', mark: 'paid', edge: 'closed' },
  declined: { tone: 'not-paid', mark: 'not-paid', edge: 'closed' },
  cancelled: { tone: 'cancelled', mark: 'cancelled', edge: 'closed' },
  conflict: { tone: 'unknown', mark: 'unknown', edge: 'broken' },
};

/** The result: whether money moved, and what now. */
export function OutcomeScreen({ stage }: { stage: Outcome }) {
  const { t } = useMessages();
  // A result that was learned after a restart may find nobody at the till: it waits.
  const goesByItself = stage.outcome === 'paid' && !stage.recovered;
  useEffect(() => {
    if (!goesByItself) return undefined;
    const timer = setTimeout(() => void leaveResult(false), paidShownMs);
    return () => clearTimeout(timer);
  }, [goesByItself]);
  const words = useWords(stage);
  return (
    <Answer
      {...looks[stage.outcome]}
      {...words}
      amount={stage.amount}
      facts={<Facts stage={stage} />}
      actions={
        <>
          <Button kind="plain" onClick={() => void showDetails(stage.paymentRequestId)}>
            {t('outcome.details')}
          </Button>
          <Leave stage={stage} />
        </>
      }
    >
      <WhatNow stage={stage} />
      {stage.recovered && <p className={styles.note}>{t('outcome.recovered')}</p>}
    </Answer>
  );
}

function useWords(stage: Outcome): { word: string; long?: boolean; strong?: string } {
  const { t } = useMessages();
  switch (stage.outcome) {
    case 'paid':
      return { word: t('outcome.paid'), ...(stage.atLastSecond ? { strong: t('outcome.lastSecond') } : {}) };
    case 'paid-unwanted':
      return { word: t('outcome.paidAfterAll'), strong: t('outcome.cancelNotPossible') };
    case 'declined':
      return { word: t('outcome.notPaid'), strong: t('outcome.nothingCharged') };
    case 'cancelled':
      return {
        word: t('outcome.cancelled'),
        strong: isClosedCode(stage) ? t('outcome.closed') : t('outcome.nothingKept'),
      };
    case 'conflict':
      return { word: t('outcome.conflict'), long: true, strong: t('outcome.conflictBig') };
  }
}

/** A code of ours that was closed. Who confirmed in that moment may have paid, and gets it back: a cancel does not say which. */
function isClosedCode({ scenario, outcome, moneyGoesBack }: Outcome): boolean {
  return scenario === 'OrderCode' && outcome === 'cancelled' && !moneyGoesBack;
}

function Facts({ stage }: { stage: Outcome }) {
  const { t } = useMessages();
  return (
    <>
      {stage.wallet !== null && <b>{stage.wallet}</b>}
      <Brand />
      <time>{exactTime(stage.finalAt)}</time>
      {stage.codeTail !== null && <span>{t('app.tailShort', { tail: stage.codeTail })}</span>}
    </>
  );
}

function WhatNow({ stage }: { stage: Outcome }): ReactNode {
  const { t } = useMessages();
  switch (stage.outcome) {
    case 'paid':
      return (
        <div className={styles.paid}>
          {stage.storeWord !== null && <WordOfMinute {...stage.storeWord} />}
          <ToDo>
            <Line icon="goods">{t('outcome.handOver')}</Line>
            <Line icon="keyboard">
              <em>{t('outcome.nextAmount')}</em>
            </Line>
          </ToDo>
        </div>
      );
    case 'paid-unwanted':
      return (
        <>
          <h2>{t('outcome.paidMeanwhile')}</h2>
          <p>{t('outcome.paidMeanwhileSay')}</p>
        </>
      );
    case 'declined':
      return <Declined code={stage.code} scenario={stage.scenario} />;
    case 'cancelled':
      return stage.moneyGoesBack ? (
        <>
          <h2>{t('outcome.moneyGoesBack')}</h2>
          <p>{t('outcome.goesBackSay')}</p>
        </>
      ) : (
        <>
          <h2>{isClosedCode(stage) ? t('outcome.codeClosed') : t('outcome.cancelConfirmed')}</h2>
          <p>{t('outcome.safeToCharge')}</p>
          {isClosedCode(stage) && <p>{t('outcome.ifPaid')}</p>}
        </>
      );
    case 'conflict':
      return (
        <ToDo>
          <Line icon="attention">{t('outcome.conflictSay')}</Line>
          <Line icon="list">{t('outcome.conflictGoods')}</Line>
        </ToDo>
      );
  }
}

function Declined({ code, scenario }: Pick<Outcome, 'code' | 'scenario'>) {
  const { t } = useMessages();
  const name = declineWords(code, scenario);
  return (
    <>
      <h2>{t(`decline.${name}.title`)}</h2>
      <p>{t(`decline.${name}.say`)}</p>
      {code !== null && <p className={styles.code}>{code}</p>}
    </>
  );
}

function Leave({ stage: { outcome, scenario } }: { stage: Outcome }) {
  const { t } = useMessages();
  switch (outcome) {
    case 'paid':
      return <Main onClick={leaving(false)}>{t('outcome.newSale')}</Main>;
    case 'paid-unwanted':
      return <Main onClick={leaving(false)}>{t('outcome.keepAsPaid')}</Main>;
    case 'conflict':
      return <Main onClick={leaving(false)}>{t('outcome.managerCalled')}</Main>;
    case 'declined':
    case 'cancelled':
      return (
        <>
          <Button press="Esc" onClick={leaving(false)}>
            {t('outcome.otherPayment')}
          </Button>
          <Main onClick={leaving(true)}>
            {scenario === 'OrderCode'
              ? t('outcome.scanOrShow')
              : outcome === 'declined'
                ? t('outcome.scanAnother')
                : t('outcome.scanAgain')}
          </Main>
        </>
      );
  }
}

function Main({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button kind="primary" press="Enter" onClick={onClick}>
      {children}
    </Button>
  );
}

function leaving(again: boolean): () => void {
  return () => void leaveResult(again);
}
