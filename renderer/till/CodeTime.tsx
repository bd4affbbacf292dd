import { TimeBar } from './TimeBar.tsx';
import { useMessages } from './use-messages.ts';

type Props = { leftMs: number; lifeMs: number };

/** From here on a code's life is named in minutes, where it is within `roundMs` of whole ones. */
const minutesFromMs = 90_000;
const roundMs = 5_000;

/** How long a code that we show can still be scanned. */
export function CodeTime({ leftMs, lifeMs }: Props) {
  const { t } = useMessages();
  const elapsedMs = Math.max(0, lifeMs - leftMs);
  const total = Math.round(lifeMs / 1_000);
  const minutes = Math.round(lifeMs / 60_000);
  const isWhole = lifeMs >= minutesFromMs && Math.abs(lifeMs - minutes * 60_000) <= roundMs;
  return (
    <TimeBar
      elapsedMs={elapsedMs}
      totalMs={lifeMs}
      tone="waiting"
      said={t('code.timeText', { elapsed: Math.floor(elapsedMs / 1_000), total })}
      end={isWhole ? t('code.minutesThenClose', { count: minutes }) : t('code.secondsThenClose', { total })}
      late={(seconds) => t('code.secondsLeft', { seconds })}
    />
  );
}
