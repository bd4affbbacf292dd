import { useEffect, useState, useSyncExternalStore } from 'react';

import type { SaleId } from '#payment';

import { closeCamera, Heading, Icon, openCodeField, useMessages } from '../../shared.ts';
import { camera, toTheHost } from './camera-here.ts';
import { CameraLooks } from './CameraLooks.tsx';
import styles from './CameraPanel.module.css';

/** The customer's code by camera, instead of a scanner. The camera runs while this is on the screen. */
export function CameraPanel({ saleId }: { saleId: SaleId }) {
  const { t } = useMessages();
  const state = useSyncExternalStore(camera.subscribe, camera.state);
  const [lookNotTaken, setLookNotTaken] = useState(-1);
  useEffect(() => camera.want(toTheHost(() => setLookNotTaken(camera.state().look))), []);
  return (
    <div className={styles.panel}>
      <CameraLooks state={state} readCode={lookNotTaken === state.look ? 'not-taken' : 'handed-over'}>
        <Heading className="sr-only">{t('scan.title')}</Heading>
      </CameraLooks>
      <div className={styles.ways}>
        <button type="button" className={styles.way} onClick={() => closeCamera(saleId)}>
          <Icon name="cross" />
          {t('camera.close')} <kbd>Esc</kbd>
        </button>
        <button type="button" className={styles.way} onClick={openCodeField}>
          <Icon name="keyboard" />
          {t('scan.type')}
        </button>
      </div>
    </div>
  );
}
