import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { CannotStart } from './cannot-start.ts';
import { openDataFolder } from './data-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('is made for its owner alone, and tells which processes run on it', () => {
  const dataDir = join(folder, 'new', 'data');
  const data = openDataFolder(dataDir);
  data.note('sandbox', 11);
  data.note('kiosk', 13);
  data.note('kiosk', 14);
  // As root others may pass through (PostgreSQL runs as nobody there), but not list.
  expect(statSync(dataDir).mode & 0o666).toBe(0o600);
  expect(JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8'))).toEqual({
    start: process.pid,
    sandbox: 11,
    kiosk: 14,
  });
  data.close();
  expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
});

it('a second start on the same folder is refused with the process that runs there', () => {
  const data = openDataFolder(folder);
  const sentence = `Counterpay already runs on ${folder} (process ${process.pid}): use that one, end it, or choose another folder with --data.`;
  expect(() => openDataFolder(folder)).toThrow(new CannotStart(sentence));
  data.close();
  openDataFolder(folder).close();
});

it('a run that was killed leaves the folder free at once', async () => {
  const program = `
    const { openDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
    openDataFolder(${JSON.stringify(folder)});
    console.log('open');
    setInterval(() => {}, 1000);
  `;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(other.stdout, 'data');
  expect(() => openDataFolder(folder)).toThrow(`(process ${other.pid})`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  openDataFolder(folder).close();
});

it('a folder that cannot be used is said in one sentence', () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  expect(() => openDataFolder(join(file, 'data'))).toThrow(/^The data folder .* cannot be used: .*\.$/);
});
