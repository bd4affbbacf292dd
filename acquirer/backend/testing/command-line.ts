import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { pair } from '../command-line/pair.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** How a command of the backend's command line ended, and what it printed. */
export type Ended = { exitCode: number; out: string; words: string };

export async function commandLine(...args: string[]): Promise<Ended> {
  const { DATABASE_URL: _elsewhere, ...env } = process.env;
  return await new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { env }, (error, out, words) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, words });
    });
  });
}

/** Makes a code, as text that a person would type. @throws StartFault, WrongFlag */
export async function newCode(dataDir: string, ...flags: string[]): Promise<{ terminalId: string; code: string }> {
  const out = await pair(['--data', dataDir, '--json', ...flags]);
  return JSON.parse(out) as { terminalId: string; code: string };
}
