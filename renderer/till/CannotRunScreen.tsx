import type { CannotRun } from '#contract';

import { Icon, Wordmark } from '../look/index.ts';
import styles from './CannotRunScreen.module.css';
import { Heading } from './Heading.tsx';
import { useMessages } from './use-messages.ts';

type Props = { why: CannotRun; detail: string; file: string };

/** The host does not run: what is wrong, what to do, and where, on the whole glass. */
export function CannotRunScreen({ why, detail, file }: Props) {
  const { t } = useMessages();
  return (
    <main className={styles.screen}>
      <Wordmark />
      <div className={styles.say} role="alert">
        <Icon name="attention" size="large" />
        <p className={styles.kicker}>{t('cannotRun.title')}</p>
        <Heading key={why}>{t(`cannotRun.${why}.what`)}</Heading>
        <p className={styles.todo}>{t(`cannotRun.${why}.todo`)}</p>
      </div>
      <dl className={styles.facts}>
        {detail !== '' && (
          <div>
            <dt>{t('cannotRun.detail')}</dt>
            <dd>{detail}</dd>
          </div>
        )}
        <div>
          <dt>{t('cannotRun.file')}</dt>
          <dd>{file}</dd>
        </div>
      </dl>
    </main>
  );
}
