import type { ChildProcess } from 'node:child_process';

import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';

import { windowOf } from '../electron-window.ts';
import { rendererPids } from '../renderer-pids.ts';
import { killNow } from './processes.ts';

/** A screen's way to the till. */
export interface Line {
  send(frame: object): void;
  /** Ends the screen as the death of its process does. */
  die(): void;
  /** Looks and speaks no more; the screen may stay. */
  leave(): void;
}

/** Opens a way; `hear` gets every frame of the till's. */
export type Connect = (hear: (frame: unknown) => void) => Promise<Line>;

const windowWithinMs = 30_000;
const oneTryMs = 5_000;

/** As a browser does: comes in by the printed address, and keeps the cookie. */
export async function throughKiosk(startUrl: string): Promise<Connect> {
  const entered = await fetch(startUrl, { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { origin, host } = new URL(startUrl);
  return async (hear) => {
    const socket = new WebSocket(`ws://${host}/link`, { headers: { cookie, origin } });
    socket.on('message', (data: Buffer) => hear(JSON.parse(data.toString('utf8'))));
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => socket.terminate()); // the kiosk died
    return {
      send: (frame) => (socket.readyState === WebSocket.OPEN ? socket.send(JSON.stringify(frame)) : undefined),
      die: () => socket.terminate(),
      leave: () => socket.close(),
    };
  };
}

/** To a host that this process started, without a shell between them. */
export function toHost(host: ChildProcess): Connect {
  return async (hear) => {
    host.on('message', hear);
    return {
      send: (frame) => (host.connected ? void host.send(frame, () => undefined) : undefined),
      die: () => undefined,
      leave: () => undefined,
    };
  };
}

/** The page in Electron's window: takes over from the screen there, when it has painted, and speaks its bridge. */
export function throughWindow(main: number, said: () => string): Connect {
  const dead = new Set<number>();
  return async (hear) => {
    const page = await until(async () => {
      if (rendererPids(main).every((pid) => dead.has(pid))) throw new Error('the window has no process yet');
      return await takeOver(await windowOf(said()), hear);
    });
    return {
      send: (frame) => void page.evaluate(`counterpay.send(${JSON.stringify(JSON.stringify(frame))})`).catch(() => {}),
      die() {
        for (const pid of rendererPids(main)) {
          dead.add(pid);
          killNow(pid);
        }
        void letGo(page);
      },
      leave: () => void letGo(page),
    };
  };
}

async function takeOver(page: Page, hear: (frame: unknown) => void): Promise<Page> {
  try {
    await page.getByRole('button').first().waitFor({ timeout: oneTryMs });
    const name = `heard${performance.now()}`.replace('.', '');
    await page.exposeFunction(name, (text: string) => hear(JSON.parse(text)));
    await page.evaluate(`counterpay.onFrame((text) => void ${name}(text))`);
    return page;
  } catch (error) {
    await letGo(page);
    throw error;
  }
}

async function letGo(page: Page): Promise<void> {
  await page.context().browser()?.close(); // ends this connection, not the window
}

/** A page that dies just then may leave a question without an answer: after some time it is asked anew. */
async function until<T>(attempt: () => Promise<T>): Promise<T> {
  const endsAt = performance.now() + windowWithinMs;
  for (;;) {
    try {
      return await Promise.race([attempt(), tooLate()]);
    } catch (error) {
      if (performance.now() > endsAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('the window does not answer')), oneTryMs));
}
