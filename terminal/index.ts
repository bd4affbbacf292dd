export { Host, type HostOptions, type HostPorts, type HostProblem } from './host.ts';
export { memoryDisk, openMemoryJournal, type MemoryDisk } from './journal/memory-journal.ts';
export { type Stamp } from './journal/chain.ts';
export { JournalRecord } from './journal/records.ts';
export { openSqliteJournal, type JournalProblem, type SqliteJournal } from './journal/sqlite-journal.ts';
export * from './ports/index.ts';
export { receive, type CommandTaker } from './screen-link.ts';
export { readSettings, sampleSettings, Settings, settingsText } from './settings/settings.ts';
export { loadSettings, type SettingsProblem } from './settings/settings-file.ts';
