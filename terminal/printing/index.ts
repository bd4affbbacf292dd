export { advancePrints } from './advance-prints.ts';
export { applyPrint, foldPrints, timesMoved } from './fold-prints.ts';
export type { PrintEffect, PrintEvent, PrintReply, PrintStep, Wait } from './print-events.ts';
export {
  isNotPrinted,
  jobViews,
  noPrints,
  openQueue,
  type PrintFacts,
  type PrintJob,
  type PrintQueue,
} from './print-queue.ts';
export { DrawerRecord, PrintRecord, PrintSubject } from './print-records.ts';
export { isSo, orderCodeSubject, paidSubject, pendingSubject } from './print-subjects.ts';
