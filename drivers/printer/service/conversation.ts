import type { PrinterTrouble } from '#contract';
import { err, ok, type Clock, type MonoMs, type Result } from '#payment';

import { askRealTime, type RealTimeQuestion } from '../escpos/commands.ts';
import { withinTime } from '../../scanner/service/time-limit.ts';
import { afterAutomatic, afterRealTime, nothingSaid, obstacleOf, type Condition } from '../escpos/condition.ts';
import { ReplyReader, type PrinterReply } from '../escpos/reply-reader.ts';
import type { Channel, ChannelEvents, PrinterTransport } from '../transport/printer-transport.ts';
import { transportTrouble } from './transport-trouble.ts';
import { endWithinMs, openWithinMs, quietMs, statusWithinMs } from './limits.ts';

/** Why waiting ended: what was waited for came, the way to the printer is gone, or it took too long. */
export type Waited = 'met' | 'gone' | 'late';

/** Talks with one printer over one channel: what it has said, and waiting for what it says next, with a limit for each wait. */
export class Conversation {
  condition: Condition = nothingSaid;
  /** How often it has said so. */
  readonly heard: Record<PrinterReply['is'], number> = {
    'real-time': 0,
    automatic: 0,
    reached: 0,
    identity: 0,
    garbled: 0,
  };
  identity = '';
  /** The system's own text; null while the way is there. */
  gone: string | null = null;
  readonly #clock: Clock;
  readonly #reader = new ReplyReader();
  readonly #waiting = new Set<() => void>();
  /** The questions that were asked and not answered, in their order. */
  #questions: RealTimeQuestion[] = [];
  #channel: Channel | null = null;
  readonly #lost = Promise.withResolvers<Result<void, string>>();
  /** Calls for each answer, in their order, after it was noted. */
  onReply: (reply: PrinterReply) => void = () => undefined;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The error is a trouble of the way. */
  static async open(clock: Clock, transport: PrinterTransport): Promise<Result<Conversation, Lost>> {
    const talk = new Conversation(clock);
    const events: ChannelEvents = {
      take: (bytes) => talk.#take(bytes),
      gone: (detail) => talk.#end(detail),
    };
    const opened = await withinTime(clock, openWithinMs, transport.open(events), (late) => {
      if (late.ok) late.value.drop();
    });
    if (opened === null) return err({ trouble: 'unresponsive', detail: `not opened within ${openWithinMs} ms` });
    if (!opened.ok) return err({ trouble: transportTrouble(opened.error), detail: opened.error });
    talk.#channel = opened.value;
    return ok(talk);
  }

  /** What keeps it from printing, or from being talked to. */
  get obstacle(): PrinterTrouble | null {
    return this.gone === null ? obstacleOf(this.condition) : transportTrouble(this.gone);
  }

  get heardAtAll(): boolean {
    return Object.values(this.heard).some((count) => count > 0);
  }

  async write(bytes: Uint8Array, limitMs: number): Promise<Waited> {
    if (this.gone !== null || this.#channel === null) return 'gone';
    const written = await withinTime(
      this.#clock,
      limitMs,
      Promise.race([this.#channel.write(bytes), this.#lost.promise]),
    );
    if (written === null) return 'late';
    if (written.ok) return 'met';
    this.#end(written.error);
    return 'gone';
  }

  /** Waits until `isMet`, which is asked again after each answer. */
  until(isMet: () => boolean, limitMs: number): Promise<Waited> {
    if (isMet()) return Promise.resolve('met');
    if (this.gone !== null) return Promise.resolve('gone');
    return new Promise((resolve) => {
      const end = (waited: Waited): void => {
        this.#waiting.delete(look);
        limit.cancel();
        resolve(waited);
      };
      const look = (): void => {
        if (isMet()) end('met');
        else if (this.gone !== null) end('gone');
      };
      const limit = this.#clock.after(limitMs, () => end('late'));
      this.#waiting.add(look);
    });
  }

  /** Asks for one byte of status; `met` when it came, and stands in `condition`. */
  async ask(n: RealTimeQuestion, limitMs = statusWithinMs): Promise<Waited> {
    const endsAt = this.#clock.monoMs() + limitMs;
    const answers = this.heard['real-time'] + this.#questions.length + 1;
    this.#questions.push(n);
    const written = await this.write(askRealTime(n), limitMs);
    if (written !== 'met') return written;
    const answered = await this.until(() => this.heard['real-time'] >= answers, this.#leftOf(endsAt));
    // Nobody knows any more which question the next answer is to.
    if (answered !== 'met') this.#questions = [];
    return answered;
  }

  /** Writes something that is answered by one of these. */
  async request(bytes: Uint8Array, answer: PrinterReply['is'], limitMs = statusWithinMs): Promise<Waited> {
    const endsAt = this.#clock.monoMs() + limitMs;
    const count = this.heard[answer] + 1;
    const written = await this.write(bytes, limitMs);
    return written === 'met' ? await this.until(() => this.heard[answer] >= count, this.#leftOf(endsAt)) : written;
  }

  /** Resolves when it has said nothing for a while; what it says until then is to older questions. */
  async quiet(): Promise<void> {
    let before = -1;
    const count = (): number => Object.values(this.heard).reduce((sum, one) => sum + one, 0);
    // A printer that never stops talking is not waited for without end.
    const endsAt = this.#clock.monoMs() + statusWithinMs;
    while (before !== count() && this.#leftOf(endsAt) > 0) {
      before = count();
      await this.until(() => false, quietMs);
    }
  }

  /** Lets out what was written and closes: `gone` when some of it may not have arrived, `late` when the other side did not close. */
  async end(limitMs = endWithinMs): Promise<Waited> {
    const channel = this.#channel;
    this.#channel = null;
    if (channel === null) return 'gone';
    const ended = this.gone === null ? await withinTime(this.#clock, limitMs, channel.end()) : err(this.gone);
    if (ended?.ok === true) return 'met';
    channel.drop();
    if (ended === null) return 'late';
    this.#end(ended.error);
    return 'gone';
  }

  /** Closes at once; what was written may be lost. */
  drop(): void {
    this.#channel?.drop();
    this.#channel = null;
  }

  #leftOf(endsAt: MonoMs): number {
    return Math.max(0, endsAt - this.#clock.monoMs());
  }

  #take(bytes: Uint8Array): void {
    for (const reply of this.#reader.take(bytes)) {
      this.heard[reply.is] += 1;
      this.#note(reply);
      this.onReply(reply);
      for (const look of this.#waiting) look();
    }
  }

  #note(reply: PrinterReply): void {
    if (reply.is === 'automatic') this.condition = afterAutomatic(reply.bytes);
    if (reply.is === 'identity') this.identity = reply.text;
    if (reply.is !== 'real-time') return;
    const n = this.#questions.shift();
    if (n !== undefined) this.condition = afterRealTime(this.condition, n, reply.byte);
  }

  #end(detail: string): void {
    this.gone ??= detail;
    this.#lost.resolve(err(detail));
    for (const look of this.#waiting) look();
  }
}

export type Lost = { trouble: PrinterTrouble; detail: string };
