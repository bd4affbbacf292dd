import type { DeviceId, PrinterTrouble, PrintJobId, PrintJobState, PrintJobView, PrintReason } from '#contract';

import type { DrawerKick, PrintRecord } from './print-records.ts';
import { isMissed, paymentOf } from './print-subjects.ts';

type Queued = Extract<PrintRecord, { kind: 'print.queued' }>;

/** A job by its records. */
export type PrintJob = Omit<Queued, 'kind'> & { state: PrintJobState; why: PrintReason | null };

/** What the journal knows: `foldPrints` of its records gives exactly this. */
export type PrintFacts = {
  /** In the order they were wanted; what has ended only for a while. */
  jobs: readonly PrintJob[];
  /** Wanted and not ended. */
  kicks: readonly DrawerKick[];
};

/** What this process knows of a printer; gone with the process. */
export type PrinterNow = {
  /** What keeps it from printing, as far as it has said. */
  trouble: PrinterTrouble | null;
  /** The job or the pulse that it has now. */
  busyWith: PrintJobId | null;
  /** How often it was given something. */
  turn: number;
  /** `look-due` comes by itself. */
  lookIsDue: boolean;
  /** Nothing is tried before `look-due`. */
  resting: boolean;
};

export type PrintQueue = {
  facts: PrintFacts;
  printers: ReadonlyMap<DeviceId, PrinterNow>;
  /** Why they are not tried again, should it turn out that nothing of them had left: found out while they were being sent. */
  notAgain: ReadonlyMap<PrintJobId, 'waited' | 'no-longer-so'>;
};

export const noPrints: PrintFacts = { jobs: [], kicks: [] };

/** A process begins with what its journal says; its first event is `started`. */
export function openQueue(facts: PrintFacts): PrintQueue {
  return { facts, printers: new Map(), notAgain: new Map() };
}

export function printerOf({ printers }: PrintQueue, printer: DeviceId): PrinterNow {
  return printers.get(printer) ?? { trouble: null, busyWith: null, turn: 0, lookIsDue: false, resting: false };
}

export function jobOf({ facts }: Pick<PrintQueue, 'facts'>, id: PrintJobId): PrintJob | undefined {
  return facts.jobs.find(({ job }) => job === id);
}

/** Nothing of it has left, and it prints by itself when it can. */
export function isWaiting({ state }: PrintJob): boolean {
  return state === 'queued' || state === 'not-started';
}

/** It needs a person: nothing more happens to it by itself. */
export function isNotPrinted({ state, subject }: PrintJob): boolean {
  return (state === 'parked' || state === 'interrupted') && isMissed(subject);
}

/** As screens show it: newest first. */
export function jobViews({ jobs }: PrintFacts): PrintJobView[] {
  return jobs.toReversed().map(({ job, printer, subject, copy, state, why, wallAt }) => ({
    job,
    printer,
    kind: subject.kind,
    paymentRequestId: paymentOf(subject),
    number: subject.kind === 'paid' ? subject.number : null,
    copy,
    state,
    why,
    queuedAt: wallAt,
  }));
}
