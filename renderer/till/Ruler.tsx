import type { Usual } from '#contract';

import { digitsMs, slowMs } from './elapsed.ts';
import styles from './Ruler.module.css';
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

/** What is normal and what comes: a bar from the start, digits late, and its end named by what we do then. */
export function Ruler({ elapsedMs, deadlineMs, usual, tone }: Props) {
  const { t } = useMessages();
  const elapsed = Math.min(elapsedMs, deadlineMs);
  const leftMs = deadlineMs - elapsed;
  const seconds = Math.ceil(leftMs / 1_000);
  const total = Math.round(deadlineMs / 1_000);
  const slow = Math.min((usual?.slowMs ?? slowMs) / deadlineMs, 1);
  const normal = usual === null ? null : Math.min(usual.usualMs / deadlineMs, 1);
  const late = leftMs <= digitsMs;
  return (
    <div className={styles.ruler} data-tone={tone}>
      <div className={styles.bar}>
        <progress
          aria-label={t('asking.time')}
          max={deadlineMs}
          value={elapsed}
          aria-valuetext={t('asking.timeText', { elapsed: Math.floor(elapsed / 1_000), total })}
        />
        <svg aria-hidden="true">
          {normal !== null && <line x1={percent(normal)} x2={percent(normal)} y1="0" y2="100%" />}
          <line x1={percent(slow)} x2={percent(slow)} y1="0" y2="100%" />
        </svg>
      </div>
      <div className={styles.names} aria-hidden="true">
        <svg className={styles.slow}>
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
        </svg>
        <p className={styles.end} data-late={late || undefined}>
          {late ? <b>{t('asking.secondsLeft', { seconds })}</b> : t('asking.thenCancel', { total })}
          {!late && <span className={styles.written}>{t('asking.seconds', { seconds })}</span>}
        </p>
      </div>
    </div>
  );
}

function percent(part: number): string {
  return `${String(part * 100)}%`;
}
