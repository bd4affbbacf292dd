import type { DeviceId, PrinterTrouble, PrintJobId } from '#contract';
import type { EpochMs, Facts } from '#payment';

import type { PrintOutcome } from '../ports/printer.ts';
import type { PrintJob, PrintQueue } from './print-queue.ts';
import type { DrawerKick, DrawerRecord, PrintRecord, PrintSubject } from './print-records.ts';

export type PrintEvent =
  /** The process has begun, with what its journal says. */
  | { type: 'started' }
  | {
      type: 'wanted';
      job: PrintJobId;
      printer: DeviceId;
      /** Made by `print-subjects.ts` of facts that allow it. */
      subject: PrintSubject;
      cause: 'automatic' | 'asked';
      /** `timesMoved` of its payment's records; 0 for what is of no payment. */
      movedBefore: number;
      wallAt: EpochMs;
    }
  | ({ type: 'kick-wanted' } & Omit<DrawerKick, 'kind'>)
  | { type: 'printed'; job: PrintJobId; outcome: PrintOutcome }
  | { type: 'kicked'; kick: PrintJobId; outcome: PrintOutcome }
  /** What the printer says of itself, asked or not. Null: it is ready, or cannot say. */
  | { type: 'seen'; printer: DeviceId; trouble: PrinterTrouble | null }
  | { type: 'waited'; what: Wait }
  | { type: 'look-due'; printer: DeviceId }
  /** The journal knows something new of a payment. */
  | { type: 'payment-changed'; facts: Facts }
  | { type: 'dismissed'; job: PrintJobId };

export type PrintEffect =
  /** Its document is made now; an answer comes as `printed`. */
  | { type: 'send'; job: PrintJob }
  | { type: 'kick'; kick: DrawerKick }
  /** An answer comes as `seen`. */
  | { type: 'look'; printer: DeviceId }
  | { type: 'look-later'; printer: DeviceId; afterMs: number }
  /** Nobody waits for its outcome any more. */
  | { type: 'abandon'; job: PrintJobId }
  /** Comes back as `waited`; what is late is ignored. */
  | { type: 'wait'; what: Wait; afterMs: number };

export type Wait =
  | { for: 'start'; job: PrintJobId }
  /** `turn`: of its printer, as one job may be tried more than once. */
  | { for: 'answer'; job: PrintJobId; turn: number }
  | { for: 'kick-start' | 'kick-answer'; kick: PrintJobId };

/** What a screen that asked is told. `already`: such a job waits or is being sent. */
export type PrintReply = 'ok' | 'already' | 'too-many' | 'unknown';

/** The records are durable before the first effect is performed, and before anybody is shown the queue. */
export type PrintStep = {
  records: readonly (PrintRecord | DrawerRecord)[];
  queue: PrintQueue;
  effects: readonly PrintEffect[];
  reply: PrintReply;
};
