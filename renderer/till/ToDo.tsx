import type { ReactNode } from 'react';

import { Icon, type IconName } from '../look/index.ts';
import styles from './ToDo.module.css';

/** What now: at most three lines, each with its drawing. */
export function ToDo({ children }: { children: ReactNode }) {
  return <ul className={styles.list}>{children}</ul>;
}

export function Line({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li className={styles.line}>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  );
}
