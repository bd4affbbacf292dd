import type { StoryLine } from '#contract';

import { exactTime, Mark, useMessages, type MarkName, type Tone } from '../../shared.ts';
import en from '../messages/en.json';
import styles from './Story.module.css';

/** What leaves the question open: drawn as a broken knot. */
const openKinds = new Set(['tx', 'hint', 'cancel.intent', 'cancel.refused', 'escalated', 'alarm', 'security']);

type Props = { lines: readonly StoryLine[]; look: { tone: Tone; mark: MarkName } };

/** The journal's facts about one payment, in order: filled knot a fact, broken knot an open question, mark the answer. */
export function Story({ lines, look }: Props) {
  return (
    <ol className={styles.story}>
      {lines.map((line) => (
        <li key={line.seq} data-tone={look.tone}>
          <time>{exactTime(line.at)}</time>
          {line.kind === 'final' || line.kind === 'conflict' ? (
            <Mark name={look.mark} />
          ) : (
            <i className={styles.knot} data-open={openKinds.has(line.kind) || undefined} />
          )}
          <p>
            <b>
              <KindName kind={line.kind} />
            </b>{' '}
            {line.says !== null && <Says text={line.says} />}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** A record says names, one after the other: ours in words, the acquirer's codes as they are. */
function Says({ text }: { text: string }) {
  const { t } = useMessages();
  return text
    .split(' ')
    .map((name) => (Object.hasOwn(en.payments.says, name) ? t(`payments.says.${name as KnownName}`) : name))
    .join(' ');
}

type KnownName = keyof typeof en.payments.says;
type KnownKind = keyof typeof en.payments.kind;

function KindName({ kind }: { kind: string }) {
  const { t } = useMessages();
  const name = kind.replaceAll('.', '_');
  // A record of a kind that this page has no words for is shown by its name.
  return Object.hasOwn(en.payments.kind, name) ? t(`payments.kind.${name as KnownKind}`) : kind;
}
