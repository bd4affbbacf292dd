import type { DeviceId } from '#contract';

import { applyPrint } from './fold-prints.ts';
import type { PrintEffect, PrintReply, PrintStep } from './print-events.ts';
import { printerOf, type PrinterNow, type PrintQueue } from './print-queue.ts';
import type { DrawerRecord, PrintRecord } from './print-records.ts';

/** A step that has done nothing yet; what follows adds to it. */
export function begun(queue: PrintQueue): PrintStep {
  return { records: [], queue, effects: [], reply: 'ok' };
}

export function replied(step: PrintStep, reply: PrintReply): PrintStep {
  return { ...step, reply };
}

/** The facts change by a record and by nothing else, so that the fold of all records is what is known here. */
export function recorded(step: PrintStep, record: PrintRecord | DrawerRecord): PrintStep {
  const facts = applyPrint(step.queue.facts, record);
  return { ...step, records: [...step.records, record], queue: { ...step.queue, facts } };
}

export function effect(step: PrintStep, effect: PrintEffect): PrintStep {
  return { ...step, effects: [...step.effects, effect] };
}

export function withPrinter(step: PrintStep, printer: DeviceId, change: Partial<PrinterNow>): PrintStep {
  const printers = new Map(step.queue.printers).set(printer, { ...printerOf(step.queue, printer), ...change });
  return { ...step, queue: { ...step.queue, printers } };
}
