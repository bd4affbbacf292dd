import type { ScreenBridge } from '#contract';

export type WayHandlers = {
  heard(text: string): void;
  /** What was heard until now may be out of date: until a model comes again, nobody says whether it is. */
  lost(): void;
};

/** What is said while there is no way is dropped. */
export type Way = { send(text: string): void };

const reconnectMinMs = 250;
const reconnectMaxMs = 4_000;

/** The shell's own bridge where there is one, else a WebSocket to where the page came from. */
export function openWay(handlers: WayHandlers): Way {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return window.counterpay === undefined
    ? socketWay(`${scheme}://${location.host}/display-link`, handlers)
    : bridgeWay(window.counterpay, handlers);
}

/** A lost socket is opened again, ever more slowly, and never given up. */
export function socketWay(url: string, handlers: WayHandlers): Way {
  let socket: WebSocket | null = null;
  let reconnectMs = reconnectMinMs;

  function connect(): void {
    const next = new WebSocket(url);
    next.addEventListener('open', () => {
      socket = next;
      reconnectMs = reconnectMinMs;
    });
    next.addEventListener('message', (event) => handlers.heard(String(event.data)));
    next.addEventListener('close', () => {
      socket = null;
      handlers.lost();
      setTimeout(connect, reconnectMs);
      reconnectMs = Math.min(reconnectMs * 2, reconnectMaxMs);
    });
  }

  connect();
  return { send: (text) => socket?.send(text) };
}

/** There for as long as the page is: without its shell there is no page. */
function bridgeWay(bridge: ScreenBridge, handlers: WayHandlers): Way {
  bridge.onFrame((text) => handlers.heard(text));
  return { send: (text) => bridge.send(text) };
}
