import { create } from 'zustand';

import type { SaleId } from '#payment';

import { cameraMemoryText, readCameraMemory, type CameraMemory } from '../scan/camera/camera-memory.ts';

export type CameraDoor = {
  memory: CameraMemory;
  /** What was done by hand during this sale; the next one goes by the memory again. */
  byHand: { saleId: SaleId; isOpen: boolean } | null;
};

const place = 'counterpay.camera';

/** Whether the scan screen looks through the camera. What looks comes with the later screens. */
export const useCameraDoor = create<CameraDoor>(() => ({ memory: readMemory(), byHand: null }));

export function isCameraOpen({ memory, byHand }: CameraDoor, saleId: SaleId): boolean {
  return byHand?.saleId === saleId ? byHand.isOpen : memory.atEverySale;
}

/** A till whose camera was opened once opens it at every sale from then on, until somebody says otherwise. */
export function openCamera(saleId: SaleId): void {
  useCameraDoor.setState({ byHand: { saleId, isOpen: true } });
  rememberCamera({ atEverySale: true });
}

/** For this sale. */
export function closeCamera(saleId: SaleId): void {
  useCameraDoor.setState({ byHand: { saleId, isOpen: false } });
}

export function rememberCamera(change: Partial<CameraMemory>): void {
  const memory = { ...useCameraDoor.getState().memory, ...change };
  useCameraDoor.setState({ memory });
  try {
    localStorage.setItem(place, cameraMemoryText(memory));
  } catch {
    // Storage is full or switched off: the choice holds until the page is closed.
  }
}

function readMemory(): CameraMemory {
  try {
    return readCameraMemory(localStorage.getItem(place));
  } catch {
    return readCameraMemory(null);
  }
}
