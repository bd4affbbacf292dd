import {
  answerWithinMs,
  type CancelOrder,
  type CancelOrderAnswer,
  type PaymentOrder,
  type PaymentOrderAnswer,
  type PaymentStateAnswer,
} from '#contract';
import {
  err,
  isMintedBy,
  type Amount,
  type Attempt,
  type BackendRefusalCode,
  type PaymentRequestId,
  type TerminalId,
} from '#payment';
import { isAmount, type Notification } from '#protocol';

import { answerTo, heldOf, type Call, type Held } from '../answer-table.ts';
import { HintTeller } from './hint-teller.ts';
import { amountOf, intentOf, refusedHere, storeOf } from './intent.ts';
import { LiveAttempts, type Found } from './live-attempts.ts';
import type { DeskPorts } from './ports.ts';
import { cancelAnswer, onlySaying, orderAnswer, refusal, stateAnswer, unknownSaying, type Said } from './replies.ts';
import { within } from './within.ts';

// Signing and the way to the till take their time; the till gives up after 10 s.
const workMs = answerWithinMs - 500;
/** After the waiting ends, for reading what is held. */
const graceMs = 200;
const freshMs = 1_500;
/** T_watch: how long a late success may still come; Alipay+ sends notifications again for 24 h 22 m. */
const watchMs = 90_000_000;

/** What became of a notification; only `taken` is acknowledged. */
export type Noticed = 'taken' | 'unknown-payment' | 'mismatch' | 'not-now';

