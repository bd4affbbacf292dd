import { assertNever, type Facts, type PaymentRequestId } from '#payment';

import { isPaid, isPending, type PaidPayment, type PendingFacts } from '../receipt/paid-payment.ts';
import type { PrintSubject } from './print-records.ts';

/** A receipt is wanted of a payment that is PAID, and of no other, by its type (V42). */
export function paidSubject({ facts, number }: PaidPayment): PrintSubject {
  return { kind: 'paid', paymentRequestId: facts.intent.paymentRequestId, number };
}

export function pendingSubject({ intent }: PendingFacts): PrintSubject {
  return { kind: 'pending', paymentRequestId: intent.paymentRequestId };
}

export function orderCodeSubject({ intent }: PendingFacts): PrintSubject {
  return { kind: 'order-code', paymentRequestId: intent.paymentRequestId };
}

/** Whether the paper would say what is so, by what the journal knows of the payment now. */
export function isSo(subject: PrintSubject, facts: Facts): boolean {
  switch (subject.kind) {
    case 'paid':
      return isPaid(facts);
    case 'pending':
      return isPending(facts);
    case 'order-code':
      return facts.standing.at === 'asking' && facts.orderCode !== null && !facts.codeOff;
    case 'opening-check':
    case 'printer-test':
      return true;
    default:
      return assertNever(subject);
  }
}

export function paymentOf(subject: PrintSubject): PaymentRequestId | null {
  return 'paymentRequestId' in subject ? subject.paymentRequestId : null;
}

/** Two jobs with one key are the same paper. What is of no payment is made anew each time, and has none. */
export function keyOf(subject: PrintSubject): string | null {
  return 'paymentRequestId' in subject ? `${subject.kind} ${subject.paymentRequestId}` : null;
}

/** Whether somebody misses it: it stays on the list of what is not printed. The rest is asked for again, or too old by then. */
export function isMissed(subject: PrintSubject): boolean {
  return subject.kind === 'paid' || subject.kind === 'pending';
}
