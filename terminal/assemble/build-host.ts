import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { err, ok, type Clock, type Ids, type Result } from '#payment';

import { backendLink } from '../../acquirer/client/backend-link.ts';
import { Host, openSqliteJournal, type ReservedRoom, type Screen, type SqliteJournal } from '../index.ts';
import type { Flags } from './flags.ts';
import { terminalKey } from './keys.ts';
import { reason, type Place, type StartProblem } from './place.ts';
import { printingStore } from './printing-store.ts';

export type HostInPlace = { host: Host; journal: SqliteJournal };

export type HostParts = {
  flags: Flags;
  /** The till's folder, which is there. */
  folder: string;
  place: Place;
  room: ReservedRoom;
  clock: Clock;
  ids: Ids;
};

/** Puts a host together from what is on this machine, and starts it. */
export async function buildHost(
  { flags, folder, place, room, clock, ids }: HostParts,
  screen: Screen,
  journalFailed: () => void,
): Promise<Result<HostInPlace, StartProblem>> {
  const { settings, settingsFile } = place;
  const bootId = ids.next();
  const journalFile = join(folder, 'journal.sqlite');
  const stamp = { environment: settings.environment, bootId, clock };
  const makeRoom = (): boolean => room.giveUp();
  const opened = openSqliteJournal(journalFile, { terminalId: settings.terminalId, stamp, makeRoom });
  if (!opened.ok) {
    const { why } = opened.error;
    return err({ ...opened.error, file: why === 'settings-invalid' ? settingsFile : journalFile });
  }
  const journal = opened.value;
  try {
    // The lock on the journal is held from here on, so nobody else makes a key at the same time.
    const acquirer = backendLink(
      {
        baseUrl: place.backend,
        terminalId: settings.terminalId,
        key: terminalKey(folder),
        backendKey: place.backendKey,
      },
      { clock, ids },
    );
    const started = await Host.start(
      { clock, ids, journal, acquirer, screen, room, printing: printingStore(folder, log), journalFailed, log },
      {
        settings,
        settingsFile,
        timeScale: flags.timeScale,
        bootId,
        seenKey: randomBytes(32),
        ...(flags.crashLoop === null ? {} : { lastDeathAt: flags.crashLoop }),
      },
    );
    if (started.ok) return ok({ host: started.value, journal });
    journal.close();
    return err({ ...started.error, file: journalFile });
  } catch (error) {
    journal.close();
    return err({ why: 'disk', detail: `The till's key cannot be read or made: ${reason(error)}.`, file: folder });
  }
}

/** For whoever looks after the machine: no secrets, no codes. */
export function log(line: string): void {
  process.stderr.write(`host: ${line}\n`);
}
