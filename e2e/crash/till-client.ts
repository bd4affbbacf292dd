import { WebSocket } from 'ws';

/** As much of a snapshot as a cashier would judge by. */
export type Seen = {
  hostId: string;
  connection: string;
  stage: { at: string; paymentRequestId?: string; outcome?: string; saleId?: string };
};
export type Reply = { is: string; why?: string };
type Frame = { frame: string; id?: string; reply?: Reply; snapshot?: Seen };
type Asked = { text: string; answered: (reply: Reply) => void };

/** A cashier's screen without a browser: opens the start address, keeps its cookie, speaks the link's JSON. */
export class TillClient {
  seen: Seen | null = null;
  /** Everything that was shown, oldest first. */
  readonly shown: Seen[] = [];
  readonly #asked = new Map<string, Asked>();
  readonly #waiting = new Set<() => void>();
  #socket: WebSocket | null = null;
  #next = 1;

  /** Comes in by the printed address; also again, after the kiosk was started anew. */
  async open(startUrl: string): Promise<void> {
    const entered = await fetch(startUrl, { redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { origin, host } = new URL(startUrl);
    const socket = new WebSocket(`ws://${host}/link`, { headers: { cookie, origin } });
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString('utf8')) as Frame));
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    this.#socket = socket;
  }

  close(): void {
    this.#socket?.close();
    this.#socket = null;
    this.seen = null;
  }

  /** Asks the till; when the host dies before it answers, the same is asked again of the next one, as screens do. */
  ask(command: object): Promise<Reply> {
    const id = `crash-${this.#next++}`;
    const text = JSON.stringify({ id, command });
    return new Promise((resolve) => {
      this.#asked.set(id, { text, answered: resolve });
      this.#socket?.send(text);
    });
  }

  /** Waits until the screen shows what fits; says what it shows when that is too late. */
  async until(what: string, fits: (seen: Seen) => boolean, withinMs: number): Promise<Seen> {
    const endsAt = performance.now() + withinMs;
    for (;;) {
      if (this.seen !== null && fits(this.seen)) return this.seen;
      const left = endsAt - performance.now();
      if (left <= 0) throw new Error(`${what}: not within ${withinMs} ms; shown is ${JSON.stringify(this.seen)}`);
      await this.#nextFrame(left);
    }
  }

  #nextFrame(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #hear(frame: Frame): void {
    if (frame.frame === 'snapshot' && frame.snapshot !== undefined) {
      const isNewHost = this.seen?.hostId !== frame.snapshot.hostId;
      this.seen = frame.snapshot;
      this.shown.push(frame.snapshot);
      if (isNewHost) for (const { text } of this.#asked.values()) this.#socket?.send(text);
    }
    if (frame.frame === 'reply' && frame.id !== undefined && frame.reply !== undefined) {
      this.#asked.get(frame.id)?.answered(frame.reply);
      this.#asked.delete(frame.id);
    }
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
