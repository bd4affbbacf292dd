import type { ChildProcess } from 'node:child_process';

import { WebSocket } from 'ws';

/** As much of a snapshot as a cashier would judge by. */
export type Seen = {
  hostId: string;
  connection: string;
  stage: { at: string; paymentRequestId?: string; outcome?: string; saleId?: string };
};
export type Reply = { is: string; why?: string };
export type Command = { do: string; saleId?: string; paymentRequestId?: string | undefined; [detail: string]: unknown };
/** A command, what the till answered, and which host it was. */
export type Answered = { command: Command; reply: Reply; hostId: string };
type Frame = { frame: string; id?: string; reply?: Reply; snapshot?: Seen };
type Asked = { id: string; command: Command; answered: (reply: Reply) => void };

/** A cashier's screen without a browser: opens the start address, keeps its cookie, speaks the link's JSON. */
export class TillClient {
  seen: Seen | null = null;
  /** Everything that was shown, oldest first. */
  readonly shown: Seen[] = [];
  /** Everything that was answered, oldest first. */
  readonly answered: Answered[] = [];
  readonly #asked = new Map<string, Asked>();
  readonly #waiting = new Set<() => void>();
  #socket: WebSocket | null = null;
  #host: ChildProcess | null = null;
  /** Where the page came from, and the cookie that it keeps. */
  #page = { address: '', cookie: '' };
  #next = 1;

  /** Comes in by the printed address; also again, after the kiosk was started anew. */
  async open(startUrl: string): Promise<void> {
    const entered = await fetch(startUrl, { redirect: 'manual' });
    this.#page = { address: startUrl, cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '' };
    await this.reload();
  }

  /** The screen's process is gone without a word, and another one opens the same page. */
  async reload(): Promise<void> {
    this.#socket?.terminate();
    this.seen = null;
    const { origin, host } = new URL(this.#page.address);
    const socket = new WebSocket(`ws://${host}/link`, { headers: { cookie: this.#page.cookie, origin } });
    this.#socket = socket; // its first frame may come together with its opening
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString('utf8')) as Frame));
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => socket.terminate()); // the kiosk died
  }

  /** Speaks to a host that this process started, without a kiosk between them. */
  attach(host: ChildProcess): void {
    this.seen = null;
    this.#host = host;
    host.on('message', (frame) => this.#hear(frame as Frame));
  }

  close(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#host = null;
    this.seen = null;
  }

  /** Asks the till; when the host dies before it answers, the same is asked again of the next one, as screens do. */
  ask(command: Command): Promise<Reply> {
    const id = `crash-${this.#next++}`;
    return new Promise((resolve) => {
      const asked = { id, command, answered: resolve };
      this.#asked.set(id, asked);
      this.#send(asked);
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

  #send({ id, command }: Asked): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ id, command }));
    if (this.#host?.connected === true) this.#host.send({ id, command }, () => undefined);
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
      if (isNewHost) for (const asked of this.#asked.values()) this.#send(asked);
    }
    if (frame.frame === 'reply' && frame.id !== undefined && frame.reply !== undefined) {
      const asked = this.#asked.get(frame.id);
      this.#asked.delete(frame.id);
      const hostId = this.seen?.hostId;
      if (asked !== undefined && hostId !== undefined)
        this.answered.push({ command: asked.command, reply: frame.reply, hostId });
      asked?.answered(frame.reply);
    }
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
