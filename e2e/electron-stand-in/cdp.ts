/** One event of the DevTools Protocol. */
export type CdpEvent = { method: string; params: unknown; sessionId?: string };

type Answer = { id?: number; result?: unknown; error?: { message: string } };
type Waiting = { method: string; resolve: (result: unknown) => void; reject: (error: Error) => void };

/** A Chrome DevTools Protocol connection on Node's own WebSocket. */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket, onEvent: (event: CdpEvent) => void) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Answer & CdpEvent;
      if (message.id === undefined) return onEvent(message);
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result);
      else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    });
    socket.addEventListener('close', () => {
      for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: the browser has gone`));
      this.#waiting.clear();
    });
  }

  static async connect(url: string, onEvent: (event: CdpEvent) => void): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`no DevTools connection at ${url}`)));
    });
    return new Cdp(socket, onEvent);
  }

  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { method, reject, resolve: (result) => resolve(result as T) });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }
}