/** What the backend does for its tills (DESIGN 3b): begins attempts, answers for them, closes them, and finishes all of them. */
export class PaymentDesk {
  readonly #ports: DeskPorts;
  readonly #attempts: LiveAttempts;
  readonly #hints: HintTeller;
  #closed = false;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
    this.#hints = new HintTeller({ ...ports, tell: ports.tell ?? (() => undefined) });
    this.#attempts = new LiveAttempts(ports, this.#hints);
  }

  /** After a start: takes up whatever was left open (RELIABILITY 5.4), asked about late, or not told. Returns how many were open. */
  async resumeAll(): Promise<number> {
    const { ledger, clock } = this.#ports;
    const ids = await ledger.unfinished();
    for (const id of ids) await this.#attempts.live(id);
    for (const id of await ledger.lateSuccesses(clock.wallMs() - watchMs))
      (await this.#attempts.live(id))?.resumeLate();
    for (const id of await ledger.untoldConflicts()) {
      const live = await this.#attempts.live(id);
      if (live !== null) this.#hints.tellConflict(live.attempt);
    }
    return ids.length;
  }

  /** A notification of Alipay+, its signature verified. It is asked about, and is evidence of nothing (rows 16 and 26, V32). */
  async notified({ paymentRequestId: id, says, amount }: Notification): Promise<Noticed> {
    if (this.#closed) return 'not-now';
    const noticed = this.#attempts.live(id).then(async (live): Promise<Noticed> => {
      if (live === null) return 'unknown-payment';
      if (amount !== null && !isAmount(amount, live.intent.amount)) {
        live.unverified('notification-mismatch');
        return 'mismatch';
      }
      await live.notified(says);
      // What could not be written was not done: Alipay+ sends it again.
      return this.#attempts.isDriven(live) ? 'taken' : 'not-now';
    });
    const late = noticed.catch((error: unknown): Noticed => {
      this.#ports.log(
        `${id}: a notification was not taken (${error instanceof Error ? error.message : String(error)})`,
      );
      return 'not-now';
    });
    return await within(this.#ports.clock, workMs, late, 'not-now');
  }

  /**
   * `POST /v1/payments`; `body` is the request's exact text, which holds the code and is only hashed. With a `refuses` a
   * payment that is new is refused by it and nothing is sent; one that is held is answered as always.
   */
  async pay(
    order: PaymentOrder,
    body: string,
    terminalId: TerminalId,
    refuses: BackendRefusalCode | null = null,
  ): Promise<PaymentOrderAnswer> {
    const id = order.paymentRequestId;
    const amount = amountOf(order);
    if (!isMintedBy(id, terminalId) || order.terminalId !== terminalId || amount === null)
      return orderAnswer(id, onlySaying(refusal('PARAM_ILLEGAL')), this.#ports.keyedHash);
    const endsAt = this.#ports.clock.monoMs() + workMs;
    const orderHmac = this.#ports.keyedHash(body);
    const said = await this.#inTime(endsAt, async () => {
      const found = await this.#attempts.inTurn(id, async () => {
        const first = await this.#attempts.find(id);
        if (answerTo(first.held, 'post').begins !== 'attempt') return first;
        await this.#begin(order, amount, orderHmac, refuses);
        return await this.#attempts.find(id);
      });
      if (found.terminalId !== null && found.terminalId !== terminalId) return onlySaying(refusal('PARAM_ILLEGAL'));
      const same = found.orderHmac === null || found.orderHmac === orderHmac;
      return await this.#say(same ? 'post' : 'post-other-bytes', found, endsAt);
    });
    return orderAnswer(id, said, this.#ports.keyedHash);
  }

  /** `GET /v1/payments/{id}`; `fresh`: Alipay+ is asked first, while the attempt is OPEN. */
  async state(id: PaymentRequestId, fresh: boolean, terminalId: TerminalId): Promise<PaymentStateAnswer> {
    const endsAt = this.#ports.clock.monoMs() + workMs;
    const said = await this.#inTime(endsAt, async () => {
      const found = await this.#attempts.findFor(id, terminalId);
      const call: Call = fresh ? 'get-fresh' : 'get';
      if (answerTo(found.held, call).begins === 'inquiry') await found.live?.askFresh(freshMs);
      const says = await this.#say(call, found, endsAt);
      if (says.attempt !== null) this.#hints.asked(says.attempt);
      return says;
    });
    return stateAnswer(id, said, this.#ports.keyedHash);
  }

  /** `POST /v1/payments/{id}/cancel`. */
  async cancel({ paymentRequestId: id, by }: CancelOrder, terminalId: TerminalId): Promise<CancelOrderAnswer> {
    if (!isMintedBy(id, terminalId)) return cancelAnswer(id, refusal('ORDER_NOT_EXIST'));
    const endsAt = this.#ports.clock.monoMs() + workMs;
    const said = await this.#inTime(endsAt, async () => {
      const found = await this.#attempts.inTurn(id, async () => {
        const first = await this.#attempts.find(id);
        if (answerTo(first.held, 'cancel').begins !== 'tombstone') return first;
        const made = await this.#ports.ledger.bury(id, terminalId);
        if (made === 'made') this.#ports.log(`${id}: cancelled before any pay came`);
        return await this.#attempts.find(id);
      });
      if (found.terminalId !== terminalId) return onlySaying(refusal('ORDER_NOT_EXIST'));
      const begins = answerTo(found.held, 'cancel').begins;
      if (begins === 'cancel' || begins === 'void') {
        this.#ports.log(`${id}: the till asks to cancel (${by})`);
        found.live?.cancelAsked(by);
      }
      if (found.attempt !== null) this.#hints.asked(found.attempt);
      return await this.#say('cancel', found, endsAt);
    });
    return cancelAnswer(id, said.says);
  }

  /** Ends all timers and all waiting; from now on every answer is `U`. What is open stays open in the ledger. */
  close(): void {
    this.#closed = true;
    this.#hints.close();
    this.#attempts.close();
  }

  /** The cell of what is held when the answer leaves; before that, waits while the table says so. */
  async #say(call: Call, found: Found, endsAt: number): Promise<Said> {
    const { live, storeId } = found;
    if (live === null) return { ...onlySaying(answerTo(found.held, call).says), attempt: found.attempt, storeId };
    const heldNow = (attempt: Attempt): Held => heldOf(attempt, live.sinceIntentMs);
    await live.until((attempt) => !answerTo(heldNow(attempt), call).waits, endsAt - this.#ports.clock.monoMs());
    const { attempt, sinceIntentMs } = live;
    return { says: answerTo(heldNow(attempt), call).says, attempt, storeId, sinceIntentMs };
  }

  async #begin(
    order: PaymentOrder,
    amount: Amount,
    orderHmac: string,
    refuses: BackendRefusalCode | null,
  ): Promise<void> {
    const { clock, ledger, scheme, keyedHash, log } = this.#ports;
    const id = order.paymentRequestId;
    const prepared = refuses === null ? scheme.prepare(order, amount) : err(refuses);
    const bodyHmac = prepared.ok ? keyedHash(prepared.value) : orderHmac;
    const intent = intentOf(order, amount, bodyHmac, clock.wallMs());
    const opening = {
      paymentRequestId: id,
      terminalId: order.terminalId,
      orderHmac,
      codeHmac: order.scenario === 'PaymentCode' ? keyedHash(order.paymentCode) : null,
      storeId: storeOf(order),
    };
    if (!prepared.ok) {
      log(`${id}: refused here with ${prepared.error}, nothing was sent`);
      await ledger.begin(opening, [intent, refusedHere(prepared.error)]);
      return;
    }
    const begun = await this.#attempts.start(opening, intent, prepared.value);
    const by = intent.codeTail === null ? 'by order code' : `code …${intent.codeTail}`;
    log(`${id}: ${begun ? 'begun' : 'not begun'}, ${by}`);
  }

  /** Every answer leaves in time with what is known then, also when the ledger hangs or fails. */
  async #inTime(endsAt: number, work: () => Promise<Said>): Promise<Said> {
    const { clock, log } = this.#ports;
    if (this.#closed) return onlySaying(unknownSaying);
    const done = work().catch((error: unknown) => {
      log(`an answer could not be given: ${error instanceof Error ? error.message : String(error)}`);
      return onlySaying(unknownSaying);
    });
    return await within(clock, endsAt - clock.monoMs() + graceMs, done, onlySaying(unknownSaying));
  }
}
