import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ChangeEvent,
  type FormEvent,
  type ReactNode,
} from 'react';

import { pairingCodeLength, type PairingProblem } from '#contract';

import { Icon, nextLanguage, pair, prefer, useMessages, Wordmark } from '../../shared.ts';
import { caretAfter, codeIn, inGroups } from './pairing-entry.ts';
import styles from './PairingScreen.module.css';

type Problem = PairingProblem | 'no-answer';
type Course = { at: 'typing'; problem: Problem | null } | { at: 'asking' } | { at: 'done' };

/** A new till: a person brings it the code that its backend made. `backend`: the address, when it is known. */
export function PairingScreen({ backend }: { backend: string | null }) {
  const { t, language } = useMessages();
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const [course, setCourse] = useState<Course>({ at: 'typing', problem: null });
  const id = useId();
  const isReady = course.at === 'typing' && code.length === pairingCodeLength && (backend ?? address.trim()) !== '';

  async function connect(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isReady) return;
    setCourse({ at: 'asking' });
    const problem = await pair(backend ?? address, code);
    setCourse(problem === null ? { at: 'done' } : { at: 'typing', problem });
  }

  return (
    <form className={styles.screen} autoComplete="off" onSubmit={(event) => void connect(event)}>
      <header className={styles.head}>
        <Wordmark />
        <button
          type="button"
          onClick={() => prefer({ language: nextLanguage(language) })}
          aria-label={t('rail.languageName')}
        >
          <Icon name="language" />
          {t('rail.language')}
        </button>
      </header>
      <main className={styles.body}>
        <p className={styles.kicker}>{t('pairing.first')}</p>
        <h1>{t('pairing.title')}</h1>
        <p className={styles.say}>{t('pairing.say')}</p>
        {backend === null && (
          <Field id={`${id}-backend`} label={t('pairing.backend')} help={t('pairing.backendHelp')}>
            <AddressInput id={`${id}-backend`} value={address} onChange={setAddress} />
          </Field>
        )}
        <Field id={`${id}-code`} label={t('pairing.code')} help={t('pairing.codeHelp')}>
          <CodeInput id={`${id}-code`} code={code} isFirst={backend !== null} onChange={setCode} />
        </Field>
        <Said course={course} />
      </main>
      <footer className={styles.actions}>
        <p>{t('pairing.key')}</p>
        <button type="submit" className={styles.connect} aria-disabled={!isReady || undefined}>
          <Icon name="link" />
          {t('pairing.connect')} <kbd>Enter</kbd>
        </button>
      </footer>
    </form>
  );
}

function Field({ id, label, help, children }: { id: string; label: string; help: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      <p id={`${id}-help`}>{help}</p>
    </div>
  );
}

const plain = { autoComplete: 'off', autoCorrect: 'off', spellCheck: false } as const;

function AddressInput({ id, value, onChange }: { id: string; value: string; onChange: (value: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      {...plain}
      ref={field}
      id={id}
      type="text"
      inputMode="url"
      autoCapitalize="none"
      maxLength={256}
      aria-describedby={`${id}-help`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

type CodeProps = { id: string; code: string; isFirst: boolean; onChange: (code: string) => void };

function CodeInput({ id, code, isFirst, onChange }: CodeProps) {
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  useEffect(() => {
    if (isFirst) field.current?.focus();
  }, [isFirst]);
  useLayoutEffect(() => {
    // The groups are written anew with each letter; the caret stays where the person had it.
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  function onType({ target }: ChangeEvent<HTMLInputElement>): void {
    caret.current = caretAfter(target.value, target.selectionStart ?? target.value.length);
    onChange(codeIn(target.value));
  }

  return (
    <input
      {...plain}
      ref={field}
      id={id}
      className={styles.code}
      type="text"
      autoCapitalize="characters"
      aria-describedby={`${id}-help`}
      value={inGroups(code)}
      onChange={onType}
    />
  );
}

/** The place is kept, so that nothing jumps when there is something to say. */
function Said({ course }: { course: Course }) {
  const { t } = useMessages();
  const problem = course.at === 'typing' ? course.problem : null;
  return (
    <div className={styles.said}>
      <output>
        {course.at === 'asking' && t('pairing.asking')}
        {course.at === 'done' && t('pairing.done')}
      </output>
      {problem !== null && (
        <p role="alert">
          <Icon name="attention" />
          <span>
            <strong>{t(`pairing.problem.${problem}.what`)}</strong> {t(`pairing.problem.${problem}.todo`)}
          </span>
        </p>
      )}
    </div>
  );
}
