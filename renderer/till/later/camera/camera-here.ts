import { scanTestText } from '#contract';

import type { Camera } from '../../../scan/camera/camera-list.ts';
import { CameraReading, type CameraHandlers } from '../../../scan/camera/camera.ts';
import { startReader } from '../../../scan/camera/reader.ts';
import { play, rememberCamera, scan, useCameraDoor, useTill } from '../../shared.ts';

/** Absent where the page's address is not trusted with cameras, whatever the DOM's types say. */
const devices: MediaDevices | undefined = navigator.mediaDevices;

/** This machine's cameras; one for the page, which is opened where a code is wanted. */
export const camera = new CameraReading(
  {
    devices,
    startReader,
    setTimeout: (act, ms) => window.setTimeout(act, ms),
    clearTimeout: (timer) => window.clearTimeout(timer),
  },
  useCameraDoor.getState().memory.camera,
);

/** Where the camera opens at every sale, what reads its pictures is there before the first of them. */
export function prepareCamera(): void {
  if (useCameraDoor.getState().memory.atEverySale) requestIdleCallback(() => camera.prepare());
}

/** Codes go to the host as any scanner's do. `notTaken`: what was read did not begin a payment. */
export function toTheHost(notTaken: () => void): CameraHandlers {
  return {
    code(text) {
      void given(text).then((isTaken) => isTaken || notTaken());
    },
    said(said) {
      if (said.of === 'test-code') void given(scanTestText);
      else sound('bad-scan');
    },
    chosen: remember,
  };
}

/** Somebody tries the camera: what it reads is said, and goes nowhere. */
export const onlyLook: CameraHandlers = {
  code: () => sound('good-scan'),
  said: ({ of }) => sound(of === 'test-code' ? 'good-scan' : 'bad-scan'),
  chosen: remember,
};

function remember(camera: Camera): void {
  rememberCamera({ camera });
}

/** Whether a payment began with it, or it was the code to try a scanner with. */
async function given(text: string): Promise<boolean> {
  const { is } = await scan(text, 'camera');
  const isTaken = is === 'ok' || is === 'test-code';
  sound(isTaken ? 'good-scan' : 'bad-scan');
  return isTaken;
}

function sound(of: 'good-scan' | 'bad-scan'): void {
  if (!useTill.getState().preferences.muted) play(of);
}
