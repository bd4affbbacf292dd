import { jobsShownMax, type Printing, type PrintJobView } from '#contract';

import type { KnownPrinters } from './known-printers.ts';
import { newestShown } from './print-limits.ts';
import { isNotPrinted, jobViews, type PrintFacts } from './print-queue.ts';
import type { ReceiptPrinter } from './receipt-printer.ts';

/** What screens show of a till's paper. */
export function printingView(
  facts: PrintFacts,
  printers: KnownPrinters,
  { automatic, id }: Pick<ReceiptPrinter, 'automatic' | 'id'>,
): Printing {
  const missed = new Set(facts.jobs.filter(isNotPrinted).map(({ job }) => job));
  return {
    automatic,
    printer: id,
    printers: [...printers.all],
    found: [...printers.found],
    jobs: shown(jobViews(facts), (view) => missed.has(view.job)),
    notPrinted: missed.size,
  };
}

function shown(views: readonly PrintJobView[], isMissed: (view: PrintJobView) => boolean): PrintJobView[] {
  const newest = views.slice(0, newestShown);
  return [...newest, ...views.slice(newestShown).filter(isMissed)].slice(0, jobsShownMax);
}
