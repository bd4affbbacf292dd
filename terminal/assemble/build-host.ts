import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { CannotRun } from '#contract';
import { err, ok, scaledClock, type Result } from '#payment';

import { backendLink } from '../../acquirer/client/backend-link.ts';
import { Host, loadSettings, openSqliteJournal, ReservedRoom, type Screen, type SqliteJournal } from '../index.ts';
import type { Flags } from './flags.ts';
import { backendKeyFrom, terminalKey } from './keys.ts';
import { uuidIds } from './uuid-ids.ts';

export type HostInPlace = { host: Host; journal: SqliteJournal };

/** Why there is no host, in a sentence, and the file it is about. */
export type StartProblem = { why: CannotRun; detail: string; file: string };

/** Puts a host together from what is on this machine, and starts it. */
export async function buildHost(
  flags: Flags,
  screen: Screen,
  journalFailed: () => void,
): Promise<Result<HostInPlace, StartProblem>> {
  const clock = scaledClock(
    {
      performanceNow: () => performance.now(),
      dateNow: () => Date.now(),
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (handle) => clearTimeout(handle),
    },
    flags.timeScale,
    flags.timeOrigin ?? Date.now(),
  );
  const ids = uuidIds(clock, (size) => randomBytes(size));
  const folder = madeFolder(flags.data);
  if (!folder.ok) return folder;

  // Before anything is written: on a full disk it makes room for what is open (V20).
  const room = new ReservedRoom({ clock, folder: folder.value, log });

  const settingsFile = resolve(flags.settings);
  const loaded = loadSettings(settingsFile);
  if (!loaded.ok) return err({ ...loaded.error, file: settingsFile });
  const settings = loaded.value;

  const bootId = ids.next();
  const journalFile = join(folder.value, 'journal.sqlite');
  const stamp = { environment: settings.environment, bootId, clock };
  const opened = openSqliteJournal(journalFile, { terminalId: settings.terminalId, stamp });
  if (!opened.ok) {
    const { why } = opened.error;
    return err({ ...opened.error, file: why === 'settings-invalid' ? settingsFile : journalFile });
  }
  const journal = opened.value;
  try {
    // The lock on the journal is held from here on, so nobody else makes a key at the same time.
    const acquirer = backendLink(
      {
        baseUrl: flags.backend,
        terminalId: settings.terminalId,
        key: terminalKey(folder.value),
        backendKey: backendKeyFrom(flags.backendKey),
      },
      { clock, ids },
    );
    const started = await Host.start(
      { clock, ids, journal, acquirer, screen, room, journalFailed, log },
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
    return err({ why: 'disk', detail: `The till's key cannot be read or made: ${reason(error)}.`, file: folder.value });
  }
}

/** For whoever looks after the machine. */
function log(line: string): void {
  process.stderr.write(`host: ${line}\n`);
}

function madeFolder(path: string): Result<string, StartProblem> {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return ok(folder);
  } catch (error) {
    return err({ why: 'disk', detail: `The till's folder cannot be made: ${reason(error)}.`, file: folder });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
