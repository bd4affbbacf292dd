import type { Stage } from '#contract';

import { Answer } from './Answer.tsx';
import { useElapsed } from './elapsed.ts';
import { ParkButton } from './ParkButton.tsx';
import { useTill } from './state.ts';
import { Line, ToDo } from './ToDo.tsx';
import { useMessages } from './use-messages.ts';

const reasons = { stop: 'byStop', deadline: 'byDeadline', recovery: 'byRecovery', 'no-code': 'byNoCode' } as const;

function reasonOf({ by, scenario }: Stage & { at: 'cancelling' }) {
  return by === 'deadline' && scenario === 'OrderCode' ? 'byCodeTime' : reasons[by];
}

/** Money may still move: it says what is being done, and offers nothing that could be wrong. */
export function CancellingScreen({ stage, timeScale }: { stage: Stage & { at: 'cancelling' }; timeScale: number }) {
  const { t } = useMessages();
  const heardAt = useTill((state) => state.heardAt);
  const elapsedMs = useElapsed(stage.elapsedMs, heardAt, timeScale);
  const actions = (
    <>
      <span />
      <ParkButton elapsedMs={elapsedMs} />
    </>
  );
  const facts = stage.codeTail === null ? undefined : <span>{t('app.tail', { tail: stage.codeTail })}</span>;
  const tellCustomer = (
    <Line icon="phone">
      <em>{t('asking.toCustomer')}</em>
      {t('asking.keepOpen')}
    </Line>
  );
  if (stage.escalated) {
    return (
      <Answer
        tone="unknown"
        mark="unknown"
        edge="broken"
        amount={stage.amount}
        word={t('asking.stillNotKnown')}
        strong={t('asking.callManager')}
        facts={facts}
        actions={actions}
      >
        <ToDo>
          <Line icon="refresh">{t('asking.stillAsking')}</Line>
          <Line icon="person">{t('asking.stillNoDecision')}</Line>
          {tellCustomer}
        </ToDo>
      </Answer>
    );
  }
  return (
    <Answer
      tone="cancelled"
      mark="cancelling"
      edge="open"
      amount={stage.amount}
      word={t('cancelling.title')}
      facts={facts}
      actions={actions}
    >
      <ToDo>
        <Line icon="refresh">{t('cancelling.checking')}</Line>
        <Line icon="clock">{t(`cancelling.${reasonOf(stage)}`)}</Line>
        {tellCustomer}
      </ToDo>
    </Answer>
  );
}
