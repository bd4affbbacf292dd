import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

import type { Clock, EpochMs, MonoMs } from '#payment';

import { deathsWithinMs, recentDeaths } from './restart-schedule.ts';

/** The host's recent deaths; they outlive the process that counts them, so that ending it does not end a crash loop. */
export interface Deaths {
  /** The host has died now. */
  add(): void;
  /** The recent ones, on this process's monotonic clock. */
  atMs(): readonly MonoMs[];
  /** The newest, as the wall clock told it; 0 when there was none. */
  lastWallMs(): EpochMs;
}

/** More than count within `deathsWithinMs`, at the schedule's pace. */
const keptMax = 100;

const DeathsFile = z.object({ deathsAt: z.array(z.int()).max(keptMax) });

type Death = { monoMs: MonoMs; wallMs: EpochMs };

/** Kept in `host-deaths.json` of the data folder. Where that cannot be written they count in this process only. */
export function deathsIn(dataDir: string, clock: Clock): Deaths {
  const file = join(dataDir, 'host-deaths.json');
  let deaths = readDeaths(file).map((wallMs) => sinceThen(wallMs, clock));
  return {
    add() {
      const now = { monoMs: clock.monoMs(), wallMs: Math.round(clock.wallMs()) };
      const recent = recentDeaths(
        deaths.map(({ monoMs }) => monoMs),
        now.monoMs,
      );
      deaths = [...deaths.filter(({ monoMs }) => recent.includes(monoMs)), now].slice(-keptMax);
      write(
        file,
        deaths.map(({ wallMs }) => wallMs),
      );
    },
    atMs: () => deaths.map(({ monoMs }) => monoMs),
    lastWallMs: () => deaths.at(-1)?.wallMs ?? 0,
  };
}

/** A death that the wall clock puts into the future was before it was set back: it counts as just now. */
function sinceThen(wallMs: EpochMs, clock: Clock): Death {
  const agoMs = Math.min(Math.max(0, clock.wallMs() - wallMs), deathsWithinMs);
  return { wallMs, monoMs: clock.monoMs() - agoMs };
}

function readDeaths(file: string): readonly EpochMs[] {
  try {
    return DeathsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).deathsAt;
  } catch {
    return []; // there is none, or it was half written
  }
}

function write(file: string, deathsAt: readonly EpochMs[]): void {
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify({ deathsAt })}\n`);
    renameSync(`${file}.new`, file);
  } catch {
    // a full disk must not keep the host from being started again
  }
}
