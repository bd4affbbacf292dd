import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { electronProgram, type ElectronParts } from './electron-program.ts';

let checkout: string;
beforeEach(() => (checkout = mkdtempSync(join(tmpdir(), 'start-'))));
afterEach(() => rmSync(checkout, { recursive: true }));

function put(file: string, text: string, mode = 0o644): void {
  mkdirSync(join(checkout, file, '..'), { recursive: true });
  writeFileSync(join(checkout, file), text, { mode });
}

function find(over: Partial<ElectronParts>) {
  return electronProgram({
    checkout,
    env: { DISPLAY: ':0' },
    platform: 'linux',
    ask: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
    fetch: () => Promise.reject(new Error('not asked for')),
    say: () => {},
    ...over,
  });
}

it('a program that is there is taken, without asking anybody', async () => {
  put('node_modules/electron/path.txt', 'electron');
  put('node_modules/electron/dist/electron', '', 0o755);
  const program = join(checkout, 'node_modules/electron/dist/electron');
  expect(await find({})).toEqual({ kind: 'there', program });
});

it('one that is named by a folder goes first, and needs no display of ours', async () => {
  put('other/electron', '', 0o755);
  const folder = join(checkout, 'other');
  expect(await find({ env: { ELECTRON_OVERRIDE_DIST_PATH: folder } })).toEqual({
    kind: 'there',
    program: join(folder, 'electron'),
  });
  expect(await find({ env: { ELECTRON_OVERRIDE_DIST_PATH: checkout } })).toMatchObject({ kind: 'missing' });
});

it('one that is not there is fetched by its package', async () => {
  const fetched: string[] = [];
  const found = await find({
    ask: () => Promise.resolve(),
    fetch(installer) {
      fetched.push(installer);
      put('node_modules/electron/path.txt', 'electron');
      put('node_modules/electron/dist/electron', '', 0o755);
      return Promise.resolve(true);
    },
  });
  expect(found.kind).toBe('there');
  expect(fetched).toEqual([join(checkout, 'node_modules/electron/install.js')]);
});

it('where it cannot be fetched, or has no display, that is said', async () => {
  expect(await find({})).toEqual({
    kind: 'missing',
    why: 'it is not here and cannot be fetched (getaddrinfo ENOTFOUND)',
  });
  expect(await find({ env: {} })).toEqual({ kind: 'missing', why: 'there is no display for its window' });
  expect(await find({ ask: () => Promise.resolve(), fetch: () => Promise.resolve(false) })).toMatchObject({
    kind: 'missing',
  });
});
