import type { Connect, Line } from './lines.ts';

/** As much of a snapshot as a cashier would judge by. */
export type Seen = {
  hostId: string;
  connection: string;
  stage: {
    at: string;
    paymentRequestId?: string;
    outcome?: string;
    saleId?: string;
    orderCode?: { isOn: boolean; value?: string } | null;
  };
};
export type Reply = { is: string; why?: string };
export type Command = { do: string; saleId?: string; paymentRequestId?: string | undefined; [detail: string]: unknown };
/** A command, what the till answered, and which host it was. */
export type Answered = { command: Command; reply: Reply; hostId: string };
type Frame = { frame: string; id?: string; reply?: Reply; snapshot?: Seen };
type Asked = { id: string; command: Command; answered: (reply: Reply) => void };

/** A cashier without eyes: speaks the link's JSON, by whatever way a screen has to the till. */
export class TillClient {
  seen: Seen | null = null;
  /** Everything that was shown, oldest first. */
  readonly shown: Seen[] = [];
  /** Everything that was answered, oldest first. */
  readonly answered: Answered[] = [];
  readonly #asked = new Map<string, Asked>();
  readonly #waiting = new Set<() => void>();
  #connect: Connect | null = null;
  #line: Line | null = null;
  #next = 1;

  /** Opens a way to the till; also again, after its shell was started anew. */
  async open(connect: Connect): Promise<void> {
    this.seen = null;
    this.#connect = connect;
    this.#line = await connect((frame) => this.#hear(frame as Frame));
    for (const asked of this.#asked.values()) this.#send(asked); // when it was greeted before it could speak
  }

  /** The screen's process dies, and another one comes in the same way. */
  async reload(): Promise<void> {
    this.#line?.die();
    this.#line = null;
    if (this.#connect !== null) await this.open(this.#connect);
  }

  close(): void {
    this.#line?.leave();
    this.#line = null;
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
    this.#line?.send({ id, command });
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
