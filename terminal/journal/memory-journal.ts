import type { PaymentRequestId, TerminalId } from '#payment';

import type { Entry, Head, Journal, NewEntry } from '../ports/journal.ts';
import { beginning, headOf, openingEntry, readAlone, readRow, sealedAll, type Row, type Stamp } from './chain.ts';

/** What is left when a process dies: rows, and nothing else. */
export type MemoryDisk = { rows: Row[] };

export function memoryDisk(): MemoryDisk {
  return { rows: [] };
}

/** The same chain and the same records without a file, for tests and the simulated world. Throws on a broken chain. */
export function openMemoryJournal(disk: MemoryDisk, terminalId: TerminalId, stamp: Stamp): Journal {
  if (disk.rows.length === 0)
    disk.rows.push(...sealedAll(beginning, [openingEntry(terminalId, stamp.environment)], stamp));
  const entries: Entry[] = [];
  let head: Head = beginning;
  for (const row of disk.rows) {
    const read = readRow(head, row);
    if (read === null) throw new Error(`the record after number ${head.seq} was changed`);
    entries.push(read.entry);
    head = read.head;
  }
  return {
    async append(added: readonly NewEntry[]) {
      const rows = sealedAll(head, added, stamp);
      const written = rows.map((row) => {
        const entry = readAlone(row);
        if (entry === null) throw new Error(`a ${row.kind} record does not have its form`);
        return entry;
      });
      disk.rows.push(...rows);
      entries.push(...written);
      const last = rows.at(-1);
      if (last !== undefined) head = headOf(last);
      return written;
    },
    readAll: () => entries.values(),
    of: (attempt: PaymentRequestId) => entries.filter((entry) => entry.attempt === attempt),
    at: (seq: number) => entries[seq - 1],
    head: () => head,
  };
}
