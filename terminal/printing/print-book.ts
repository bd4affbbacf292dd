import type { PrintJobId } from '#contract';

import type { JournalRecord } from '../journal/records.ts';
import { applyPrint } from './fold-prints.ts';
import { noPrints, type PrintFacts } from './print-queue.ts';
import { isDrawerRecord, isPrintRecord, type DrawerRecord, type PrintRecord } from './print-records.ts';

/** So many ids of jobs and pulses are known again when a screen repeats itself; with those of older jobs their payments' records are asked. */
const wantedKept = 500;

/** What the journal says of paper and the drawer, in memory: read at the start, and followed while it grows. */
export class PrintBook {
  #facts: PrintFacts = noPrints;
  readonly #wanted = new Set<PrintJobId>();

  apply(record: JournalRecord | null): void {
    if (record === null || !(isPrintRecord(record) || isDrawerRecord(record))) return;
    this.#facts = applyPrint(this.#facts, record);
    const id = wantedIn(record);
    if (id === null) return;
    this.#wanted.add(id);
    for (const oldest of this.#wanted) {
      if (this.#wanted.size <= wantedKept) return;
      this.#wanted.delete(oldest);
    }
  }

  get facts(): PrintFacts {
    return this.#facts;
  }

  /** Whether this job or pulse was wanted before, whatever became of it. */
  knows(id: PrintJobId): boolean {
    return this.#wanted.has(id);
  }
}

function wantedIn(record: PrintRecord | DrawerRecord): PrintJobId | null {
  if (record.kind === 'print.queued') return record.job;
  return record.kind === 'drawer.kick' ? record.kick : null;
}
