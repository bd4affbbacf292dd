import type Electron from 'electron';

import { uncovered } from './uncovered.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const privileged = new Map<string, Electron.Privileges>();
const handlers = new Map<string, Handler>();
const suffix = '.electron-stand-in.test';

/** Chromium knows no schemes of ours: `app://till/x` is `https://till.app.electron-stand-in.test/x` to it. */
export function toChromium(url: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) return url;
  const privileges = privileged.get(scheme.toLowerCase());
  if (privileges === undefined) return url;
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return `${privileges.secure === true ? 'https' : 'http'}://${host.toLowerCase()}.${scheme.toLowerCase()}${suffix}${path}`;
}

export function fromChromium(url: string): string {
  const match = /^https?:\/\/([^/?#]*)\.([a-z0-9+-]+)\.electron-stand-in\.test(.*)$/.exec(url);
  return match === null ? url : `${match[2]}://${match[1]}${match[3]}`;
}

export function handlerOf(url: string): Handler | undefined {
  return handlers.get(url.slice(0, url.indexOf(':')));
}

/** `isReady` decides what may be called, as in Electron. */
export function makeProtocol(isReady: () => boolean) {
  return {
    registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
      if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
      for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges ?? {});
    },
    handle(scheme: string, handler: Handler): void {
      if (!isReady()) throw new Error('protocol.handle can only be called after app is ready');
      if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      if (privileged.get(scheme)?.standard !== true) uncovered(`a scheme that is not standard (${scheme})`);
      handlers.set(scheme, handler);
    },
    isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
  };
}
