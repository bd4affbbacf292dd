import { advance, begin, recover, type Step } from './advance.ts';
import type { CancelAnswer, InquiryAnswer, None, NoneReason, PayAnswer } from './answers.ts';
import type { Attempt, Facts } from './attempt.ts';
import type { AttemptEvent, CancelBy, Effect, HintWord, InquiryPurpose, TimerName } from './events.ts';
import { limitsOf, type Policy } from './policy.ts';
import type { Clock, MonoMs, Timer } from './ports.ts';
import type { AttemptRecord, PayIntent } from './records.ts';
import { assertNever } from './result.ts';

/** The acquirer, as one attempt sees it. Never rejects: what did not come, or proves nothing, is `none`. */
export interface AttemptWire {
  /** Sends the attempt's own bytes, the same every time (R2). */
  pay(number: number): Promise<PayAnswer>;
  /** Null when this inquiry was not let through (the ceiling of 5.1); its timer goes on. */
  inquire(purpose: InquiryPurpose): Promise<InquiryAnswer | null>;
  cancel(): Promise<CancelAnswer>;
}

export interface AttemptPorts {
  clock: Clock;
  policy: Policy;
  wire: AttemptWire;
  /** Resolves when the records are durable, in this order. Throws or rejects when they are not: then nothing was done (V19). */
  append(records: readonly AttemptRecord[]): Promise<void> | void;
  /** A success is only believed when its `paymentId` belongs to no other attempt (V12). */
  mayBind(paymentId: string): boolean;
  /** After the records are durable and the effects begun (V14). */
  changed(step: Step): void;
  /** A pair of state and event that no row lists was ignored (RELIABILITY 5.2); told once of each kind, for the log. */
  ignored(rule: string): void;
  /** The records of a step could not be written; the runner has stopped. */
  writeFailed(error: unknown): void;
}

type Happening = AttemptEvent extends infer E ? (E extends AttemptEvent ? Omit<E, 'at'> : never) : never;

/** Reasons for which something did come and was refused: worth a security record (row 28). */
const refusedAnswers: ReadonlySet<NoneReason> = new Set([
  'unsigned',
  'bad-signature',
  'unreadable',
  'too-large',
  'not-bound',
  'mismatch',
]);

/** Row 28: a flood of forged answers must not fill the journal; one record in this time says that it goes on. */
const securityEveryMs = 10_000;

/** One attempt in this process: decide, append, wait until durable, act. One event at a time. */
export class AttemptRunner {
  readonly #ports: AttemptPorts;
  readonly #timers = new Map<TimerName, Timer>();
  readonly #queue: { happening: Happening; taken: () => void }[] = [];
  #attempt: Attempt;
  #zeroMono: MonoMs;
  #busy = false;
  #stopped = false;
  #unverifiedSince: MonoMs | null = null;
  readonly #ignored = new Set<string>();

  private constructor(ports: AttemptPorts, attempt: Attempt, zeroMono: MonoMs) {
    this.#ports = ports;
    this.#attempt = attempt;
    this.#zeroMono = zeroMono;
  }

  /** Row 1. Resolves when the intent is durable and pay has been handed to the wire; null when it could not be written (row 2). */
  static async start(intent: PayIntent, ports: AttemptPorts): Promise<AttemptRunner | null> {
    const zeroMono = ports.clock.monoMs();
    const step = begin({ type: 'scanned', intent, refused: null }, ports.policy);
    if (step.attempt === null) return null;
    const runner = new AttemptRunner(ports, step.attempt, zeroMono);
    const written = await runner.#commit({ ...step, attempt: step.attempt });
    return written ? runner : null;
  }

  /** RELIABILITY 5.4: takes an attempt up again that another process began. `elapsedMs` by R11; final attempts are only watched. */
  static resume(facts: Facts, ports: AttemptPorts): AttemptRunner {
    const sinceIntentMs = Math.max(0, ports.clock.wallMs() - facts.intent.wallAt);
    const at = Math.min(sinceIntentMs, limitsOf(facts, ports.policy).deadlineMs);
    const step = recover(facts, at, sinceIntentMs, ports.policy);
    const runner = new AttemptRunner(ports, step.attempt, ports.clock.monoMs() - at);
    for (const effect of step.effects) runner.#perform(effect);
    return runner;
  }

  get attempt(): Attempt {
    return this.#attempt;
  }

  /** Milliseconds since the attempt began. */
  get elapsedMs(): number {
    return this.#ports.clock.monoMs() - this.#zeroMono;
  }

  stop(): void {
    void this.#happen({ type: 'stop' });
  }

  cancelAsked(by: CancelBy): void {
    void this.#happen({ type: 'cancel-asked', by });
  }

  /** Resolves when the hint's record is durable, or when there was none to write; also when this runner has stopped. */
  hint(says: HintWord): Promise<void> {
    return this.#happen({ type: 'hint', says });
  }

