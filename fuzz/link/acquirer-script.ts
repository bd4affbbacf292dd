import { createHash } from 'node:crypto';

import type { PaymentOrder } from '#contract';
import type { CancelAnswer, Clock, InquiryAnswer, None, PayAnswer, PaymentId, PayIntent, Proof } from '#payment';

import type { Acquirer } from '../../terminal/index.ts';
import type { Says } from './step.ts';

export type Asked = 'pay' | 'inquire' | 'fresh' | 'cancel';
export type Call = { what: Asked; id: string; body: string };
type Waiting = { what: Asked; intent: PayIntent; give: (says: Says) => void };
type HintListener = Parameters<NonNullable<Acquirer['hints']>>[0];
export type Given = { what: Asked; id: string; says: Says; paymentId: string };
type AnyAnswer = PayAnswer | InquiryAnswer | CancelAnswer;

/** As the real exchange: nobody waits longer. */
const answerWithinMs = 10_000;

const proof: Proof = { body: '{}', bodySha256: '00', headers: {}, covered: {} };

/** An acquirer that says what the history says, when it says so, and by itself only that nothing came. */
export class AcquirerScript implements Acquirer {
  readonly calls: Call[] = [];
  readonly waiting: Waiting[] = [];
  /** What has been given, oldest first; the oracle takes it from here. */
  readonly given: Given[] = [];
  reachable = true;
  listener: HintListener | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  prepare(order: PaymentOrder): { body: Uint8Array; bodyHmac: string } {
    return { body: Buffer.from(JSON.stringify(order)), bodyHmac: 'ab'.repeat(32) };
  }

  pay(body: Uint8Array, intent: PayIntent): Promise<PayAnswer> {
    const wordsOf = (says: Says, paymentId: string): PayAnswer => payAnswer(says, paymentId, intent.paymentRequestId);
    return this.#ask<PayAnswer>('pay', intent, wordsOf, Buffer.from(body).toString('utf8'));
  }

  inquire(intent: PayIntent, { fresh }: { fresh: boolean }): Promise<InquiryAnswer> {
    return this.#ask<InquiryAnswer>(fresh ? 'fresh' : 'inquire', intent, inquiryAnswer);
  }

  cancel(intent: PayIntent): Promise<CancelAnswer> {
    return this.#ask<CancelAnswer>('cancel', intent, cancelAnswer);
  }

  probe(): Promise<boolean> {
    return Promise.resolve(this.reachable);
  }

  hints(listener: HintListener): () => void {
    this.listener = listener;
    return () => (this.listener = null);
  }

  /** An order's code is asked for. */
  get awaitsCode(): boolean {
    return this.waiting.some(({ what, intent }) => what === 'pay' && intent.scenario === 'OrderCode');
  }

  answer(which: number, says: Says): void {
    const waiting = this.waiting[which % Math.max(1, this.waiting.length)];
    waiting?.give(says);
  }

  /** The process that asked is gone: nobody hears an answer any more. */
  forget(): void {
    this.waiting.length = 0;
  }

  #ask<A extends AnyAnswer>(
    what: Asked,
    intent: PayIntent,
    wordsOf: (says: Says, paymentId: string) => A,
    body = '',
  ): Promise<A> {
    const id = intent.paymentRequestId;
    this.calls.push({ what, id, body });
    return new Promise((resolve) => {
      const timer = this.#clock.after(answerWithinMs, () => waiting.give('silent'));
      const waiting: Waiting = {
        what,
        intent,
        give: (says) => {
          timer.cancel();
          const at = this.waiting.indexOf(waiting);
          if (at < 0) return;
          this.waiting.splice(at, 1);
          const paymentId = this.#paymentIdFor(id, says);
          this.given.push({ what, id, says, paymentId });
          resolve(wordsOf(says, paymentId));
        },
      };
      this.waiting.push(waiting);
    });
  }

  #paymentIdFor(id: string, says: Says): string {
    if (says === 'stolen')
      return this.given.find((other) => other.says === 'succeeded' && other.id !== id)?.paymentId ?? `P${id}`;
    // One payment has one name, however often it is told.
    return `P${id}`;
  }
}

/** The code that is given for an order, whoever asks how often. */
export function orderCodeOf(id: string): string {
  return `https://order.sandbox.example/q/${id}`;
}

/** How long it is good for: mostly as long as an order is, and now and then long or not at all. */
export function orderCodeLifeMs(id: string): number {
  return (
    [180_000, 180_000, 180_000, 180_000, 40_000, 3_000, 0, 9_000_000][Number.parseInt(id.slice(-24, -20), 16) % 8] ?? 0
  );
}

function payAnswer(says: Says, paymentId: string, id: string): PayAnswer {
  switch (says) {
    case 'code': {
      const value = orderCodeOf(id);
      const sha256 = createHash('sha256').update(value).digest('hex');
      return { kind: 'code', orderCode: { value, sha256, expiresInMs: orderCodeLifeMs(id) }, proof };
    }
    case 'succeeded':
    case 'stolen':
      return success(paymentId);
    case 'declined':
      return { kind: 'failed', code: 'USER_BALANCE_NOT_ENOUGH', proof };
    case 'failed':
    case 'refused':
    case 'closed':
      return { kind: 'failed', code: 'PROCESS_FAIL', proof };
    case 'in-process':
      return { kind: 'in-process', proof };
    case 'unknown':
    case 'not-exist':
      return { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };
    default:
      return silence(says);
  }
}

function inquiryAnswer(says: Says, paymentId: string): InquiryAnswer {
  switch (says) {
    case 'succeeded':
    case 'stolen':
      return success(paymentId);
    case 'declined':
    case 'failed':
      return { kind: 'failed', code: 'USER_BALANCE_NOT_ENOUGH', proof };
    case 'code':
      return { kind: 'in-process', proof };
    case 'closed':
    case 'in-process':
    case 'not-exist':
      return { kind: says, proof };
    case 'refused':
      return { kind: 'refused', code: 'PROCESS_FAIL', proof };
    case 'unknown':
      return { kind: 'unsettled', code: 'UNKNOWN_EXCEPTION', proof };
    default:
      return silence(says);
  }
}

function cancelAnswer(says: Says): CancelAnswer {
  switch (says) {
    case 'succeeded':
    case 'closed':
      return { kind: 'succeeded', proof };
    case 'refused':
      return { kind: 'refused', code: 'CANCEL_WINDOW_EXCEED', proof };
    case 'declined':
    case 'failed':
    case 'not-exist':
      return { kind: 'refused', code: 'ORDER_NOT_EXIST', proof };
    case 'silent':
    case 'forged':
      return silence(says);
    default:
      return { kind: 'unknown', code: 'UNKNOWN_EXCEPTION', proof };
  }
}

function success(paymentId: string): {
  kind: 'succeeded';
  success: Extract<PayAnswer, { kind: 'succeeded' }>['success'];
  proof: Proof;
} {
  return {
    kind: 'succeeded',
    success: { paymentId: paymentId as PaymentId, paidAt: 1_780_000_000_000, wallet: 'AlipayHK' },
    proof,
  };
}

function silence(says: 'silent' | 'forged'): None {
  return { kind: 'none', why: says === 'silent' ? 'no-answer' : 'bad-signature' };
}
