import type { ReactNode } from 'react';

import { Icon, type IconName } from '../look/index.ts';
import styles from './AmountArea.module.css';

type Props = {
  title: ReactNode;
  hint: string;
  icon: IconName;
  /** Stands in the place of the hint. */
  instead?: ReactNode;
  children: ReactNode;
};

/** The largest thing on the glass, at the same place on every screen; label above, one hint below. */
export function AmountArea({ title, hint, icon, instead, children }: Props) {
  return (
    <section className={styles.due}>
      <div className={styles.side}>
        {title}
        {instead !== undefined && instead !== false ? (
          instead
        ) : (
          <p className={styles.hint}>
            <Icon name={icon} size="small" />
            {hint}
          </p>
        )}
      </div>
      <output className={styles.amount}>{children}</output>
    </section>
  );
}
