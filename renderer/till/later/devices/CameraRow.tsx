import { useEffect, useState, useSyncExternalStore } from 'react';

import type { CameraState } from '../../../scan/camera/camera-state.ts';
import { t, useCameraDoor, useMessages } from '../../shared.ts';
import { camera } from '../camera/camera-here.ts';
import { readerWords } from '../camera/camera-words.ts';
import { DeviceRow } from './DeviceRow.tsx';

/** The camera among the devices: it is used on the scan screen, or for a look from here, and rests at all other times. */
export function CameraRow({ onOpen }: { onOpen: () => void }) {
  useMessages();
  const state = useSyncExternalStore(camera.subscribe, camera.state);
  const atEverySale = useCameraDoor(({ memory }) => memory.atEverySale);
  const [isListed, setIsListed] = useState(false);
  useEffect(() => void camera.list().then(() => setIsListed(true)), []);
  const label = (state.chosen ?? state.cameras[0])?.label ?? '';
  return (
    <DeviceRow
      icon="camera"
      name={label === '' ? t('camera.which') : t('camera.row.name', { label })}
      says={isListed ? rowWords(state, atEverySale) : t('camera.row.listing')}
      state={state.cameras.length === 0 ? 'off' : 'well'}
      action={{ label: t('camera.row.look'), onClick: onOpen }}
    />
  );
}

function rowWords(state: CameraState, atEverySale: boolean): string {
  if (state.cameras.length === 0) return t('camera.row.none');
  return readerWords(state) ?? t(atEverySale ? 'camera.row.atEverySale' : 'camera.row.ready');
}
