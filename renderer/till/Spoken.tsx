import type { Stage } from '#contract';

import { spokenAmount } from '../look/index.ts';
import { stageOf, useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

/** Says each stage once to a screen reader, with amount and currency. It stays on the page: only its words change. */
export function Spoken() {
  const { t, locale } = useMessages();
  const snapshot = useTill((state) => state.snapshot);
  const left = useTill((state) => state.left);
  const stage = stageOf({ snapshot, left });
  return (
    <output className="sr-only">
      {stage.at === 'idle'
        ? ''
        : t(`spoken.${sentenceOf(stage)}`, {
            amount: spokenAmount(stage.amount, locale),
            wallet: stage.at === 'outcome' ? (stage.wallet ?? '') : '',
          })}
    </output>
  );
}

function sentenceOf(stage: Exclude<Stage, { at: 'idle' }>) {
  switch (stage.at) {
    case 'scan':
      return 'toPay' as const;
    case 'asking':
      if (stage.escalated) return 'escalated' as const;
      if (stage.closing !== null) return 'closing' as const;
      return stage.phase;
    case 'cancelling':
      return stage.escalated ? ('escalated' as const) : ('cancelling' as const);
    case 'outcome':
      return stage.outcome;
  }
}
