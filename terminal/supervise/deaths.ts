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

// The last moment that a Date can name.
const DeathsFile = z.object({ deathsAt: z.array(z.int().min(0).max(8.64e15)).max(keptMax) });

type Death = { monoMs: MonoMs; wallMs: EpochMs };

/** Kept in `host-deaths.json` of the data folder. Where that cannot be written they count in this process only. */
export function deathsIn(dataDir: string, clock: Clock): Deaths {
  const file = join(dataDir, 'host-deaths.json');
  const kept = readDeaths(file);
  let deaths = kept.map((wallMs) => sinceThen(wallMs, clock));
  // Else what lies in the future would count as just now at every start, and never be over.
  if (deaths.some(({ wallMs }, index) => wallMs !== kept[index])) writeDeaths();
  function writeDeaths(): void {
    write(
      file,
      deaths.map(({ wallMs }) => wallMs),
    );
  }
  return {
    add() {
      const now = { monoMs: clock.monoMs(), wallMs: wallNow(clock) };
      const recent = recentDeaths(
        deaths.map(({ monoMs }) => monoMs),
        now.monoMs,
      );
      deaths = [...deaths.filter(({ monoMs }) => recent.includes(monoMs)), now].slice(-keptMax);
      writeDeaths();
    },
    atMs: () => deaths.map(({ monoMs }) => monoMs),
    lastWallMs: () => Math.min(deaths.at(-1)?.wallMs ?? 0, wallNow(clock)),
  };
}

/** A death that the wall clock puts into the future was before it was set back: it counts as just now. */
function sinceThen(toldMs: EpochMs, clock: Clock): Death {
  const nowMs = wallNow(clock);
  const wallMs = Math.min(toldMs, nowMs);
  return { wallMs, monoMs: clock.monoMs() - Math.min(nowMs - wallMs, deathsWithinMs) };
}

function wallNow(clock: Clock): EpochMs {
  return Math.round(clock.wallMs());
}

function readDeaths(file: string): readonly EpochMs[] {
  try {
    return DeathsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).deathsAt;
  } catch {
    return []; // there is none, or it was half written, or holds something else
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
