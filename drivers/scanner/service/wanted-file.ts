import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import * as z from 'zod';

import { DeviceId, ReportLayout, scannersMax, ScannerVia } from '#contract';

import type { WantedFacts } from './wanted-scanner.ts';

/** Keeps which scanners a till has. */
export interface WantedStore {
  /** Never throws: without a readable file nothing is wanted yet. */
  read(): readonly WantedFacts[];
  /** False when it could not be written: then it holds until this process ends. */
  write(wanted: readonly WantedFacts[]): boolean;
}

const Kept = z.strictObject({
  version: z.literal(1),
  scanners: z
    .array(
      z.strictObject({
        id: DeviceId,
        via: ScannerVia,
        name: z.string().max(200),
        layout: ReportLayout.extract(['aim-first', 'data-first']).nullable(),
      }),
    )
    .max(scannersMax),
});

/** In `scanners.json` of the folder: names of devices, no codes. A file that does not read is put aside. */
export function wantedFile(folder: string, log: (words: string) => void): WantedStore {
  const file = join(folder, 'scanners.json');
  return {
    read() {
      try {
        return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).scanners;
      } catch (error) {
        if (isMissing(error)) return [];
        log(`${file} does not read; it is put aside as ${file}.unread`);
        putAside(file);
        return [];
      }
    },
    write(wanted) {
      try {
        writeWhole(
          file,
          `${JSON.stringify({ version: 1, scanners: [...wanted] } satisfies z.input<typeof Kept>, null, 2)}\n`,
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Never half a file under its name. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}

function putAside(file: string): void {
  try {
    renameSync(file, `${file}.unread`);
  } catch {
    // It is not ours to move, then; the next write says so.
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
