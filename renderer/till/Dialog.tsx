import { useEffect, useRef, type ReactNode } from 'react';

import { Button } from './Button.tsx';
import styles from './Dialog.module.css';

type Props = {
  /** Tells its sentences from another dialog's. */
  name: string;
  title: string;
  say: string;
  /** The safe answer's words, and what it does. */
  safe: string;
  onSafe: () => void;
  /** The other answer. */
  other: ReactNode;
};

/** A question that stops something. The safe answer is right, has the focus and is on Esc; the scanner goes on behind it. */
export function Dialog({ name, title, say, safe, onSafe, other }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const safeButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    safeButton.current?.focus();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={`${name}-title`}
      aria-describedby={`${name}-say`}
      onCancel={(event) => {
        event.preventDefault();
        onSafe();
      }}
    >
      <h1 id={`${name}-title`}>{title}</h1>
      <p id={`${name}-say`}>{say}</p>
      <div className={styles.foot}>
        {other}
        <Button kind="primary" press="Esc" ref={safeButton} onClick={onSafe}>
          {safe}
        </Button>
      </div>
    </dialog>
  );
}
