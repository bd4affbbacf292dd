export { Host, type HostOptions, type HostPorts, type HostProblem } from './host.ts';
export { memoryDisk, openMemoryJournal, type MemoryDisk } from './journal/memory-journal.ts';
export { ReservedRoom } from './journal/reserved-room.ts';
export { openSqliteJournal, type SqliteJournal } from './journal/sqlite-journal.ts';
export {
  JournalWriteFailed,
  type Acquirer,
  type Entry,
  type Head,
  type Journal,
  type NewEntry,
  type PrintingStore,
  type Screen,
} from './ports/index.ts';
export { printingAtFirst, PrintingSettings } from './printing/printing-settings.ts';
export { receive, type CommandTaker } from './screen-link.ts';
export { sampleSettings, type Settings } from './settings/settings.ts';
export { loadSettings } from './settings/settings-file.ts';
