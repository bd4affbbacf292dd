import { useEffect, useRef } from 'react';

import { keepWaiting, stop } from './actions.ts';
import { Button } from './Button.tsx';
import styles from './StopDialog.module.css';
import { useMessages } from './use-messages.ts';

/** Asks before stopping. The safe answer is right, has the focus and is on Esc; the scanner goes on behind it. */
export function StopDialog({ amount }: { amount: string }) {
  const { t } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    safe.current?.focus();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="stop-title"
      aria-describedby="stop-say"
      onCancel={(event) => {
        event.preventDefault();
        keepWaiting();
      }}
    >
      <h1 id="stop-title">{t('stop.title', { amount })}</h1>
      <p id="stop-say">{t('stop.say')}</p>
      <div className={styles.foot}>
        <Button onClick={() => void stop()}>{t('stop.stop')}</Button>
        <Button kind="primary" press="Esc" ref={safe} onClick={keepWaiting}>
          {t('stop.keep')}
        </Button>
      </div>
    </dialog>
  );
}
