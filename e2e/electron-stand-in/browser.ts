import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';

import { Cdp, type CdpEvent } from './cdp.ts';
import { uncovered } from './uncovered.ts';

/** What takes a page's part of the browser's events. */
export interface PageTarget {
  onPage(method: string, params: unknown): void;
  /** Its process died. */
  crashed(exitCode: number): void;
  /** Another page was opened by it. */
  opened(targetId: string, url: string): void;
  closed(): void;
  mayGo(requestUrl: string, url: string): boolean;
}

export type RequestPaused = {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
};

type TargetInfo = { targetId: string; type: string; url: string; openerId?: string };

type Browser = { cdp: Cdp; process: ChildProcess; exited: Promise<void> };

let running: Browser | null = null;

export const byTarget = new Map<string, PageTarget>();
export const bySession = new Map<string, PageTarget>();

export function browser(): Browser {
  return running ?? uncovered('a window before app is ready');
}

/** Starts Chromium, and says on stderr where its DevTools listen, as Electron does. */
export async function startBrowser(
  profile: string,
  switches: ReadonlyMap<string, string>,
  onRequest: (paused: RequestPaused) => Promise<void>,
): Promise<void> {
  mkdirSync(profile, { recursive: true });
  const visible = process.env['STAND_IN_HEADED'] === '1';
  const given = [...switches].filter(([name]) => name !== 'remote-debugging-port');
  const args = [
    ...(visible ? [] : ['--headless=new', '--disable-gpu']),
    '--no-sandbox',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-startup-window',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--password-store=basic',
    '--use-fake-ui-for-media-stream',
    '--font-render-hinting=none',
    '--autoplay-policy=no-user-gesture-required',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...given.map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  ];
  // As in Electron, whose main process is the browser: when it dies, so does all that it shows.
  const words = ['--pdeathsig', 'KILL', process.env['CHROMIUM'] ?? 'chromium', ...args];
  const child = spawn('setpriv', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await devToolsUrl(child);
  const cdp = await Cdp.connect(url, (event) => onEvent(event, onRequest));
  running = { cdp, process: child, exited };
  await cdp.send('Target.setDiscoverTargets', { discover: true });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  process.stderr.write(`\nDevTools listening on ${url}\n`);
}

function devToolsUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (text.length < 100_000) text += chunk.toString();
      const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`Chromium exited with ${String(code)}\n${text}`)));
    child.once('error', reject);
  });
}

function onEvent({ method, params, sessionId }: CdpEvent, onRequest: (paused: RequestPaused) => Promise<void>): void {
  switch (method) {
    case 'Fetch.requestPaused':
      // A page that goes away takes its requests with it.
      onRequest(params as RequestPaused).catch(() => {});
      return;
    case 'Target.targetDestroyed':
      byTarget.get((params as TargetInfo).targetId)?.closed();
      return;
    case 'Target.targetCrashed': {
      const { targetId, errorCode } = params as { targetId: string; errorCode: number };
      byTarget.get(targetId)?.crashed(errorCode);
      return;
    }
    case 'Target.targetCreated': {
      const { type, openerId, targetId, url } = (params as { targetInfo: TargetInfo }).targetInfo;
      if (type === 'page' && openerId !== undefined) byTarget.get(openerId)?.opened(targetId, url);
      return;
    }
    default:
      if (sessionId !== undefined) bySession.get(sessionId)?.onPage(method, params);
  }
}
