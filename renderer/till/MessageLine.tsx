import { LinkTrouble, NotSelling, type Snapshot } from '#contract';

import { Icon, type IconName } from '../look/index.ts';
import { say } from './actions.ts';
import styles from './MessageLine.module.css';
import { blockOf, stageOf, useTill, type Problem, type TillState } from './state.ts';
import { useMessages } from './use-messages.ts';

export type Message =
  | Problem
  | NonNullable<ReturnType<typeof blockOf>>
  | NonNullable<Snapshot['linkTrouble']>
  | 'clock';

type Words = { what: string; todo: string };

/** One at a time, the gravest; what the cashier just did comes before a state that has stood for a while. */
export function messageOf(state: TillState): Message | null {
  const block = blockOf(state);
  if (block === 'lost') return block;
  // That nothing is sold here is said with its reason.
  if (state.problem !== null && (block === null || block === 'away' || !isNotSelling(state.problem)))
    return state.problem;
  const snapshot = state.snapshot;
  if (snapshot === null || (block !== null && block !== 'away')) return block;
  if (snapshot.linkTrouble !== null || block !== null) return snapshot.linkTrouble ?? block;
  return snapshot.clockOffMs === null ? null : 'clock';
}

/** Takes the place of the bar and pushes nothing: what is, then what to do. */
export function MessageLine({ message }: { message: Message }) {
  const { t } = useMessages();
  const words = useWords(message);
  const onKeypad = useTill((state) => state.place === 'sale' && stageOf(state).at === 'idle');
  return (
    <header className={styles.line}>
      <Icon name={iconOf(message)} />
      <p className={styles.say} role="alert" key={words.what}>
        <strong>{words.what}</strong> <span>{words.todo}</span> {words.code !== null && <code>{words.code}</code>}
      </p>
      {typeof message !== 'string' && (
        <button type="button" onClick={() => say(null)}>
          {t('message.close')} {onKeypad && <kbd>Esc</kbd>}
        </button>
      )}
    </header>
  );
}

function useWords(message: Message): Words & { code: string | null } {
  const words = useSentences(message);
  const supportCode = useTill(({ snapshot }) => snapshot?.supportCode ?? null);
  return { ...words, code: NotSelling.safeParse(message).success ? supportCode : null };
}

function useSentences(message: Message): Words {
  const { t } = useMessages();
  const aheadMs = useTill(({ snapshot }) => snapshot?.clockOffMs ?? 0);
  if (message === 'lost') return { what: t('message.lost'), todo: t('message.lostTodo') };
  if (message === 'away' || isLinkTrouble(message)) {
    return { what: t(`message.${message}`), todo: t(`message.${message}Todo`) };
  }
  if (message === 'clock') {
    const count = Math.round(Math.abs(aheadMs) / 60_000);
    const what = aheadMs < 0 ? t('message.clockSlow', { count }) : t('message.clockFast', { count });
    return { what, todo: t('message.clockTodo') };
  }
  if (typeof message === 'string') {
    return { what: t(`notSelling.${message}.what`), todo: t(`notSelling.${message}.todo`) };
  }
  if (message.of === 'other-screen') return { what: t('message.otherScreen'), todo: t('message.otherScreenTodo') };
  if (message.of === 'unanswered') return { what: t('message.unanswered'), todo: t('message.unansweredTodo') };
  if (message.of === 'held') return { what: t('message.heldGone'), todo: t('message.heldGoneTodo') };
  if (message.of === 'test-code') return { what: t('message.testCode'), todo: t('message.testCodeTodo') };
  if (message.of === 'key') {
    return { what: t(`badKey.${message.why}.what`), todo: t(`badKey.${message.why}.todo`) };
  }
  if (message.of === 'scan') return { what: t(`badScan.${message.why}.what`), todo: t(`badScan.${message.why}.todo`) };
  return { what: t(`refused.${message.why}.what`), todo: t(`refused.${message.why}.todo`) };
}

function isNotSelling(problem: Problem): boolean {
  return (problem.of === 'scan' || problem.of === 'refused') && problem.why === 'not-selling';
}

function isLinkTrouble(message: Message): message is LinkTrouble {
  return LinkTrouble.safeParse(message).success;
}

function iconOf(message: Message): IconName {
  if (message === 'lost') return 'refresh';
  if (message === 'away') return 'link-off';
  if (message === 'clock') return 'clock';
  return 'attention';
}
