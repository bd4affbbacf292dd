import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium of this machine: the variable CHROMIUM, or the first of the usual names on the PATH. Null when there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  const named = env['CHROMIUM'];
  if (named !== undefined && named !== '') return canRun(named) ? named : null;
  const folders = (env['PATH'] ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(canRun) ?? null;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not a program
  }
}
