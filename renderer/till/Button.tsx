import type { ReactNode, Ref } from 'react';

import { Icon, type IconName } from '../look/index.ts';
import styles from './Button.module.css';

type Props = {
  kind?: 'primary' | 'second' | 'plain';
  icon?: IconName;
  /** The key that does the same, as it stands on the button. */
  press?: string;
  onClick: () => void;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({ kind = 'second', icon, press, onClick, children, ref }: Props) {
  return (
    <button type="button" ref={ref} className={styles.button} data-kind={kind} onClick={onClick}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
      {press !== undefined && <kbd>{press}</kbd>}
    </button>
  );
}
