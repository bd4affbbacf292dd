import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { screenFile, screenHeaders } from './screen-files.ts';
import type { ScreenRole } from './screen-role.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'screens-'));
  for (const name of ['till', 'display', 'assets']) mkdirSync(join(folder, name));
  for (const name of ['till/index.html', 'display/index.html']) writeFileSync(join(folder, name), '<!doctype html>');
  for (const name of ['till-abc.js', 'reading-worker-D_x-1.js', 'not-reading-worker-a.js', 'zxing_reader-abc.wasm'])
    writeFileSync(join(folder, 'assets', name), 'x');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As a shell sends them. */
async function headersOf(role: ScreenRole, path: string): Promise<Record<string, string>> {
  return { ...screenHeaders, ...(await screenFile(folder, role, path))?.headers };
}

it('[V39] WebAssembly is compiled in the worker that reads the camera, and on no page', async () => {
  const worker = await headersOf('till', '/assets/reading-worker-D_x-1.js');
  expect(worker['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  );
  for (const [role, path] of [
    ['till', '/'],
    ['display', '/'],
    ['till', '/assets/till-abc.js'],
    ['till', '/assets/not-reading-worker-a.js'],
  ] as const) {
    const { 'content-security-policy': policy } = await headersOf(role, path);
    expect([path, policy?.includes("script-src 'self';"), policy?.includes('eval')]).toEqual([path, true, false]);
  }
});

async function allowed(role: ScreenRole): Promise<string | undefined> {
  return (await headersOf(role, '/'))['permissions-policy'];
}

it('[V39] the till’s own page may ask for the camera, and no other one for anything', async () => {
  expect(await allowed('till')).toMatch(/^camera=\(self\), /);
  expect(await allowed('display')).toMatch(/^camera=\(\), /);
  for (const role of ['till', 'display'] as const)
    expect(await allowed(role)).toContain('hid=(), microphone=(), serial=(), usb=()');
});

it('the decoder comes as WebAssembly, so that it is compiled while it comes', async () => {
  expect(await headersOf('till', '/assets/zxing_reader-abc.wasm')).toMatchObject({
    'content-type': 'application/wasm',
  });
});
