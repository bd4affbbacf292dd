import { digitsMs, slowMs } from './elapsed.ts';
import styles from './Ruler.module.css';
import { useMessages } from './use-messages.ts';

type Props = { elapsedMs: number; deadlineMs: number; tone: 'waiting' | 'unknown' };

/** What is normal and what comes: a bar from the start, digits late, and its end named by what we do then. */
export function Ruler({ elapsedMs, deadlineMs, tone }: Props) {
  const { t } = useMessages();
  const elapsed = Math.min(elapsedMs, deadlineMs);
  const leftMs = deadlineMs - elapsed;
  const seconds = Math.ceil(leftMs / 1_000);
  const total = Math.round(deadlineMs / 1_000);
  const slowAt = `${String((slowMs / deadlineMs) * 100)}%`;
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
          <line x1={slowAt} x2={slowAt} y1="0" y2="100%" />
        </svg>
      </div>
      <div className={styles.names} aria-hidden="true">
        <svg className={styles.slow}>
          <text x={slowAt} y="1em">
            {t('asking.slowTick')}
          </text>
        </svg>
        <p className={styles.end} data-late={late || undefined}>
          {late ? <b>{t('asking.secondsLeft', { seconds })}</b> : t('asking.thenCancel', { total })}
          {!late && <span className={styles.written}>{t('asking.seconds', { seconds })}</span>}
        </p>
      </div>
    </div>
  );
}
