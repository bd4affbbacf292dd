import type { Page } from '@playwright/test';

import type { Screen } from './screen.ts';
import { euro, till, type Stage } from './till-says.ts';

const scan: Stage = { at: 'scan', saleId: 'sale1', amount: euro };
const name = 'HD Pro Webcam C920 with a microphone (046d:082d)';

type Played = {
  /** What `getUserMedia` rejects with; null: a camera opens, with a light, beside another one. */
  rejects: string | null;
  /** What is read in its first frame. */
  reads: 'code' | 'two-codes' | 'foreign' | null;
};

/** The camera's screens need a camera and a reader, which are played here as the host is. */
function camera(of: string, played: Played, settings = false): Screen {
  return {
    name: `camera, ${of}`,
    says: [till({ stage: scan })],
    replies: { scan: { is: 'bad-scan', why: 'card-number' } },
    async act(page) {
      await play(page, played);
      await page.locator('[class*="_way_"]').first().dispatchEvent('click');
      await page.locator('[class*="_sight_"]').first().waitFor();
      if (settings) await page.locator('[aria-expanded]').click();
      if (played.rejects === null) await page.locator('video').waitFor();
      if (played.reads !== null) await page.locator('output svg, output').first().waitFor();
      // The next screen begins as on a till that never had a camera.
      await page.evaluate(() => localStorage.removeItem('counterpay.camera'));
    },
  };
}

async function play(page: Page, played: Played): Promise<void> {
  await page.evaluate(
    ([{ rejects, reads }, label]) => {
      const { mediaDevices } = navigator;
      const device = (deviceId: string) => ({ kind: 'videoinput', deviceId, groupId: '', label: label + deviceId });
      mediaDevices.enumerateDevices = () => Promise.resolve([device('a'), device('b')] as unknown as MediaDeviceInfo[]);
      mediaDevices.getUserMedia = () => {
        if (rejects !== null) return Promise.reject(Object.assign(new Error('played'), { name: rejects }));
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
        canvas.getContext('2d')?.fillRect(0, 0, 640, 360);
        const stream = canvas.captureStream();
        for (const track of stream.getVideoTracks()) track.getCapabilities = () => ({ torch: true }) as never;
        return Promise.resolve(stream);
      };
      window.Worker = class extends EventTarget {
        postMessage({ to, look }: { to: string; look: number }): void {
          const tell = (data: object) => this.dispatchEvent(new MessageEvent('message', { data }));
          if (to === 'open') tell({ from: 'opened', name: 'zxing-js', why: 'wasm-forbidden' });
          if (to !== 'look') return;
          tell({ from: 'light', light: 'enough' });
          const timing = { cameAt: 0, copiedAt: 0, readAt: 0, takenMs: null };
          const again = (): void => {
            if (reads !== null) tell({ from: reads, look, why: 'card-number', text: 'none', by: 'qr', timing });
            if (reads !== 'code') setTimeout(again, 500);
          };
          again();
        }
        terminate(): void {}
      } as unknown as typeof Worker;
    },
    [played, name] as const,
  );
}

export const cameraScreens: readonly Screen[] = [
  camera('looking', { rejects: null, reads: null }),
  camera('its settings', { rejects: null, reads: null }, true),
  camera('code not taken', { rejects: null, reads: 'code' }),
  camera('code not taken, its settings', { rejects: null, reads: 'code' }, true),
  camera('two codes', { rejects: null, reads: 'two-codes' }),
  camera('a card number', { rejects: null, reads: 'foreign' }),
  camera('not allowed', { rejects: 'NotAllowedError', reads: null }, true),
  camera('none there', { rejects: 'NotFoundError', reads: null }),
  camera('in use', { rejects: 'NotReadableError', reads: null }),
];
