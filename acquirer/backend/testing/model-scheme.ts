import { ok, PaymentId, type CancelAnswer, type Clock, type InquiryAnswer, type PayAnswer, type Proof } from '#payment';

import type { Scheme } from '../engine/ports.ts';

export const proof: Proof = { body: '{}', bodySha256: '0'.repeat(64), headers: {}, covered: {} };
export const silence = { kind: 'none', why: 'no-answer' } as const;
export const inProcess = { kind: 'in-process', proof } as const;

/** Verified success under Alipay+'s id `paymentId`, paid at `paidAt`. */
export function success(paymentId: string, paidAt: number): Extract<PayAnswer, { kind: 'succeeded' }> {
  return { kind: 'succeeded', success: { paymentId: PaymentId.parse(paymentId), paidAt, wallet: 'Kakao' }, proof };
}

type Sent = { what: 'pay' | 'inquire' | 'cancel'; at: number; body: string | null };

/** Alipay+ as the test wants it: what each call answers, and after how long; and what was sent. */
export class ModelScheme implements Scheme {
  readonly sent: Sent[] = [];
  payAnswer: PayAnswer = inProcess;
  inquiryAnswer: InquiryAnswer = inProcess;
  cancelAnswer: CancelAnswer = { kind: 'succeeded', proof };
  answerAfterMs = 50;
  prepared: ReturnType<Scheme['prepare']> | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  prepare(order: Parameters<Scheme['prepare']>[0]): ReturnType<Scheme['prepare']> {
    return (
      this.prepared ?? ok(`pay ${order.paymentRequestId} ${order.scenario === 'PaymentCode' ? order.paymentCode : ''}`)
    );
  }

  pay(body: string): Promise<PayAnswer> {
    return this.#answer('pay', body, () => this.payAnswer);
  }

  inquire(): Promise<InquiryAnswer> {
    return this.#answer('inquire', null, () => this.inquiryAnswer);
  }

  cancel(): Promise<CancelAnswer> {
    return this.#answer('cancel', null, () => this.cancelAnswer);
  }

  count(what: Sent['what']): number {
    return this.sent.filter((sent) => sent.what === what).length;
  }

  #answer<A>(what: Sent['what'], body: string | null, answer: () => A): Promise<A> {
    this.sent.push({ what, at: this.#clock.monoMs(), body });
    return new Promise((resolve) => {
      this.#clock.after(this.answerAfterMs, () => resolve(answer()));
    });
  }
}
