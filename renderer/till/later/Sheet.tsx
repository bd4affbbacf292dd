import type { ReactNode } from 'react';

import { Button, go, Heading, useMessages } from '../shared.ts';
import styles from './Sheet.module.css';

type Props = {
  title: string;
  say?: string;
  /** Where Back leads; without it to the sale, which Esc does by itself. */
  onBack?: () => void;
  /** Beside Back. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page in the work pane: its head, what scrolls, the way out bottom left. */
export function Sheet({ title, say, onBack = () => go('sale'), actions, children }: Props) {
  const { t } = useMessages();
  return (
    <main className={styles.sheet}>
      <div className={styles.head}>
        <div>
          <Heading key={title}>{title}</Heading>
          {say !== undefined && <p>{say}</p>}
        </div>
      </div>
      {children}
      <footer className={styles.actions}>
        <Button icon="back" press="Esc" onClick={onBack}>
          {t('settings.back')}
        </Button>
        {actions}
      </footer>
    </main>
  );
}
