import type { DeviceId, PrinterTrouble, PrintJobId, PrintReason } from '#contract';
import { assertNever, type Facts } from '#payment';

import type { PrintOutcome } from '../ports/printer.ts';
import { nextOf, rested } from './next-print.ts';
import type { PrintEvent, PrintStep, Wait } from './print-events.ts';
import { kicksMax, kickWithinMs, orderCodeStartWithinMs, startWithinMs, waitingMax } from './print-limits.ts';
import { isNotPrinted, isWaiting, jobOf, printerOf, type PrintJob, type PrintQueue } from './print-queue.ts';
import type { DrawerKick, PrintRecord } from './print-records.ts';
import { begun, effect, recorded, replied, withPrinter } from './print-step.ts';
import { isMissed, isSo, keyOf, paymentOf } from './print-subjects.ts';

/**
 * What the queue becomes after an event: the facts to journal, and what to do about it (RELIABILITY 5.7). Nothing of it knows how a
 * payment goes on, and nothing of it changes one (V41).
 */
export function advancePrints(queue: PrintQueue, event: PrintEvent): PrintStep {
  const step = begun(queue);
  switch (event.type) {
    case 'started':
      return whenStarted(step);
    case 'wanted':
      return whenWanted(step, event);
    case 'kick-wanted':
      return whenKickWanted(step, event);
    case 'printed':
      return whenPrinted(step, event.job, event.outcome);
    case 'kicked':
      return whenKicked(step, event.kick, event.outcome);
    case 'seen':
      return whenSeen(step, event.printer, event.trouble);
    case 'waited':
      return whenWaited(step, event.what);
    case 'look-due':
      return nextOf(withPrinter(step, event.printer, { lookIsDue: false, resting: false }), event.printer);
    case 'payment-changed':
      return whenPaymentChanged(step, event.facts);
    case 'dismissed':
      return whenDismissed(step, event.job);
    default:
      return assertNever(event);
  }
}

/** Of the process before: what it was sending may be on paper, the rest is not; none of it comes out by itself now. */
function whenStarted(step: PrintStep): PrintStep {
  const { jobs, kicks } = step.queue.facts;
  let next = step;
  for (const job of jobs) {
    if (job.state === 'sending') next = ended(next, job, 'interrupted', 'restart');
    else if (isWaiting(job)) next = givenUp(next, job, 'restart');
  }
  for (const { kick } of kicks)
    next = recorded(next, { kind: 'drawer.ended', kick, outcome: 'unknown', why: 'restart' });
  return next;
}

function whenWanted(step: PrintStep, event: Extract<PrintEvent, { type: 'wanted' }>): PrintStep {
  const { type: _, movedBefore, ...wanted } = event;
  if (jobOf(step.queue, event.job) !== undefined) return replied(step, 'already');
  const key = keyOf(event.subject);
  const live = step.queue.facts.jobs.filter((job) => isWaiting(job) || job.state === 'sending');
  const same = live.find((job) => key !== null && keyOf(job.subject) === key);
  if (same !== undefined && (same.state === 'sending' || same.printer === event.printer))
    return replied(step, 'already');
  let next = same === undefined ? step : ended(step, same, 'withdrawn', 'other-printer');
  next = recorded(next, { kind: 'print.queued', ...wanted, copy: key === null ? 0 : movedBefore });
  const job = jobOf(next.queue, event.job);
  if (job === undefined) return next;
  if (live.filter(({ printer }) => printer === event.printer).length >= waitingMax)
    return givenUp(next, job, 'queue-full');
  const afterMs = event.subject.kind === 'order-code' ? orderCodeStartWithinMs : startWithinMs;
  next = effect(next, { type: 'wait', what: { for: 'start', job: event.job }, afterMs });
  return nextOf(next, event.printer);
}

function whenKickWanted(step: PrintStep, event: Extract<PrintEvent, { type: 'kick-wanted' }>): PrintStep {
  const { type: _, ...kick } = event;
  const waiting = step.queue.facts.kicks.filter(({ printer }) => printer === kick.printer);
  if (waiting.some((other) => other.kick === kick.kick)) return replied(step, 'already');
  if (waiting.length >= kicksMax) return replied(step, 'too-many');
  const next = recorded(step, { kind: 'drawer.kick', ...kick });
  return nextOf(
    effect(next, { type: 'wait', what: { for: 'kick-start', kick: kick.kick }, afterMs: kickWithinMs }),
    kick.printer,
  );
}

function whenPrinted(step: PrintStep, id: PrintJobId, outcome: PrintOutcome): PrintStep {
  const { queue } = step;
  const job = jobOf(queue, id);
  // Late: it was taken for interrupted, and a person has been told so.
  if (job?.state !== 'sending') return step;
  const free = withPrinter(step, job.printer, { busyWith: null });
  switch (outcome.kind) {
    case 'printed':
      return nextOf(ended(free, job, 'confirmed', null), job.printer);
    case 'sent':
      return nextOf(ended(free, job, 'sent', null), job.printer);
    case 'failed': {
      const troubled = rested(step, job.printer, outcome.trouble);
      if (outcome.paperMoved === 'maybe')
        return nextOf(ended(troubled, job, 'interrupted', outcome.trouble), job.printer);
      const waits = ended(troubled, job, 'not-started', outcome.trouble);
      const notAgain = queue.notAgain.get(id);
      if (notAgain === 'no-longer-so') return nextOf(ended(waits, job, 'withdrawn', notAgain), job.printer);
      return nextOf(notAgain === 'waited' ? givenUp(waits, job, outcome.trouble) : waits, job.printer);
    }
  }
}

