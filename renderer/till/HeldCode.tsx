import { heldForMs, type Snapshot } from '#contract';

import { heldLeftMs, useNow } from './elapsed.ts';
import styles from './HeldCode.module.css';
import { useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

/** The ring's length: 2πr of its circle, in the drawing's units. */
const ringLength = 2 * Math.PI * 24;

type Props = { held: NonNullable<Snapshot['held']>; timeScale: number };

/** A code that was scanned before its amount: how long it is kept, which it is, and that nothing is charged yet. */
export function HeldCode({ held, timeScale }: Props) {
  const { t } = useMessages();
  const heardAt = useTill((state) => state.heardAt);
  const leftMs = heldLeftMs({ held, timeScale }, heardAt, useNow());
  const seconds = Math.ceil(leftMs / 1_000);
  const drawn = Math.min(1, leftMs / heldForMs) * ringLength;
  return (
    <div className={styles.held}>
      <svg viewBox="0 0 56 56" aria-hidden="true">
        <circle className={styles.whole} cx="28" cy="28" r="24" />
        <circle
          className={styles.left}
          cx="28"
          cy="28"
          r="24"
          strokeDasharray={`${drawn.toFixed(1)} ${ringLength.toFixed(1)}`}
          transform="rotate(-90 28 28)"
        />
        <text x="28" y="34">
          {seconds}
        </text>
      </svg>
      <p>
        <strong>{t('held.title', { tail: held.codeTail })}</strong>
        <span>{t('held.say')}</span>
        <span className="sr-only">{t('held.left', { seconds })}</span>
      </p>
    </div>
  );
}
