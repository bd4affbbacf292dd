import { useId } from 'react';

import type { CameraState } from '../../../scan/camera/camera-state.ts';
import { rememberCamera, useCameraDoor, useMessages } from '../../shared.ts';
import { camera } from './camera-here.ts';
import { readerWords } from './camera-words.ts';
import styles from './CameraSettings.module.css';

/** Which camera, its light, and whether it opens by itself. */
export function CameraSettings({ state }: { state: CameraState }) {
  const { t } = useMessages();
  const atEverySale = useCameraDoor(({ memory }) => memory.atEverySale);
  const which = useId();
  const { cameras, using, torch } = state;
  const slower = readerWords(state);
  return (
    <div className={styles.body}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={atEverySale}
          onChange={({ target }) => rememberCamera({ atEverySale: target.checked })}
        />
        {t('camera.everySale')}
      </label>
      {torch !== 'none' && (
        <label className={styles.check}>
          <input type="checkbox" checked={torch === 'on'} onChange={() => camera.pressTorch()} />
          {t('camera.torch')}
        </label>
      )}
      {cameras.length > 1 && (
        <div className={styles.which}>
          <label htmlFor={which}>{t('camera.which')}</label>
          <select id={which} value={using?.id ?? ''} onChange={({ target }) => camera.choose(target.value)}>
            {using === null && <option value="">{t('camera.choose')}</option>}
            {cameras.map(({ id, label }, index) => (
              <option key={id} value={id}>
                {label === '' ? t('camera.unnamed', { number: index + 1 }) : label}
              </option>
            ))}
          </select>
        </div>
      )}
      {slower !== null && <p className={styles.slower}>{slower}</p>}
    </div>
  );
}
