import type { ScreenBridge } from '#contract';

/** What happens on the way to the host. */
export type TransportHandlers = {
  /** There is a way from now on. */
  opened(): void;
  heard(text: string): void;
  lost(): void;
};

/** A way to the host, of whatever kind the shell offers. What is sent while there is none is dropped. */
export type Transport = (handlers: TransportHandlers) => { send(text: string): void };

declare global {
  interface Window {
    /** Put there by a shell whose pages have no socket to the host. */
    readonly counterpay?: ScreenBridge;
    /** Opened by a script that runs before the page's own has even come. */
    counterpayWay?: Transport;
  }
}

const reconnectMinMs = 250;
const reconnectMaxMs = 4_000;

/** The shell's own bridge where there is one, else a WebSocket to where the page came from; `path` starts with a slash. */
export function transportOfPage(path: string): Transport {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return window.counterpay === undefined
    ? socketTransport(`${scheme}://${location.host}${path}`)
    : bridgeTransport(window.counterpay);
}

/**
 * Opens its socket at once, and what happens before somebody listens waits for that. A lost socket is opened again, ever
 * more slowly, and never given up.
 */
export function socketTransport(url: string): Transport {
  type Happening = (handlers: TransportHandlers) => void;
  let listener: TransportHandlers | null = null;
  const early: Happening[] = [];
  let socket: WebSocket | null = null;
  let reconnectMs = reconnectMinMs;

  function tell(happening: Happening): void {
    if (listener === null) early.push(happening);
    else happening(listener);
  }

  function connect(): void {
    const next = new WebSocket(url);
    next.addEventListener('open', () => {
      socket = next;
      reconnectMs = reconnectMinMs;
      tell((handlers) => handlers.opened());
    });
    next.addEventListener('message', (event) => tell((handlers) => handlers.heard(String(event.data))));
    next.addEventListener('close', () => {
      if (socket === next) socket = null;
      tell((handlers) => handlers.lost());
      setTimeout(connect, reconnectMs);
      reconnectMs = Math.min(reconnectMs * 2, reconnectMaxMs);
    });
  }

  connect();
  return (handlers) => {
    // What is opened may send at once, which its owner can only do after this has returned.
    queueMicrotask(() => {
      listener = handlers;
      for (const happening of early.splice(0)) happening(handlers);
    });
    return { send: (text) => socket?.send(text) };
  };
}

/** There for as long as the page is: without its shell there is no page. */
export function bridgeTransport(bridge: ScreenBridge): Transport {
  return (handlers) => {
    bridge.onFrame((text) => handlers.heard(text));
    // What is opened may send at once, which its owner can only do after this has returned.
    queueMicrotask(() => handlers.opened());
    return { send: (text) => bridge.send(text) };
  };
}
