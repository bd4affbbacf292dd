import {
  isMintedBy,
  type Attempt,
  type PayIntent,
  type PaymentRequestId,
  type Standing,
  type TerminalId,
} from '#payment';

import { heldOf, type Held } from '../answer-table.ts';
import type { Opening } from '../ledger/ledger.ts';
import { isUnfinished } from '../ledger/memory-ledger.ts';
import type { HintTeller } from './hint-teller.ts';
import type { InquiryGate } from './inquiry-gate.ts';
import { LiveAttempt } from './live-attempt.ts';
import { OneAtATime } from './one-at-a-time.ts';
import type { DeskPorts } from './ports.ts';

/** A final attempt is watched this long for late answers, then only the ledger knows it. */
const watchFinalMs = 900_000;
const reloadMs = 2_000;

/** What is held under an id. `live` is null where there is no attempt. */
export type Found = {
  held: Held;
  attempt: Attempt | null;
  terminalId: TerminalId | null;
  orderHmac: string | null;
  storeId: string | null;
  live: LiveAttempt | null;
};

/** `at`: where it stood after its last change. */
type Driven = { live: LiveAttempt; orderHmac: string; storeId: string | null; at: Standing['at'] };

/** The attempts that this process drives, taken up from the ledger as they are asked for, and let go of when nothing more can come. */
export class LiveAttempts {
  readonly #ports: DeskPorts;
  readonly #hints: HintTeller;
  readonly #driven = new Map<PaymentRequestId, Driven>();
  /** A record of theirs was not taken, and nobody has taken them up again since; with what they had asked until then. */
  readonly #interrupted = new Map<PaymentRequestId, InquiryGate | undefined>();
  readonly #turns = new OneAtATime();
  #closed = false;

  constructor(ports: DeskPorts, hints: HintTeller) {
    this.#ports = ports;
    this.#hints = hints;
  }

  /** One after the other for each id. */
  inTurn<T>(id: PaymentRequestId, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(id, work);
  }

  /** What is held under the id. An unfinished attempt that nobody drives is taken up on the way. To be called in a turn of the id. */
  async find(id: PaymentRequestId): Promise<Found> {
    const driven = this.#driven.get(id);
    if (driven !== undefined) return this.#foundLive(driven);
    const held = await this.#ports.ledger.find(id);
    if (held === null) return nothing;
    if (held.is === 'tombstone') return { ...nothing, held: { is: 'tombstone' }, terminalId: held.terminalId };
    const live = LiveAttempt.resume(this.#ports, this.#ends(id), held, this.#interrupted.get(id));
    const takenUp = this.#drive(id, held, live);
    // The record that failed may be in the ledger all the same: what it was to begin was never begun.
    if (this.#interrupted.delete(id) && held.lateSuccess) live.resumeLate();
    return this.#foundLive(takenUp);
  }

  /** In a turn of its own; null where there is no attempt. */
  async live(id: PaymentRequestId): Promise<LiveAttempt | null> {
    return (await this.inTurn(id, async () => await this.find(id))).live;
  }

  /** Only what that till began. */
  async findFor(id: PaymentRequestId, terminalId: TerminalId): Promise<Found> {
    if (!isMintedBy(id, terminalId)) return nothing;
    const found = await this.inTurn(id, async () => await this.find(id));
    return found.terminalId === terminalId ? found : nothing;
  }

  /** False when a record of it could not be written since: then what was last done with it was not done. */
  isDriven(live: LiveAttempt): boolean {
    return this.#driven.get(live.intent.paymentRequestId)?.live === live;
  }

  /** Row 1. False when nothing was begun, because the ledger did not take it. In a turn of the id. */
  async start(opening: Opening, intent: PayIntent, body: string): Promise<boolean> {
    const { ledger } = this.#ports;
    const id = intent.paymentRequestId;
    const live = await LiveAttempt.start(this.#ports, this.#ends(id), {
      intent,
      body,
      async begin(records) {
        if ((await ledger.begin(opening, records)) === 'taken') throw new Taken();
      },
    });
    if (live === null) return false;
    // An earlier try whose record was not taken is over with this one.
    this.#interrupted.delete(id);
    this.#drive(id, opening, live);
    return true;
  }

  /** Ends all timers and all waiting. What is open stays open in the ledger. */
  close(): void {
    this.#closed = true;
    for (const { live } of this.#driven.values()) live.dispose();
    this.#driven.clear();
  }

  #foundLive({ live, orderHmac, storeId }: Driven): Found {
    const { attempt } = live;
    const { terminalId } = live.intent;
    return { held: heldOf(attempt, live.sinceIntentMs), attempt, terminalId, orderHmac, storeId, live };
  }

  #drive(
    id: PaymentRequestId,
    { orderHmac, storeId }: Pick<Driven, 'orderHmac' | 'storeId'>,
    live: LiveAttempt,
  ): Driven {
    const driven = { live, orderHmac, storeId, at: live.attempt.facts.standing.at };
    this.#driven.set(id, driven);
    if (!isUnfinished(live.attempt.facts)) this.#forgetLater(id, live);
    return driven;
  }

  #ends(id: PaymentRequestId) {
    return {
      changed: (attempt: Attempt): void => {
        const driven = this.#driven.get(id);
        const { at } = attempt.facts.standing;
        if (driven === undefined || driven.at === at) return;
        this.#hints.changed(driven.at, attempt, driven.live.isAwaited);
        driven.at = at;
        if (isUnfinished(attempt.facts)) return;
        this.#ports.log(`${id}: ${at}`);
        this.#forgetLater(id, driven.live);
      },
      writeFailed: (error: unknown): void => {
        if (error instanceof Taken) return;
        this.#ports.log(`${id}: could not be recorded (${error instanceof Error ? error.message : String(error)})`);
        this.#interrupted.set(id, this.#driven.get(id)?.live.gate);
        this.#driven.delete(id);
        this.#reloadLater(id);
      },
    };
  }

  #forgetLater(id: PaymentRequestId, live: LiveAttempt): void {
    this.#ports.clock.after(watchFinalMs, () => {
      if (this.#driven.get(id)?.live !== live || isUnfinished(live.attempt.facts)) return;
      if (live.asksLate) return this.#forgetLater(id, live);
      this.#driven.delete(id);
      live.dispose();
    });
  }

  /** V19: what could not be written was not done. Whatever the ledger holds is taken up again when it answers. */
  #reloadLater(id: PaymentRequestId): void {
    this.#ports.clock.after(reloadMs, () => {
      if (this.#closed) return;
      this.inTurn(id, async () => await this.find(id)).catch(() => this.#reloadLater(id));
    });
  }
}

class Taken extends Error {
  override readonly name = 'Taken';
}

const nothing: Found = {
  held: { is: 'nothing' },
  attempt: null,
  terminalId: null,
  orderHmac: null,
  storeId: null,
  live: null,
};
