import type { PrintJobId, ReceiptKind } from '#contract';

import { endedKept, notPrintedMax } from './print-limits.ts';
import { isNotPrinted, isWaiting, noPrints, type PrintFacts, type PrintJob } from './print-queue.ts';
import type { DrawerRecord, PrintRecord } from './print-records.ts';
import { keyOf } from './print-subjects.ts';

/** What the records say, without asking `advancePrints`: a corrected rule never reads old paper differently. */
export function foldPrints(records: Iterable<PrintRecord | DrawerRecord>): PrintFacts {
  let facts = noPrints;
  for (const record of records) facts = applyPrint(facts, record);
  return facts;
}

export function applyPrint(facts: PrintFacts, record: PrintRecord | DrawerRecord): PrintFacts {
  switch (record.kind) {
    case 'drawer.kick':
      return { ...facts, kicks: [...facts.kicks, record] };
    case 'drawer.ended':
      return { ...facts, kicks: facts.kicks.filter(({ kick }) => kick !== record.kick) };
    case 'drawer.seen':
      return facts;
    case 'print.queued': {
      const { kind: _, ...job } = record;
      const others = facts.jobs.filter((other) => !isFollowedBy(other, job));
      return { ...facts, jobs: [...others, { ...job, state: 'queued', why: null }] };
    }
    case 'print.sending':
      return changed(facts, record.job, { state: 'sending', why: null });
    case 'print.ended':
      return changed(facts, record.job, { state: record.outcome, why: record.why });
    case 'print.parked':
      return changed(facts, record.job, { state: 'parked', why: record.why });
    case 'print.dismissed':
      return changed(facts, record.job, { state: 'dismissed', why: null });
  }
}

/**
 * How often paper may have moved for one kind of paper, by all that the journal has of its payment, which is the number of the next copy
 * (V41). A job that is being sent counts until it is known that nothing left.
 */
export function timesMoved(records: Iterable<PrintRecord>, kind: ReceiptKind): number {
  const moved = new Map<PrintJobId, boolean>();
  for (const record of records) {
    if (record.kind === 'print.queued' && record.subject.kind === kind) moved.set(record.job, false);
    if (!moved.has(record.job)) continue;
    if (record.kind === 'print.sending') moved.set(record.job, true);
    if (record.kind === 'print.ended' && record.outcome === 'not-started') moved.set(record.job, false);
  }
  return [...moved.values()].filter(Boolean).length;
}

/** The same paper is wanted again: what did not come of it before is not missed any more. */
function isFollowedBy(before: PrintJob, job: Pick<PrintJob, 'subject'>): boolean {
  return isNotPrinted(before) && keyOf(before.subject) === keyOf(job.subject);
}

function changed(facts: PrintFacts, id: PrintJobId, change: Pick<PrintJob, 'state' | 'why'>): PrintFacts {
  const jobs = facts.jobs.map((job) => (job.job === id ? { ...job, ...change } : job));
  return { ...facts, jobs: withoutOldest(withoutOldest(jobs, hasEnded, endedKept), isNotPrinted, notPrintedMax) };
}

function hasEnded(job: PrintJob): boolean {
  return !isWaiting(job) && job.state !== 'sending' && !isNotPrinted(job);
}

function withoutOldest(
  jobs: readonly PrintJob[],
  isOne: (job: PrintJob) => boolean,
  most: number,
): readonly PrintJob[] {
  let over = jobs.filter(isOne).length - most;
  return over <= 0 ? jobs : jobs.filter((job) => !isOne(job) || over-- <= 0);
}