  /** A message about this attempt failed its checks. */
  unverified(why: string): void {
    const now = this.#ports.clock.monoMs();
    if (this.#unverifiedSince !== null && now - this.#unverifiedSince < securityEveryMs) return;
    this.#unverifiedSince = now;
    void this.#happen({ type: 'unverified', why });
  }

  /** One inquiry outside the timers, for whoever wants the latest (`?fresh=1`). Resolves when its answer has been taken in. */
  inquireFresh(): Promise<void> {
    return this.#inquire('fresh');
  }

  /** Ends all timers; later answers are dropped. What is open stays open in the journal. */
  dispose(): void {
    this.#stopped = true;
    this.#disarmAll();
  }

  /** Resolves when the event has been taken in, or dropped because the runner has stopped. */
  #happen(happening: Happening): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const taken = new Promise<void>((resolve) => this.#queue.push({ happening, taken: resolve }));
    if (!this.#busy) void this.#drain();
    return taken;
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const event: AttemptEvent = { ...next.happening, at: this.elapsedMs };
      if (!this.#stopped) await this.#commit(advance(this.#attempt, event, this.#ports.policy));
      next.taken();
    }
    this.#busy = false;
  }

  async #commit(step: Step): Promise<boolean> {
    try {
      if (step.records.length > 0) await this.#ports.append(step.records);
    } catch (error) {
      this.dispose();
      this.#ports.writeFailed(error);
      return false;
    }
    if (this.#stopped) return false;
    this.#attempt = step.attempt;
    // The code is off the screen before anybody is asked whether it was paid (M5, M5a).
    const hides = step.records.some(({ kind }) => kind === 'shown');
    if (hides) this.#ports.changed(step);
    for (const effect of step.effects) this.#perform(effect);
    if (!hides) this.#ports.changed(step);
    if (step.rule.startsWith('ignored/') && !this.#ignored.has(step.rule)) {
      this.#ignored.add(step.rule);
      this.#ports.ignored(step.rule);
    }
    return true;
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'send-pay':
        this.#leaves('paySentAt');
        void this.#pay(effect.number);
        return;
      case 'inquire':
        void this.#inquire(effect.purpose);
        return;
      case 'cancel':
        this.#leaves('cancelSentAt');
        void this.#cancel();
        return;
      case 'arm':
        this.#arm(effect.timer, effect.afterMs);
        return;
      case 'disarm':
        this.#disarm(effect.timer);
        return;
      case 'disarm-all':
        this.#disarmAll();
        return;
      default:
        assertNever(effect);
    }
  }

  /** T_quiet runs from the transmission, and the commit before it may have taken seconds (R5, row 23). */
  #leaves(what: 'paySentAt' | 'cancelSentAt'): void {
    const { facts, working } = this.#attempt;
    this.#attempt = { facts, working: { ...working, [what]: this.elapsedMs } };
  }

  async #pay(number: number): Promise<void> {
    const answer = this.#bound(await this.#ports.wire.pay(number));
    await this.#happen({ type: 'pay-answered', number, answer });
  }

  async #inquire(purpose: InquiryPurpose): Promise<void> {
    const sentAt = this.elapsedMs;
    const answer = (await this.#ports.wire.inquire(purpose)) ?? notLetThrough(purpose);
    if (answer !== null) await this.#happen({ type: 'inquiry-answered', purpose, sentAt, answer: this.#bound(answer) });
  }

  async #cancel(): Promise<void> {
    const sentAt = this.elapsedMs;
    const answer = await this.#ports.wire.cancel();
    if (answer.kind === 'none') this.#report(answer);
    await this.#happen({ type: 'cancel-answered', sentAt, answer });
  }

  #bound<A extends PayAnswer | InquiryAnswer>(answer: A): A | None {
    const stolen = 'success' in answer && !this.#ports.mayBind(answer.success.paymentId);
    const believed: A | None = stolen ? { kind: 'none', why: 'mismatch' } : answer;
    if (believed.kind === 'none') this.#report(believed);
    return believed;
  }

  #report(none: None): void {
    if (refusedAnswers.has(none.why)) this.unverified(none.why);
  }

  #arm(timer: TimerName, afterMs: number): void {
    this.#disarm(timer);
    const armed = this.#ports.clock.after(afterMs, () => {
      this.#timers.delete(timer);
      void this.#happen({ type: 'timer', timer });
    });
    this.#timers.set(timer, armed);
  }

  #disarm(timer: TimerName): void {
    this.#timers.get(timer)?.cancel();
    this.#timers.delete(timer);
  }

  #disarmAll(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}

/** The ceiling drops an inquiry, and its timer goes on (5.1). The late inquiry's timer goes on by its answer: there was none (row 26). */
function notLetThrough(purpose: InquiryPurpose): None | null {
  return purpose === 'late' ? { kind: 'none', why: 'no-answer' } : null;
}
