import type { PaymentOrder } from '#contract';
import type { CancelAnswer, CancelBy, InquiryAnswer, PayAnswer, PayIntent, Proof } from '#payment';

import type { Acquirer, BackendView, HintListener } from '../ports/acquirer.ts';

export type Call = {
  what: 'pay' | 'inquire' | 'fresh' | 'cancel' | 'probe';
  id: string;
  head: string;
  body?: Uint8Array;
  by?: CancelBy;
};

/** An acquirer for tests: notes every call, and answers what the test says; by default never. */
export class ScriptedAcquirer implements Acquirer {
  readonly calls: Call[] = [];
  readonly orders: PaymentOrder[] = [];
  reachable = true;
  view: BackendView = { linkTrouble: null, clockOffMs: null, health: { environment: 'sandbox', till: 'known' } };
  onCall: (call: Call) => void = () => undefined;
  onPay: (intent: PayIntent) => Promise<PayAnswer> | PayAnswer = never;
  onInquire: (intent: PayIntent) => Promise<InquiryAnswer> | InquiryAnswer = never;
  onCancel: (intent: PayIntent) => Promise<CancelAnswer> | CancelAnswer = never;

  prepare(order: PaymentOrder): { body: Uint8Array; bodyHmac: string } {
    this.orders.push(order);
    return { body: Buffer.from(JSON.stringify(order)), bodyHmac: 'ab'.repeat(32) };
  }

  async pay(body: Uint8Array, expected: PayIntent, head: string): Promise<PayAnswer> {
    this.#note({ what: 'pay', id: expected.paymentRequestId, head, body });
    return this.onPay(expected);
  }

  async inquire(expected: PayIntent, { fresh }: { fresh: boolean }, head: string): Promise<InquiryAnswer> {
    this.#note({ what: fresh ? 'fresh' : 'inquire', id: expected.paymentRequestId, head });
    return this.onInquire(expected);
  }

  async cancel(expected: PayIntent, by: CancelBy, head: string): Promise<CancelAnswer> {
    this.#note({ what: 'cancel', id: expected.paymentRequestId, head, by });
    return this.onCancel(expected);
  }

  async probe(head: string): Promise<boolean> {
    this.#note({ what: 'probe', id: '', head });
    return this.reachable;
  }

  backendView(): BackendView {
    return this.view;
  }

  /** Who listens on the line of hints; null while it is closed. */
  listener: HintListener | null = null;

  hints(listener: HintListener): () => void {
    this.listener = listener;
    return () => {
      if (this.listener === listener) this.listener = null;
    };
  }

  /** How often each thing was asked, probes aside. */
  count(what: Call['what']): number {
    return this.calls.filter((call) => call.what === what).length;
  }

  #note(call: Call): void {
    this.calls.push(call);
    this.onCall(call);
  }
}

export const proof: Proof = { body: '{}', bodySha256: '00', headers: {}, covered: {} };

export function succeeded(paymentId: string): Extract<PayAnswer, { kind: 'succeeded' }> {
  const success = { paymentId, paidAt: Date.UTC(2026, 5, 1, 9, 0, 1), wallet: 'AlipayHK' };
  return { kind: 'succeeded', success: success as Extract<PayAnswer, { kind: 'succeeded' }>['success'], proof };
}

export function declined(code: string): PayAnswer & InquiryAnswer {
  return { kind: 'failed', code, proof };
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
