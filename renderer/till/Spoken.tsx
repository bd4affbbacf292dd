import type { Stage } from '#contract';
import { formatAmount } from '#payment';

import { spokenAmount } from '../look/index.ts';
import { codeStepOf } from './code-step.ts';
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

/** Says once that the customer's screen is not heard any more: the bar says it in ink, and may be behind a message. */
export function SpokenCustomerScreen() {
  const { t } = useMessages();
  const isOff = useTill((state) => state.snapshot?.customerScreen === 'off');
  return <output className="sr-only">{isOff && t('customerScreen.off')}</output>;
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
      return spokenOfAsking(stage);
    case 'cancelling':
      return stage.escalated ? ('escalated' as const) : ('cancelling' as const);
    case 'outcome':
      return spokenOfOutcome(stage);
  }
}

function spokenOfAsking(stage: Stage & { at: 'asking' }) {
  if (stage.escalated) return 'escalated';
  const step = codeStepOf(stage);
  if (step !== null) return spokenOfCode[step];
  if (stage.closing !== null) return 'closing';
  return stage.phase === 'shown' ? 'unsure' : stage.phase;
}

function spokenOfOutcome({ outcome, scenario, atLastSecond, moneyGoesBack }: Stage & { at: 'outcome' }) {
  if (outcome === 'paid' && atLastSecond) return 'lastSecond';
  return outcome === 'cancelled' && scenario === 'OrderCode' && !moneyGoesBack ? 'closedCode' : outcome;
}

const spokenOfCode = { making: 'makingCode', on: 'codeOn', closing: 'closingCode' } as const;
