import { formatAmount } from '#payment';

import type { TrayCard } from '#contract';

import { chargeAnother, waitForSame } from './actions.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { useTill, type SameAmount } from './state.ts';
import { isOpen, wordOf } from './tray-card.ts';
import { clockTime, useMessages } from './use-messages.ts';

/** Up to here an age is said in seconds. */
const secondsMax = 120;

/** Asks before the same amount is charged again. The safe answer is right, has the focus and is on Esc; a scan confirms nothing. */
export function SameAmountDialog({ tray }: { tray: readonly TrayCard[] }) {
  const asked = useTill((state) => state.sameAmount);
  return asked === null ? null : <Question asked={asked} tray={tray} />;
}

function Question({ asked, tray }: { asked: SameAmount; tray: readonly TrayCard[] }) {
  const { t, locale } = useMessages();
  const seconds = Math.round(asked.elapsedMs / 1_000);
  const amount = formatAmount(asked.charge.amount, locale);
  const card = tray.find(({ paymentRequestId }) => paymentRequestId === asked.paymentRequestId);
  // The question stays when the answer comes meanwhile: Enter must not turn from "wait" into a charge.
  const known =
    card === undefined || isOpen(card) ? null : t(`tray.${wordOf(card)}`, { time: clockTime(card.finalAt ?? 0) });
  return (
    <Dialog
      name="same"
      title={
        seconds < secondsMax
          ? t('sameAmount.seconds', { amount, count: seconds })
          : t('sameAmount.minutes', { amount, count: Math.round(seconds / 60) })
      }
      say={known === null ? t('sameAmount.say') : t('sameAmount.known', { what: known })}
      onSafe={waitForSame}
      safe={t('sameAmount.yes')}
      other={<Button onClick={() => void chargeAnother()}>{t('sameAmount.no')}</Button>}
    />
  );
}
