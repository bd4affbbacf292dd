import type { ReactNode } from 'react';

import { digitsMs } from './elapsed.ts';
import styles from './Ruler.module.css';
import { useMessages } from './use-messages.ts';

type Props = {
  elapsedMs: number;
  totalMs: number;
  tone: 'waiting' | 'unknown';
  /** For who cannot see the bar. */
  said: string;
  /** What the end is named by, and what takes its place near it: the seconds that are left. */
  end: string;
  late: (seconds: number) => string;
  /** Drawn on the bar, and their names below it. */
  ticks?: ReactNode;
  names?: ReactNode;
};

/** A bar from the start, digits late, and its end named by what we do then. */
export function TimeBar({ elapsedMs, totalMs, tone, said, end, late, ticks, names }: Props) {
  const { t } = useMessages();
  const elapsed = Math.min(elapsedMs, totalMs);
  const leftMs = totalMs - elapsed;
  const seconds = Math.ceil(leftMs / 1_000);
  const isLate = leftMs <= digitsMs;
  return (
    <div className={styles.ruler} data-tone={tone}>
      <div className={styles.bar}>
        <progress aria-label={t('asking.time')} max={totalMs} value={elapsed} aria-valuetext={said} />
        {ticks !== undefined && <svg aria-hidden="true">{ticks}</svg>}
      </div>
      <div className={styles.names} aria-hidden="true">
        {names !== undefined && <svg className={styles.slow}>{names}</svg>}
        <p className={styles.end} data-late={isLate || undefined}>
          {isLate ? <b>{late(seconds)}</b> : end}
          {!isLate && <span className={styles.written}>{t('asking.seconds', { seconds })}</span>}
        </p>
      </div>
    </div>
  );
}
