import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import type { Counter, Shell } from './counter.ts';
import { electronEnv, windowOf } from './electron-window.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** A till on a machine of its own, as far as a folder is one, which no backend knows yet. */
export type NewTill = { dataDir: string; page: Page; said(): string; stop(): Promise<void> };

/** Starts it as an installer does, in the shell of the stories. Its screen is `page`, or the window of Electron. */
export async function openNewTill(shell: Shell, page: Page, ...flags: string[]): Promise<NewTill> {
  const dataDir = mkdtempSync(join(tmpdir(), 'counterpay-e2e-till-'));
  const program =
    shell === 'kiosk'
      ? [process.execPath, join(checkout, 'out/kiosk/main.cjs'), '--port', '0']
      : [join(electronEnv.ELECTRON_OVERRIDE_DIST_PATH, 'electron'), checkout];
  const [command = '', ...words] = [...program, '--data', dataDir, ...flags];
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...electronEnv } });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the new till ended\n${said}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as { ready?: string; url: string };
      if (told.ready !== undefined) resolve(told.url);
    });
  });
  if (shell === 'kiosk') await page.goto(url);
  return {
    dataDir,
    page: shell === 'kiosk' ? page : await windowOf(said),
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The backend's command line on the counter's own backend, while it serves. What it printed. */
export function backendCommand(counter: Counter, command: string, ...words: string[]): Promise<string> {
  const program = join(checkout, 'acquirer/backend/main.ts');
  const args = [program, command, ...words, '--data', join(counter.dataDir, 'backend')];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, out, words) => (error === null ? resolve(out) : reject(new Error(words))));
  });
}

/** A code as a person reads it off the backend's screen. */
export async function pairingCode(counter: Counter, ...words: string[]): Promise<string> {
  return (JSON.parse(await backendCommand(counter, 'pair', '--json', ...words)) as { code: string }).code;
}
