import type { DeviceId, PrintJobId } from '#contract';
import { applyRecord, type EpochMs, type Facts, type PaymentRequestId } from '#payment';

import { isAttemptRecord } from '../journal/records.ts';
import type { NewEntry } from '../ports/journal.ts';
import { isPaid, type PaidPayment } from '../receipt/paid-payment.ts';
import { advancePrints } from './advance-prints.ts';
import type { PrintStep } from './print-events.ts';
import type { PrintQueue } from './print-queue.ts';
import { begun, withPrinter } from './print-step.ts';
import { paidSubject } from './print-subjects.ts';

/** The payment that these entries make PAID, as somebody wanted it, once they are written from `nextSeq` on; null: they do not. */
export function paymentMadePaid(
  entries: readonly NewEntry[],
  nextSeq: number,
  factsOf: (id: PaymentRequestId) => Facts | undefined,
): PaidPayment | null {
  const at = entries.findIndex(
    ({ record }) => record.kind === 'final' && record.outcome === 'paid' && !record.unwanted,
  );
  const attempt = entries[at]?.attempt ?? null;
  const before = attempt === null ? undefined : factsOf(attempt);
  if (before === undefined) return null;
  const records = entries.flatMap(({ record }) => (isAttemptRecord(record) ? [record] : []));
  const facts = records.reduce<Facts>(applyRecord, before);
  return isPaid(facts) ? { facts, number: nextSeq + at } : null;
}

/** The wish for its receipt. The printer rests, so that nothing is given to it before the cashier has been told. */
export function automaticPrint(
  queue: PrintQueue,
  payment: PaidPayment,
  { job, printer, wallAt }: { job: PrintJobId; printer: DeviceId; wallAt: EpochMs },
): PrintStep {
  const resting = withPrinter(begun(queue), printer, { resting: true });
  const subject = paidSubject(payment);
  // No paper of a receipt can have moved before there was one.
  const wanted = { type: 'wanted', job, printer, subject, cause: 'automatic', movedBefore: 0, wallAt } as const;
  return advancePrints(resting.queue, wanted);
}
