import { useEffect, useRef } from 'react';

import { scanTestText } from '#contract';

import { scansWanted, type SetupReading, type SetupState } from '../../../scan/wedge-setup.ts';
import { Button, Icon, useMessages } from '../../shared.ts';
import { barsPicture } from './bars-picture.ts';
import { useWedgeSetup } from './use-wedge-setup.ts';
import styles from './WedgeSetup.module.css';

type Props = {
  onUse: (wedge: NonNullable<SetupState['learned']>['settings']) => void;
  onRestart: () => void;
  onCancel: () => void;
};

/** Three scans of the test code, with what came of each. */
export function WedgeLearning({ onUse, onRestart, onCancel }: Props) {
  const { t } = useMessages();
  const state = useWedgeSetup();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { learned } = state;
  return (
    <div className={styles.learning}>
      <h2 tabIndex={-1} ref={heading}>
        {t('wedge.scan', { wanted: scansWanted })}
      </h2>
      {/* Bars alone: what is learned of a scanner's pace must not depend on which code it saw. */}
      <img className={styles.bars} src={barsPicture(scanTestText)} alt={t('wedge.bars')} />
      <output className={styles.heard}>
        {state.scans.length + (state.problem === null ? 0 : 1) > 0 && (
          <Icon name={state.problem === null ? 'tick' : 'attention'} />
        )}
        <span>
          <strong>{t('wedge.soFar', { done: state.scans.length, wanted: scansWanted })}</strong> <Said state={state} />
        </span>
      </output>
      {state.last !== null && <Reading reading={state.last} isRight={state.problem === null} />}
      <div className={styles.actions}>
        {learned !== null && (
          <Button kind="primary" onClick={() => onUse(learned.settings)}>
            {t('wedge.use')}
          </Button>
        )}
        {state.scans.length > 0 && <Button onClick={onRestart}>{t('wedge.restart')}</Button>}
        <Button onClick={onCancel}>{t('wedge.cancel')}</Button>
      </div>
    </div>
  );
}

function Said({ state: { problem, learned } }: { state: SetupState }) {
  const { t } = useMessages();
  if (problem !== null) return `${t(`wedge.problem.${problem}.what`)} ${t(`wedge.problem.${problem}.todo`)}`;
  if (learned === null) return null;
  return learned.isSlow ? `${t('wedge.done')} ${t('wedge.slow')}` : t('wedge.done');
}

/** Digits that may be a customer's are not among it. */
function Reading({ reading, isRight }: { reading: SetupReading; isRight: boolean }) {
  const { t } = useMessages();
  const pace = t('wedge.pace', { keys: reading.keys, ms: Math.round(reading.longestGapMs) });
  const isShown = !isRight && reading.text !== null;
  return (
    <p className={styles.reading}>
      {pace} {isShown && t('wedge.readAs', { text: reading.text ?? '', wanted: scanTestText })}
    </p>
  );
}
