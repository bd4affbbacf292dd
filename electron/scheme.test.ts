import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { answerScreen } from './scheme.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-'));
  for (const name of ['till', 'display', 'assets', 'wallet']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'till', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'display', 'index.html'), 'for the customer');
  writeFileSync(join(folder, 'wallet', 'index.html'), 'a phone');
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {};');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('the till’s page and its assets are answered, each with the policy', async () => {
  const page = await answerScreen(folder, new Request('app://till/'));
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html>']);
  const asset = await answerScreen(folder, new Request('app://till/assets/main-abc.js'));
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  for (const { headers } of [page, asset])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
});

it('the customer’s screen has an origin of its own', async () => {
  const page = await answerScreen(folder, new Request('app://display/'));
  expect([page.status, await page.text()]).toEqual([200, 'for the customer']);
  expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect((await answerScreen(folder, new Request('app://display/assets/main-abc.js'))).status).toBe(200);
  for (const url of ['app://till/display', 'app://till/display/', 'app://display/till', 'app://display.evil/'])
    expect([url, (await answerScreen(folder, new Request(url))).status]).toEqual([url, 404]);
});

it('nothing else is answered: no other host, method, page or file', async () => {
  const others = ['app://other/', 'app://till/wallet/index.html', 'app://till/assets/../till/index.html'];
  const files = [
    'app://till/assets/%2e%2e%2ftill%2findex.html',
    'app://till/assets/none.js',
    'app://till/till/index.html',
  ];
  for (const url of [...others, ...files]) {
    const { status, headers } = await answerScreen(folder, new Request(url));
    expect([url, status]).toEqual([url, 404]);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect((await answerScreen(folder, new Request('app://till/', { method: 'POST' }))).status).toBe(404);
});