function whenKicked(step: PrintStep, id: PrintJobId, outcome: PrintOutcome): PrintStep {
  const kick = kickOf(step, id);
  if (kick === undefined || printerOf(step.queue, kick.printer).busyWith !== id) return step;
  const free = withPrinter(step, kick.printer, { busyWith: null });
  const says = outcome.kind === 'printed' ? 'confirmed' : outcome.kind === 'sent' ? 'sent' : null;
  const why = outcome.kind === 'failed' ? outcome.trouble : null;
  const missed = outcome.kind === 'failed' && outcome.paperMoved === 'maybe' ? 'unknown' : 'not-opened';
  return nextOf(recorded(free, { kind: 'drawer.ended', kick: id, outcome: says ?? missed, why }), kick.printer);
}

function whenSeen(step: PrintStep, printer: DeviceId, said: PrinterTrouble | null): PrintStep {
  const trouble = said === 'paper-low' ? null : said; // it still prints
  return nextOf(withPrinter(step, printer, { trouble }), printer);
}

function whenWaited(step: PrintStep, what: Wait): PrintStep {
  switch (what.for) {
    case 'start': {
      const job = jobOf(step.queue, what.job);
      if (job?.state === 'sending') return withNotAgain(step, job, 'waited');
      return job !== undefined && isWaiting(job) ? givenUp(step, job, job.why ?? 'waited') : step;
    }
    case 'answer': {
      const job = jobOf(step.queue, what.job);
      if (job?.state !== 'sending' || printerOf(step.queue, job.printer).turn !== what.turn) return step;
      const abandoned = effect(rested(step, job.printer, 'unresponsive'), { type: 'abandon', job: job.job });
      return nextOf(ended(abandoned, job, 'interrupted', 'no-answer'), job.printer);
    }
    case 'kick-start': {
      const kick = kickOf(step, what.kick);
      if (kick === undefined || printerOf(step.queue, kick.printer).busyWith === kick.kick) return step;
      return recorded(step, { kind: 'drawer.ended', kick: kick.kick, outcome: 'not-opened', why: 'waited' });
    }
    case 'kick-answer': {
      const kick = kickOf(step, what.kick);
      if (kick === undefined) return step;
      const free = withPrinter(step, kick.printer, { busyWith: null });
      const missed = { kind: 'drawer.ended', kick: kick.kick, outcome: 'unknown', why: 'no-answer' } as const;
      return nextOf(recorded(free, missed), kick.printer);
    }
    default:
      return assertNever(what);
  }
}

/** Paper that would say what is not so any more is not printed. What may have left is on record, and stays so. */
function whenPaymentChanged(step: PrintStep, facts: Facts): PrintStep {
  let next = step;
  for (const job of step.queue.facts.jobs) {
    if (paymentOf(job.subject) !== facts.intent.paymentRequestId || isSo(job.subject, facts)) continue;
    if (isWaiting(job) || job.state === 'parked') next = ended(next, job, 'withdrawn', 'no-longer-so');
    else if (job.state === 'sending') next = withNotAgain(next, job, 'no-longer-so');
  }
  return next;
}

function whenDismissed(step: PrintStep, id: PrintJobId): PrintStep {
  const job = jobOf(step.queue, id);
  if (job?.state === 'dismissed') return replied(step, 'already');
  if (job === undefined || !isNotPrinted(job)) return replied(step, 'unknown');
  return recorded(step, { kind: 'print.dismissed', job: id });
}

function kickOf({ queue }: PrintStep, id: PrintJobId): DrawerKick | undefined {
  return queue.facts.kicks.find(({ kick }) => kick === id);
}

type Ended = Extract<PrintRecord, { kind: 'print.ended' }>;

function ended(step: PrintStep, { job }: PrintJob, outcome: Ended['outcome'], why: PrintReason | null): PrintStep {
  return recorded(step, { kind: 'print.ended', job, outcome, why });
}

/** Bytes may have left, so nothing is said yet. */
function withNotAgain(step: PrintStep, { job }: PrintJob, why: 'waited' | 'no-longer-so'): PrintStep {
  const still = [...step.queue.notAgain].filter(([id]) => jobOf(step.queue, id)?.state === 'sending');
  // What is no longer so is withdrawn, however long it has waited.
  const first = step.queue.notAgain.get(job) === 'no-longer-so' ? 'no-longer-so' : why;
  return { ...step, queue: { ...step.queue, notAgain: new Map([...still, [job, first]]) } };
}

/** It will not print by itself any more: on the list where somebody misses it, else gone. */
function givenUp(step: PrintStep, job: PrintJob, why: PrintReason): PrintStep {
  if (!isMissed(job.subject)) return ended(step, job, 'withdrawn', why);
  return recorded(step, { kind: 'print.parked', job: job.job, why });
}
