import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';

/** As much of a host's frame as a bench looks at. */
type Frame = {
  frame: string;
  id?: string;
  reply?: { is: string };
  snapshot?: {
    stage: { at: string; paymentRequestId?: string; orderCode?: { isOn: boolean; value?: string } | null };
  };
};
type Send = (id: string, command: object) => void;

/** `step` is called when the link is open, with null, and with each frame; true when it is done. */
export async function overLink(page: Page, step: (send: Send, frame: Frame | null) => boolean): Promise<void> {
  const { origin, host } = new URL(page.url());
  const cookies = await page.context().cookies(origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`ws://${host}/link`, { headers: { cookie, origin } });
  const send: Send = (id, command) => socket.send(JSON.stringify({ id, command }));
  await new Promise<void>((resolve, reject) => {
    const take = (frame: Frame | null): void => {
      try {
        if (step(send, frame)) resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    socket.on('open', () => take(null));
    socket.on('message', (data: Buffer) => take(JSON.parse(data.toString('utf8')) as Frame));
    socket.on('close', () => reject(new Error('the link was lost')));
    socket.on('error', reject);
  });
  socket.terminate();
}
