import {
  AttemptRunner,
  isOpen,
  type Attempt,
  type AttemptPorts,
  type AttemptRecord,
  type CancelBy,
  type HintWord,
  type InquiryAnswer,
  type InquiryPurpose,
  type MonoMs,
  type PayAnswer,
  type PayIntent,
} from '#payment';
import type { Expectation } from '#protocol';

import type { Held } from '../ledger/ledger.ts';
import { isUnfinished } from '../ledger/memory-ledger.ts';
import { InquiryGate } from './inquiry-gate.ts';
import type { DeskPorts } from './ports.ts';
import { within } from './within.ts';

export type AttemptEnds = {
  /** The ledger did not take a record: this attempt has stopped here and must be taken up again from the ledger. */
  writeFailed(error: unknown): void;
  changed(attempt: Attempt): void;
};

/** Alipay+ sends again after two minutes at the earliest (DOMAIN 2.8): what comes sooner came twice. */
const sameNotificationMs = 60_000;

type Resumable = Pick<Extract<Held, { is: 'attempt' }>, 'facts' | 'inquiredAt' | 'lateSuccess'>;

/** One attempt that this process drives towards Alipay+, and those who wait for it. */
export class LiveAttempt {
  readonly #ports: DeskPorts;
  readonly #ends: AttemptEnds;
  readonly #intent: PayIntent;
  /** Kept by whoever takes this attempt up again in the same process: its own times, which no leap of the wall clock moves (V27). */
  readonly gate: InquiryGate;
  readonly #waiting = new Set<() => void>();
  readonly #intentMono: MonoMs;
  /** Holds the payment code: in memory only, and only while it may be sent (V37). */
  #body: string | null;
  #runner: AttemptRunner | null = null;
  #disposed = false;
  /** When what was notified last, what that was, and what ends when it is on record. */
  #notified: { says: HintWord; at: MonoMs; recorded: Promise<void> } | null = null;
  /** The late inquiry of row 26 was begun by another process, or so long ago that it is over: it is once per attempt. */
  #lateAsked = false;

  private constructor(ports: DeskPorts, ends: AttemptEnds, intent: PayIntent, body: string | null, gate: InquiryGate) {
    this.#ports = ports;
    this.#ends = ends;
    this.#intent = intent;
    this.#body = body;
    this.gate = gate;
    const { clock } = ports;
    this.#intentMono = clock.monoMs() - Math.max(0, clock.wallMs() - intent.wallAt);
  }

  /**
   * Row 1: the intent becomes durable by `begin`, then pay leaves. Null when it did not, and nothing was sent.
   * `begin` writes the first records; it throws when they are not durable or the id is taken.
   */
  static async start(
    ports: DeskPorts,
    ends: AttemptEnds,
    order: { intent: PayIntent; body: string; begin(records: readonly AttemptRecord[]): Promise<void> },
  ): Promise<LiveAttempt | null> {
    const live = new LiveAttempt(
      ports,
      ends,
      order.intent,
      order.body,
      new InquiryGate(ports.clock, order.intent.scenario, []),
    );
    let begun = false;
    const append = async (records: readonly AttemptRecord[]): Promise<void> => {
      if (begun) return await ports.ledger.append(order.intent.paymentRequestId, records);
      await order.begin(records);
      begun = true;
    };
    live.#runner = await AttemptRunner.start(order.intent, live.#attemptPorts(append));
    return live.#runner === null ? null : live;
  }

  /** RELIABILITY 5.4: begun by another process, or let go of by this one, whose `gate` it had. Asks, never pays (R9). */
  static resume(
    ports: DeskPorts,
    ends: AttemptEnds,
    held: Resumable,
    gate = new InquiryGate(ports.clock, held.facts.intent.scenario, held.inquiredAt),
  ): LiveAttempt {
    const { facts } = held;
    const live = new LiveAttempt(ports, ends, facts.intent, null, gate);
    live.#lateAsked = held.lateSuccess;
    const append = (records: readonly AttemptRecord[]) => ports.ledger.append(facts.intent.paymentRequestId, records);
    live.#runner = AttemptRunner.resume(facts, live.#attemptPorts(append));
    return live;
  }

  get attempt(): Attempt {
    return this.#mustRun().attempt;
  }

  get intent(): PayIntent {
    return this.#intent;
  }

  /** By the wall clock until this process took it up, and by the monotonic clock since: no leap changes it (V28). */
  get sinceIntentMs(): number {
    return this.#ports.clock.monoMs() - this.#intentMono;
  }

  cancelAsked(by: CancelBy): void {
    this.#mustRun().cancelAsked(by);
  }

