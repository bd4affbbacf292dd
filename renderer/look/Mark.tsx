import cancelled from '../../assets/icons/state-cancelled.svg?raw';
import cancelling from '../../assets/icons/state-cancelling.svg?raw';
import notPaid from '../../assets/icons/state-not-paid.svg?raw';
import paid from '../../assets/icons/state-paid.svg?raw';
import unknown from '../../assets/icons/state-unknown.svg?raw';
import waiting from '../../assets/icons/state-waiting.svg?raw';

import styles from './Mark.module.css';

const drawings = { cancelled, cancelling, 'not-paid': notPaid, paid, unknown, waiting } as const;

export type MarkName = keyof typeof drawings;

/** The outline of a state: closed where the matter is settled, broken where it is open. Words always stand beside it. */
export function Mark({ name }: { name: MarkName }) {
  return (
    // Our own files, built in: nothing from outside gets here.
    <span className={styles.mark} aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawings[name] }} />
  );
}
