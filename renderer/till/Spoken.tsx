import type { Stage } from '#contract';
import { formatAmount } from '#payment';

import { spokenAmount } from '../look/index.ts';
import en from './messages/en.json';
import { stageOf, useTill } from './state.ts';
import { wordOf } from './tray-card.ts';
import { clockTime, useMessages } from './use-messages.ts';

/** Says each stage once to a screen reader, with amount and currency. It stays on the page: only its words change. */
export function Spoken() {
  const { t, locale } = useMessages();
  const snapshot = useTill((state) => state.snapshot);
  const left = useTill((state) => state.left);
  const stage = stageOf({ snapshot, left });
  const held = snapshot?.held?.codeTail;
  return (
    <output className="sr-only">
      {stage.at === 'idle'
        ? held !== undefined && t('spoken.held', { tail: held })
        : t(`spoken.${sentenceOf(stage)}`, {
            amount: spokenAmount(stage.amount, locale),
            wallet: stage.at === 'outcome' ? (stage.wallet ?? '') : '',
          })}
    </output>
  );
}

/** Says once what a card of the tray turned into, whatever is on the work pane. */
export function SpokenTray() {
  const { t, locale } = useMessages();
  const turned = useTill((state) => state.turned);
  return (
    <output className="sr-only">
      {turned.map((card) => {
        const word = wordOf(card);
        if (!(word in en.spoken.turned)) return null;
        const amount = formatAmount(card.amount, locale);
        const time = card.finalAt === null ? '' : clockTime(card.finalAt);
        return (
          <span key={card.paymentRequestId}>
            {t(`spoken.turned.${word as keyof typeof en.spoken.turned}`, { amount, time })}{' '}
          </span>
        );
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
