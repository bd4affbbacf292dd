import { formatAmount } from '#payment';

import { parkProposedAfterMs, type Stage, type Usual } from '#contract';

import type { MarkName } from '../look/index.ts';
import { askToStop } from './actions.ts';
import { Answer } from './Answer.tsx';
import styles from './AskingScreen.module.css';
import { Button } from './Button.tsx';
import { slowMs, useElapsed } from './elapsed.ts';
import type { Tone } from './PaymentLine.tsx';
import { ParkButton } from './ParkButton.tsx';
import { Ruler } from './Ruler.tsx';
import { useTill } from './state.ts';
import { StopDialog } from './StopDialog.tsx';
import { Line, ToDo } from './ToDo.tsx';
import { useMessages } from './use-messages.ts';

type Asking = Stage & { at: 'asking' };

/** A payment is open: what we wait for, how long it may take, and one way out. */
export function AskingScreen({ stage, timeScale }: { stage: Asking; timeScale: number }) {
  const { t, locale } = useMessages();
  const heardAt = useTill((state) => state.heardAt);
  const asked = useTill((state) => state.stopAsked === stage.paymentRequestId);
  const stopping = useTill((state) => state.stopping === stage.paymentRequestId);
  const elapsedMs = useElapsed(stage.elapsedMs, heardAt, timeScale);
  // A Stop that no host has answered is not under way yet; the next host is asked for it.
  const lost = useTill((state) => state.link === 'lost');
  const closing = stage.closing ?? (stopping ? (lost ? 'kept' : 'stop') : null);
  const amount = formatAmount(stage.amount, locale);
  const look = lookOf(stage, closing !== null);
  const words = useWords(stage, closing, amount);
  return (
    <>
      <Answer
        {...look}
        {...words}
        amount={stage.amount}
        facts={stage.codeTail === null ? undefined : <span>{t('app.tail', { tail: stage.codeTail })}</span>}
        actions={
          <>
            {closing === null ? (
              <Button icon="cross" press="Esc" onClick={() => askToStop()}>
                {look.edge === 'broken' ? t('asking.stopAndCancel') : t('asking.stop')}
              </Button>
            ) : (
              <span />
            )}
            <ParkButton elapsedMs={elapsedMs} />
          </>
        }
      >
        <Ruler
          elapsedMs={elapsedMs}
          deadlineMs={stage.deadlineMs}
          usual={stage.usual}
          tone={look.tone === 'unknown' ? 'unknown' : 'waiting'}
        />
        <WhatNow stage={stage} closing={closing} elapsedMs={elapsedMs} />
      </Answer>
      {asked && <StopDialog amount={amount} />}
    </>
  );
}

type Look = { tone: Tone; mark: MarkName; edge: 'open' | 'broken' };

function lookOf(stage: Asking, closing: boolean): Look {
  if (stage.escalated || (isUnknown(stage) && !closing)) return { tone: 'unknown', mark: 'unknown', edge: 'broken' };
  return closing
    ? { tone: 'cancelled', mark: 'cancelling', edge: 'open' }
    : { tone: 'waiting', mark: 'waiting', edge: 'open' };
}

/** A payment that was found open at the start is unknown, whatever the acquirer said before. */
function isUnknown(stage: Asking): boolean {
  return stage.phase === 'unsure' || stage.recovered;
}

function useWords(stage: Asking, closing: 'stop' | 'kept' | 'deadline' | null, amount: string) {
  const { t } = useMessages();
  if (stage.escalated) return { word: t('asking.stillNotKnown'), strong: t('asking.callManager') };
  if (closing === 'kept') return { word: t('asking.stopKept'), strong: t('asking.stopKeptThen') };
  if (closing !== null) {
    return {
      word: t('asking.closing'),
      strong: closing === 'stop' ? t('asking.closingStop') : t('asking.closingDeadline'),
    };
  }
  if (stage.recovered) return { word: t('asking.recovered', { amount }), long: true, strong: t('asking.doNotCharge') };
  if (stage.phase === 'unsure') return { word: t('asking.unsure'), strong: t('asking.doNotCharge') };
  return { word: stage.phase === 'sent' ? t('asking.sent') : t('asking.waiting') };
}

type WhatNowProps = { stage: Asking; closing: string | null; elapsedMs: number };

function WhatNow({ stage, closing, elapsedMs }: WhatNowProps) {
  const { t } = useMessages();
  // The till proposes the tray from then on.
  const mayServe = elapsedMs >= parkProposedAfterMs;
  if (stage.escalated) {
    return (
      <ToDo>
        <Line icon="refresh">{t('asking.stillAsking')}</Line>
        <Line icon="person">{t('asking.stillNoDecision')}</Line>
      </ToDo>
    );
  }
  if (isUnknown(stage) || closing !== null) {
    return (
      <ToDo>
        <Line icon="refresh">
          {mayServe ? t('asking.serveNext') : stage.recovered ? t('asking.recoveredSay') : t('asking.keepAsking')}
        </Line>
        <Line icon="goods">{t('asking.keepGoods')}</Line>
        <Line icon="phone">
          <em>{t('asking.toCustomer')}</em>
          {t('asking.keepOpen')}
        </Line>
      </ToDo>
    );
  }
  const slow = elapsedMs >= (stage.usual?.slowMs ?? slowMs);
  return (
    <>
      <p>
        {slow ? t('asking.slow') : stage.phase === 'sent' ? t('asking.sentSay') : t('asking.waitingSay')}{' '}
        {stage.usual !== null && <UsualTime usual={stage.usual} />}
      </p>
      {mayServe && <p>{t('asking.serveNext')}</p>}
    </>
  );
}

function UsualTime({ usual }: { usual: Usual }) {
  const { t } = useMessages();
  const seconds = Math.max(1, Math.round(usual.usualMs / 1_000));
  const words =
    usual.wallet === null
      ? t('asking.usualHere', { seconds })
      : t('asking.usualWith', { seconds, wallet: usual.wallet });
  return <span className={styles.usual}>{words}</span>;
}
