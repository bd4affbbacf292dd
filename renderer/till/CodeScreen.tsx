import { useEffect, type ReactNode } from 'react';

import { parkAfterMs, parkProposedAfterMs, type Snapshot, type Stage } from '#contract';

import { askToStop } from './actions.ts';
import { Answer, Brand } from './Answer.tsx';
import { Button } from './Button.tsx';
import { codeStepOf, isParkable, type CodeStep } from './code-step.ts';
import { CodeTime } from './CodeTime.tsx';
import { slowMs, useElapsed } from './elapsed.ts';
import { OwnCode } from './OwnCode.tsx';
import { ParkButton } from './ParkButton.tsx';
import { fetchQr } from './qr.ts';
import { useTill } from './state.ts';
import { CloseCodeDialog } from './StopDialog.tsx';
import { Line, ToDo } from './ToDo.tsx';
import { useMessages } from './use-messages.ts';

type Asking = Stage & { at: 'asking' };
type Props = { stage: Asking; snapshot: Snapshot };

/** A payment by a code of ours: it is made, it is there to be scanned, it is off and we find out whether somebody paid. */
export function CodeScreen({ stage, snapshot }: Props) {
  const heardAt = useTill((state) => state.heardAt);
  const asked = useTill((state) => state.stopAsked === stage.paymentRequestId);
  const stopping = useTill((state) => state.stopping === stage.paymentRequestId);
  const elapsedMs = useElapsed(stage.elapsedMs, heardAt, snapshot.timeScale);
  const code = stage.orderCode?.isOn === true ? stage.orderCode : null;
  const leftMs = code === null ? 0 : code.leftMs - (elapsedMs - stage.elapsedMs);
  const isOurs = snapshot.customerScreen !== 'on';
  useEffect(() => {
    // It is asked for while the code is made, so that the code is drawn as soon as it is there.
    if (isOurs) void fetchQr();
  }, [isOurs]);
  const told = codeStepOf(stage);
  // The page may show what its host said last; a code that nobody stands behind must not look as if one could pay.
  const lost = useTill((state) => state.link === 'lost');
  // A code that was closed here, or whose time is over, is off this screen before the host says so.
  const isOver = stopping || (told === 'on' && (leftMs <= 0 || (isOurs && lost)));
  const step = told === null || isOver ? 'closing' : told;
  const actions = <Actions step={step} elapsedMs={elapsedMs} isClosing={stopping || stage.closing !== null} />;
  return (
    <>
      {step === 'making' && <Making stage={stage} elapsedMs={elapsedMs} actions={actions} />}
      {step === 'closing' && <Closing stage={stage} elapsedMs={elapsedMs} actions={actions} />}
      {step === 'on' &&
        code !== null &&
        (isOurs ? (
          <OwnCode amount={stage.amount} value={code.value} leftMs={leftMs} lifeMs={code.lifeMs} actions={actions} />
        ) : (
          <Shown stage={stage} leftMs={leftMs} lifeMs={code.lifeMs} actions={actions} />
        ))}
      {asked && <CloseCodeDialog />}
    </>
  );
}

type PartProps = { stage: Asking; actions: ReactNode };

function Making({ stage, elapsedMs, actions }: PartProps & { elapsedMs: number }) {
  const { t } = useMessages();
  return (
    <Answer tone="waiting" mark="waiting" edge="open" amount={stage.amount} word={t('code.making')} actions={actions}>
      <p>{elapsedMs >= slowMs ? t('asking.slow') : t('code.makingSay')}</p>
    </Answer>
  );
}

function Shown({ stage, leftMs, lifeMs, actions }: PartProps & { leftMs: number; lifeMs: number }) {
  const { t } = useMessages();
  return (
    <Answer
      tone="waiting"
      mark="waiting"
      edge="open"
      amount={stage.amount}
      word={t('code.title')}
      facts={
        <>
          <b>{t('code.onCustomerScreen')}</b>
          <span>{t('code.anyWallet')}</span>
          <Brand />
        </>
      }
      actions={actions}
    >
      <CodeTime leftMs={leftMs} lifeMs={lifeMs} />
      <p>{t('code.waiting')}</p>
    </Answer>
  );
}

function Closing({ stage, elapsedMs, actions }: PartProps & { elapsedMs: number }) {
  const { t } = useMessages();
  // A Stop that no host has answered is not under way yet; the next host is asked for it.
  const isKept = useTill((state) => state.link === 'lost' && state.stopping === stage.paymentRequestId);
  return (
    <Answer
      tone="cancelled"
      mark="cancelling"
      edge="open"
      amount={stage.amount}
      word={isKept ? t('asking.stopKept') : t('code.closing')}
      strong={isKept ? t('asking.stopKeptThen') : undefined}
      actions={actions}
    >
      <ToDo>
        <Line icon="refresh">{elapsedMs >= parkProposedAfterMs ? t('asking.serveNext') : t('code.isOff')}</Line>
        <Line icon="person">{t('code.mayFinish')}</Line>
        <Line icon="phone">
          <em>{t('asking.toCustomer')}</em>
          {t('asking.keepOpen')}
        </Line>
      </ToDo>
    </Answer>
  );
}

type ActionsProps = { step: CodeStep; elapsedMs: number; isClosing: boolean };

/** The ways out. A code that is on, or may still come, cannot be put into the tray: there is one customer's screen. */
function Actions({ step, elapsedMs, isClosing }: ActionsProps) {
  const { t } = useMessages();
  const mayPark = isParkable(step) && elapsedMs >= parkAfterMs;
  const isParkProposed = mayPark && elapsedMs >= parkProposedAfterMs;
  if (isClosing) {
    return (
      <>
        <span />
        {mayPark && <ParkButton elapsedMs={elapsedMs} />}
      </>
    );
  }
  return (
    <>
      <Button icon="cross" press="Esc" onClick={() => askToStop()}>
        {step === 'closing' ? t('code.closeNow') : t('code.close')}
      </Button>
      {mayPark && !isParkProposed && <ParkButton elapsedMs={elapsedMs} />}
      <Button kind={isParkProposed ? 'second' : 'primary'} press="F2" onClick={() => askToStop(true)}>
        {t('code.scanInstead')}
      </Button>
      {isParkProposed && <ParkButton elapsedMs={elapsedMs} />}
    </>
  );
}
