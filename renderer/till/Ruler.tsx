import type { Usual } from '#contract';

import { slowMs } from './elapsed.ts';
import { TimeBar } from './TimeBar.tsx';
import { useMessages } from './use-messages.ts';

type Props = {
  elapsedMs: number;
  deadlineMs: number;
  /** What is normal here; without it only "slow" is marked. */
  usual: Usual | null;
  tone: 'waiting' | 'unknown';
};

/** Names of ticks stand no closer than this part of the ruler. */
const nameApart = 0.11;
/** Beyond it the end's own words stand. */
const nameMax = 0.6;

/** What is normal and what comes: the time of a payment, with "usual" and "slow" marked. */
export function Ruler({ elapsedMs, deadlineMs, usual, tone }: Props) {
  const { t } = useMessages();
  const elapsed = Math.min(elapsedMs, deadlineMs);
  const total = Math.round(deadlineMs / 1_000);
  const slow = Math.min((usual?.slowMs ?? slowMs) / deadlineMs, 1);
  const normal = usual === null ? null : Math.min(usual.usualMs / deadlineMs, 1);
  return (
    <TimeBar
      elapsedMs={elapsed}
      totalMs={deadlineMs}
      tone={tone}
      said={t('asking.timeText', { elapsed: Math.floor(elapsed / 1_000), total })}
      end={t('asking.thenCancel', { total })}
      late={(seconds) => t('asking.secondsLeft', { seconds })}
      ticks={
        <>
          {normal !== null && <line x1={percent(normal)} x2={percent(normal)} y1="0" y2="100%" />}
          <line x1={percent(slow)} x2={percent(slow)} y1="0" y2="100%" />
        </>
      }
      names={
        <>
          {normal !== null && normal <= nameMax && (
            <text x={percent(normal)} y="1em" data-first={normal < nameApart || undefined}>
              {t('asking.usualTick')}
            </text>
          )}
          {slow - (normal ?? -1) >= nameApart && slow <= nameMax && (
            <text x={percent(slow)} y="1em">
              {t('asking.slowTick')}
            </text>
          )}
        </>
      }
    />
  );
}

function percent(part: number): string {
  return `${String(part * 100)}%`;
}
