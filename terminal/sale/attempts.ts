import {
  AttemptRunner,
  isOpen,
  phaseOf,
  type AttemptPorts,
  type AttemptRecord,
  type CancelBy,
  type Clock,
  type Facts,
  type PayIntent,
  type PaymentRequestId,
  type Policy,
} from '#payment';

import type { Books, Decision } from '../books.ts';
import type { Acquirer } from '../ports/acquirer.ts';
import type { NewEntry } from '../ports/journal.ts';
import { TillWire } from './attempt-wire.ts';
import { outcomeOf } from './outcome.ts';

export type AttemptsPorts = {
  clock: Clock;
  policy: Policy;
  acquirer: Acquirer;
  books: Books;
  /** A verified answer came. */
  heard: () => void;
  /** None came that counts. */
  missed: () => void;
  /** An attempt has become what it is now; told once of each outcome. */
  decided: (facts: Facts) => void;
  /** What stands in the journal with a payment's records, in one write; without it, they alone. */
  beside?: (entries: readonly NewEntry[], nextSeq: number) => Decision;
  /** The journal may know something new of it. */
  moved?: (facts: Facts) => void;
  /** Screens have been told what it became. */
  told?: (facts: Facts) => void;
  /** Something that screens show has changed, and is durable. */
  changed: () => void;
  /** For whoever looks after the machine: no secrets, no codes. */
  log: (line: string) => void;
};

/** Decided attempts of this process whose late answers are still taken in (row 26). */
const runnersKept = 100; // fewer than the ledger keeps: it must know every attempt that can still get a record

/** All attempts that this process works on. */
export class Attempts {
  readonly #ports: AttemptsPorts;
  readonly #running = new Map<PaymentRequestId, { runner: AttemptRunner; wire: TillWire }>();
  /** What screens were told of each, so that each outcome is recorded as shown once. */
  readonly #told = new Map<PaymentRequestId, string>();
  #starting = false;

  constructor(ports: AttemptsPorts) {
    this.#ports = ports;
  }

  /** Row 1. False when the intent could not be made durable: then nothing was sent (row 2). */
  async start(intent: PayIntent, body: Uint8Array): Promise<boolean> {
    const id = intent.paymentRequestId;
    const wire = this.#wireOf(intent, body);
    this.#starting = true;
    const runner = await AttemptRunner.start(intent, this.#runnerPorts(intent, wire)).finally(() => {
      this.#starting = false;
    });
    if (runner === null) return false;
    this.#running.set(id, { runner, wire });
    this.#changed(id);
    this.#letGoOfOld();
    return true;
  }

  /** An intent is on its way to the disk: what was true before it is not shown any more, what it makes true not yet. */
  get isStarting(): boolean {
    return this.#starting;
  }

  /** RELIABILITY 5.4: goes on asking, or cancelling, and never pays (R9). A final one is only watched. */
  resume(facts: Facts): void {
    const { intent } = facts;
    const wire = this.#wireOf(intent, null);
    const runner = AttemptRunner.resume(facts, this.#runnerPorts(intent, wire));
    this.#running.set(intent.paymentRequestId, { runner, wire });
    const outcome = outcomeOf(facts);
    if (outcome !== null) this.#told.set(intent.paymentRequestId, outcome);
  }

  /** An outcome that was never dismissed is told again after a restart. */
  tellAgain(id: PaymentRequestId): void {
    this.#told.delete(id);
    this.#changed(id);
  }

  runner(id: PaymentRequestId): AttemptRunner | undefined {
    return this.#running.get(id)?.runner;
  }

  /** Ends all timers; what is open stays open in the journal. */
  end(): void {
    for (const { runner } of this.#running.values()) runner.dispose();
  }

  #runnerPorts(intent: PayIntent, wire: TillWire): AttemptPorts {
    const { clock, policy, books } = this.#ports;
    const id = intent.paymentRequestId;
    return {
      clock,
      policy,
      wire,
      append: (records) => this.#append(records.map((record) => entryOf(intent, record))),
      mayBind: (paymentId) => books.ledger.bind(paymentId, id),
      // Before `start` has returned there is no runner to look at; it tells then.
      changed: () => (this.#running.has(id) ? this.#changed(id) : undefined),
      ignored: (rule) => this.#ports.log(`${id}: ${rule}`),
      writeFailed: () => undefined, // the books have told the host
    };
  }

  #append(entries: readonly NewEntry[]): Promise<void> {
    const { books, beside } = this.#ports;
    return beside === undefined ? books.write(entries) : books.decide((nextSeq) => beside(entries, nextSeq));
  }

  #wireOf(intent: PayIntent, body: Uint8Array | null): TillWire {
    const { acquirer, books, heard, missed } = this.#ports;
    const cancelBy = (): CancelBy => reasonOf(books.ledger.attempt(intent.paymentRequestId)?.facts);
    return new TillWire({ acquirer, journalHead: () => books.head, heard, missed, cancelBy }, intent, body);
  }

  #changed(id: PaymentRequestId): void {
    const running = this.#running.get(id);
    if (running !== undefined) running.wire.follow(phaseOf(running.runner.attempt));
    const facts = this.#ports.books.ledger.attempt(id)?.facts;
    if (facts !== undefined) this.#ports.moved?.(facts);
    const outcome = facts === undefined ? null : outcomeOf(facts);
    if (outcome === null || facts === undefined || this.#told.get(id) === outcome) return this.#ports.changed();
    this.#told.set(id, outcome);
    this.#ports.decided(facts);
    void this.#tell(facts, outcome);
  }

  /** The final record is durable (V14); now the screens, and the record of what they were told. */
  async #tell(facts: Facts, outcome: NonNullable<ReturnType<typeof outcomeOf>>): Promise<void> {
    const { saleId: sale, paymentRequestId: attempt } = facts.intent;
    await this.#ports.books.note([{ sale, attempt, actor: 'host', record: { kind: 'shown', outcome } }]);
    this.#ports.changed();
    this.#ports.told?.(facts);
  }

  #letGoOfOld(): void {
    for (const [id, { runner }] of this.#running) {
      if (this.#running.size <= runnersKept) return;
      if (isOpen(runner.attempt.facts)) continue;
      runner.dispose();
      this.#running.delete(id);
      this.#told.delete(id);
    }
  }
}

function entryOf(intent: PayIntent, record: AttemptRecord): NewEntry {
  const asked = record.kind === 'pay.intent' || (record.kind === 'cancel.intent' && record.by === 'stop');
  return { sale: intent.saleId, attempt: intent.paymentRequestId, actor: asked ? 'cashier' : 'host', record };
}

function reasonOf(facts: Facts | undefined): CancelBy {
  const standing = facts?.standing;
  // Only an order code is cancelled for want of a code, and by nobody's wish but the till's.
  if (standing?.at !== 'cancelling' || standing.by === 'no-code') return 'recovery';
  return standing.by;
}
