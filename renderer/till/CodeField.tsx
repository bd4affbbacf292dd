import { useId, useLayoutEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react';

import type { SaleId } from '#payment';

import { Icon } from '../look/index.ts';
import { closeCodeField, scan } from './actions.ts';
import styles from './CodeField.module.css';
import { editMasked, masked } from './masked-entry.ts';
import { useTill } from './state.ts';
import { useMessages } from './use-messages.ts';

type Props = { saleId: SaleId; typed: string; amount: string };

/** For a scanner that does not read a cracked screen: the digits under the barcode, typed by hand. */
export function CodeField({ typed, amount }: Props) {
  const { t } = useMessages();
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();

  useLayoutEffect(() => field.current?.focus(), []);
  useLayoutEffect(() => {
    // The dots are written anew with each digit; the caret stays where the person had it.
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
  });

  function onChange(event: ChangeEvent<HTMLInputElement>): void {
    const { value, selectionStart } = event.target;
    const at = selectionStart ?? value.length;
    const code = editMasked(typed, value, at);
    caret.current = Math.max(0, code.length - (value.length - at));
    useTill.setState({ typedCode: code });
  }

  async function send(): Promise<void> {
    if (busy || typed === '') return;
    setBusy(true);
    await scan(typed, 'typed');
    setBusy(false);
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void send();
  }

  return (
    <form className={styles.form} onSubmit={onSubmit} autoComplete="off">
      <div className={styles.body}>
        <h1>
          <label htmlFor={id}>{t('scan.field')}</label>
        </h1>
        <input
          ref={field}
          id={id}
          data-code-field=""
          type="text"
          inputMode="numeric"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          aria-describedby={`${id}-help`}
          value={masked(typed)}
          onChange={onChange}
        />
        <p id={`${id}-help`}>
          {t('scan.fieldHelp')} <span>{t('scan.digits', { count: typed.length })}</span>
        </p>
      </div>
      <div className={styles.actions}>
        <button type="button" className={styles.close} onClick={closeCodeField}>
          {t('scan.closeField')} <kbd>Esc</kbd>
        </button>
        <button type="submit" className={styles.send} aria-disabled={typed === '' || busy || undefined}>
          <Icon name="tick" />
          {t('scan.send', { amount })} <kbd>Enter</kbd>
        </button>
      </div>
    </form>
  );
}
