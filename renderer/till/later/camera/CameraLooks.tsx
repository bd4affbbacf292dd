import { useState, type ReactNode } from 'react';

import type { CameraState } from '../../../scan/camera/camera-state.ts';
import { Button, Icon, useMessages } from '../../shared.ts';
import { camera } from './camera-here.ts';
import { cameraWords, type ReadCode } from './camera-words.ts';
import styles from './CameraLooks.module.css';
import { CameraSettings } from './CameraSettings.tsx';
import { CameraSight } from './CameraSight.tsx';

type Props = {
  state: CameraState;
  readCode: ReadCode;
  /** Stands over what is said. */
  children?: ReactNode;
};

/** What the camera sees, what it makes of it, and what to do. */
export function CameraLooks({ state, readCode, children }: Props) {
  const { t } = useMessages();
  const [isSetting, setIsSetting] = useState(false);
  const { icon, what, todo, again } = cameraWords(state, readCode);
  return (
    <div className={styles.looks}>
      <div className={styles.sight}>
        <CameraSight state={state} />
        {isSetting && <CameraSettings state={state} />}
        <button
          type="button"
          className={styles.setting}
          aria-label={t('camera.settings')}
          aria-expanded={isSetting}
          onClick={() => setIsSetting(!isSetting)}
        >
          <Icon name="settings" />
        </button>
      </div>
      <div className={styles.says}>
        {children}
        <div className={styles.said}>
          <Icon name={icon} />
          <output>
            <strong>{what}</strong> <span>{todo}</span>
          </output>
        </div>
        {again !== null && (
          <Button icon="refresh" onClick={() => camera.again()}>
            {t(`camera.again.${again}`)}
          </Button>
        )}
      </div>
    </div>
  );
}
