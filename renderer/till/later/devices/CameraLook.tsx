import { useEffect, useSyncExternalStore } from 'react';

import { camera, onlyLook } from '../camera/camera-here.ts';
import styles from './CameraLook.module.css';
import { CameraLooks } from '../camera/CameraLooks.tsx';

/** The camera, to try it: what it reads begins no payment. */
export function CameraLook() {
  const state = useSyncExternalStore(camera.subscribe, camera.state);
  useEffect(() => camera.want(onlyLook), []);
  return (
    <section className={styles.look}>
      <CameraLooks state={state} readCode="only-looked" />
    </section>
  );
}