  /** A call waits for what becomes of it. */
  get isAwaited(): boolean {
    return this.#waiting.size > 0;
  }

  /** The late inquiry goes on; until it is over, this must not be let go of. */
  get asksLate(): boolean {
    return this.attempt.working.late.state === 'asking';
  }

  /**
   * Rows 16 and 26: a verified notification; resolves when it is on record. The same word again within a while is the same
   * notification come twice, on record when the first is; and a late inquiry that was made is not made again (V30).
   */
  async notified(says: HintWord): Promise<void> {
    const now = this.#ports.clock.monoMs();
    const last = this.#notified;
    if (last?.says === says && now - last.at < sameNotificationMs) return await last.recorded;
    if (this.#lateAsked && !isUnfinished(this.attempt.facts)) return;
    const recorded = this.#mustRun().hint(says);
    this.#notified = { says, at: now, recorded };
    await recorded;
  }

  /** After a start: the late inquiry that the process before it did not finish (row 26). */
  resumeLate(): void {
    void this.#mustRun().hint('succeeded');
  }

  /** A genuine message that does not fit this attempt (row 28). */
  unverified(why: string): void {
    this.#mustRun().unverified(why);
  }

  /** Rows 17 and 18 of the till: asks Alipay+ now if the gate lets it, for at most `withinMs`. */
  async askFresh(withinMs: number): Promise<void> {
    if (!this.gate.isOpenFor('fresh')) return;
    await within(this.#ports.clock, withinMs, this.#mustRun().inquireFresh(), undefined);
  }

  /** Resolves when `holds` is true, now or after a change, or when `withinMs` has passed or this is disposed of. */
  async until(holds: (attempt: Attempt) => boolean, withinMs: number): Promise<void> {
    if (holds(this.attempt) || withinMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const heard = (): void => {
      if (this.#disposed || holds(this.attempt)) resolve();
    };
    this.#waiting.add(heard);
    await within(this.#ports.clock, withinMs, promise, undefined);
    this.#waiting.delete(heard);
  }

  /** Ends all timers, and the waiting of those who wait. */
  dispose(): void {
    this.#disposed = true;
    this.#runner?.dispose();
    for (const heard of this.#waiting) heard();
  }

  #attemptPorts(append: (records: readonly AttemptRecord[]) => Promise<void>): AttemptPorts {
    const { clock, policy, scheme } = this.#ports;
    const { paymentRequestId, amount, scenario, wallAt } = this.#intent;
    const expected: Expectation = { paymentRequestId, amount, scenario, intentAt: wallAt };
    return {
      clock,
      policy,
      append,
      wire: {
        pay: async () => {
          if (this.#body === null) return { kind: 'none', why: 'unreachable' };
          return await this.#believed(await scheme.pay(this.#body, expected));
        },
        inquire: async (purpose) => await this.#inquire(purpose, expected),
        cancel: async () => await scheme.cancel(expected),
      },
      // A claim in the ledger has already decided: see #believed.
      mayBind: () => true,
      changed: (step) => {
        if (!isOpen(step.attempt.facts)) this.#body = null;
        this.#ends.changed(step.attempt);
        for (const heard of this.#waiting) heard();
      },
      ignored: (rule) => this.#ports.log(`${paymentRequestId}: ${rule}`),
      writeFailed: (error) => this.#ends.writeFailed(error),
    };
  }

  async #inquire(purpose: InquiryPurpose, expected: Expectation): Promise<InquiryAnswer | null> {
    if (!this.gate.isOpenFor(purpose)) return null;
    this.gate.pass();
    try {
      await this.#ports.ledger.noteInquiries(expected.paymentRequestId, this.gate.wallAt);
    } catch {
      return null; // a count that another process cannot know is no count (V27)
    }
    return await this.#believed(await this.#ports.scheme.inquire(expected));
  }

  /** V12: a success counts when its `paymentId` is ours from now on; the scheme has checked the rest (R13). */
  async #believed<A extends PayAnswer | InquiryAnswer>(
    answer: A,
  ): Promise<A | { kind: 'none'; why: 'mismatch' | 'no-answer' }> {
    if (!('success' in answer)) return answer;
    try {
      const { ledger } = this.#ports;
      const ours = await ledger.claimPaymentId(answer.success.paymentId, this.#intent.paymentRequestId);
      return ours ? answer : { kind: 'none', why: 'mismatch' };
    } catch {
      return { kind: 'none', why: 'no-answer' };
    }
  }

  #mustRun(): AttemptRunner {
    if (this.#runner === null) throw new Error('an attempt that did not begin is not live');
    return this.#runner;
  }
}
