/* Functions whose source text runs inside pages: each must be self-contained, without imports and outer names. */

type Call = (...args: unknown[]) => unknown;
type Detail = { kind: 'call' | 'reply' | 'expose'; id?: number; key?: string; ok?: boolean; value?: unknown };

/**
 * One side of the context bridge; the same code runs in the page's own world and in the preload's isolated one. Values
 * cross by CustomEvent.detail, which Chromium clones between worlds and delivers at once. Text, numbers, plain objects
 * and functions are covered.
 */
export function makeBridge(secret: string, side: 'page' | 'preload') {
  const other = side === 'page' ? 'preload' : 'page';
  const ours = new Map<number, Call>();
  let lastId = 0;
  let reply: Detail | null = null;

  function send(detail: Detail): void {
    document.dispatchEvent(new CustomEvent(`${secret}:${other}`, { detail }));
  }
  function out(value: unknown): unknown {
    if (typeof value === 'function') {
      lastId += 1;
      ours.set(lastId, value as Call);
      return { $function: lastId };
    }
    if (Array.isArray(value)) return value.map(out);
    if (value instanceof Promise) throw new Error('stand-in: a promise over the bridge is not covered');
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, out(one)]));
  }
  function into(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(into);
    if ('$function' in value) return (...args: unknown[]) => call(value.$function as number, args);
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, into(one)])));
  }
  function call(id: number, args: unknown[]): unknown {
    reply = null;
    send({ kind: 'call', id, value: out(args) });
    const got = reply as Detail | null;
    if (got === null) throw new Error('An object could not be cloned.');
    if (got.ok !== true) throw new Error(String(got.value));
    return into(got.value);
  }
  document.addEventListener(`${secret}:${side}`, (event) => {
    event.stopImmediatePropagation();
    const detail = (event as CustomEvent<Detail>).detail;
    if (detail.kind === 'reply') reply = detail;
    else if (detail.kind === 'expose') {
      const value = into(detail.value);
      Object.defineProperty(window, String(detail.key), { value, enumerable: true });
    } else {
      try {
        const run = ours.get(detail.id ?? 0);
        send({ kind: 'reply', ok: true, value: out(run?.(...(into(detail.value) as unknown[]))) });
      } catch (error) {
        send({ kind: 'reply', ok: false, value: error instanceof Error ? error.message : String(error) });
      }
    }
  });
  return { expose: (key: string, value: unknown) => send({ kind: 'expose', key, value: out(value) }) };
}

/** The page's own world: the bridge's far end, and what the protocol has no event for, or has it too late. */
export function inPage(secret: string, bridgeOf: typeof makeBridge): void {
  if (window !== window.top) return;
  bridgeOf(secret, 'page');
  let lastId = 0;
  function ask(permission: string, mediaTypes: readonly string[] = []): Promise<boolean> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      const answered = (event: Event): void => resolve((event as CustomEvent).detail === true);
      document.addEventListener(`${secret}:answer:${id}`, answered, { once: true });
      document.dispatchEvent(new CustomEvent(`${secret}:ask`, { detail: { id, permission, mediaTypes } }));
    });
  }
  const { mediaDevices } = navigator;
  if (mediaDevices !== undefined) {
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const types = [constraints?.video && 'video', constraints?.audio && 'audio'].filter(
        (type) => typeof type === 'string',
      );
      if (!(await ask('media', types))) throw new DOMException('Permission denied', 'NotAllowedError');
      return open(constraints);
    };
  }
  // Electron asks the program before there is a window, and null is what a refused page gets. Chromium would make the
  // window first, in the page's own process. Only refusal is covered; the main process says so.
  window.open = (to) => {
    const url = new URL(to ?? '', document.baseURI).href;
    document.dispatchEvent(new CustomEvent(`${secret}:open`, { detail: url }));
    return null;
  };
  if ('Notification' in window)
    Notification.requestPermission = async () => ((await ask('notifications')) ? 'granted' : 'denied');
}

type Preload = (require: (name: string) => unknown, module: object, exports: object, process: object) => void;

/** The preload's isolated world: `require('electron')` as a sandboxed preload sees it, then the preload itself. */
export function inPreload(secret: string, bridgeOf: typeof makeBridge, process: object, preload: Preload | null): void {
  if (window !== window.top) return;
  const world = globalThis as typeof globalThis & { __toMain?: (text: string) => void; __fromMain?: Call };
  const post = world.__toMain;
  delete world.__toMain;
  const bridge = bridgeOf(secret, 'preload');
  const listeners = new Map<string, Set<Call>>();
  function toMain(kind: string, channel: string, args: unknown[]): void {
    post?.(JSON.stringify({ kind, channel, args }));
  }
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => toMain('send', channel, args),
    on(channel: string, listener: Call) {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return ipcRenderer;
    },
    removeAllListeners: (channel: string) => void listeners.delete(channel),
  };
  world.__fromMain = (text) => {
    const { kind, channel, args } = JSON.parse(String(text)) as { kind: string; channel: string; args: unknown[] };
    if (kind === 'answer') document.dispatchEvent(new CustomEvent(`${secret}:answer:${channel}`, { detail: args[0] }));
    else for (const listener of listeners.get(channel) ?? []) listener({ sender: ipcRenderer, ports: [] }, ...args);
  };
  document.addEventListener(`${secret}:ask`, (event) => {
    type Asked = { id: number; permission: string; mediaTypes: readonly string[] };
    const { id, permission, mediaTypes } = (event as CustomEvent<Asked>).detail;
    toMain('permission', permission, [id, mediaTypes]);
  });
  document.addEventListener(`${secret}:open`, (event) => toMain('open', String((event as CustomEvent).detail), []));
  if (preload === null) return;
  const electron = { ipcRenderer, contextBridge: { exposeInMainWorld: bridge.expose } };
  const module = { exports: {} };
  function require(name: string): unknown {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  }
  preload(require, module, module.exports, process);
}
