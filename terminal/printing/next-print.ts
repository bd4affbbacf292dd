import type { DeviceId, PrinterTrouble } from '#contract';

import type { PrintStep } from './print-events.ts';
import { answerWithinMs, kickAnswerWithinMs, lookAgainMs } from './print-limits.ts';
import { isWaiting, jobOf, printerOf } from './print-queue.ts';
import { effect, recorded, withPrinter } from './print-step.ts';

/** Gives the printer what is next, when it is free: the drawer before any paper, then what was wanted first. */
export function nextOf(step: PrintStep, printer: DeviceId): PrintStep {
  const { facts } = step.queue;
  const { busyWith, turn, trouble, lookIsDue, resting } = printerOf(step.queue, printer);
  if (busyWith !== null) return step;
  const kick = facts.kicks.find((other) => other.printer === printer);
  if (kick !== undefined) {
    // Also while it has no paper: that keeps no drawer shut.
    const given = effect(withPrinter(step, printer, { busyWith: kick.kick }), { type: 'kick', kick });
    return effect(given, { type: 'wait', what: { for: 'kick-answer', kick: kick.kick }, afterMs: kickAnswerWithinMs });
  }
  const waiting = facts.jobs.find((job) => job.printer === printer && isWaiting(job));
  if (waiting === undefined) return step;
  if (resting) return step;
  if (trouble !== null) return lookIsDue ? step : lookedLater(effect(step, { type: 'look', printer }), printer);
  // On record before the first byte leaves: whoever reads the journal then knows that paper may have moved.
  const sending = recorded(step, { kind: 'print.sending', job: waiting.job });
  const job = jobOf(sending.queue, waiting.job);
  if (job === undefined) return step;
  const sent = effect(withPrinter(sending, printer, { busyWith: job.job, turn: turn + 1 }), { type: 'send', job });
  return effect(sent, { type: 'wait', what: { for: 'answer', job: job.job, turn: turn + 1 }, afterMs: answerWithinMs });
}

/** It did not print just now: nothing is tried for a while, so that no loop of tries fills the journal. */
export function rested(step: PrintStep, printer: DeviceId, trouble: PrinterTrouble): PrintStep {
  const resting = withPrinter(step, printer, { busyWith: null, trouble, resting: true });
  return printerOf(step.queue, printer).lookIsDue ? resting : lookedLater(resting, printer);
}

/** Many printers never say that they are back, and whoever looks may not answer: while something waits, it goes on. */
function lookedLater(step: PrintStep, printer: DeviceId): PrintStep {
  const due = withPrinter(step, printer, { lookIsDue: true });
  return effect(due, { type: 'look-later', printer, afterMs: lookAgainMs });
}
