import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { CannotStart } from './cannot-start.ts';
import type { StartFlags } from './flags.ts';
import { launch } from './launch.ts';

let checkout: string;
let said: string[];
let opened: string[];

// Notes what happens to it in the checkout's file `notes`, and listens as a process of ours would.
const stand = `
  const { appendFileSync } = process.getBuiltinModule('node:fs');
  const { createServer } = process.getBuiltinModule('node:http');
  const { basename, dirname, join } = process.getBuiltinModule('node:path');
  const flags = process.argv.slice(2);
  const name = basename(dirname(process.argv[1]));
  const note = (words) => appendFileSync(join(flags[flags.indexOf('--data') + 1], '../../notes'), words + '\\n');
  note([name, ...flags].join(' '));
  const server = createServer().listen(Number(flags[flags.indexOf('--port') + 1]), '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + server.address().port;
    if (name === 'kiosk') console.log(JSON.stringify({ listening: name, url }));
    const display = name === 'kiosk' ? { display: url + '/display?start=1' } : {};
    console.log(JSON.stringify({ ready: name, url, ...display }));
  });
  process.on('SIGTERM', () => {
    note(name + ' ended');
    process.exit(0);
  });
`;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'start-'));
  said = [];
  opened = [];
  put('package.json', '{ "type": "module" }');
  for (const folder of ['acquirer/sandbox', 'acquirer/backend']) put(`${folder}/main.ts`, stand);
  const built = ['renderer/till/index.html', 'host/main.cjs', 'drivers/main.cjs', 'electron/main.cjs'];
  for (const file of built) put(`out/${file}`, '');
  put('out/kiosk/main.cjs', stand);
});

afterEach(() => rmSync(checkout, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(checkout, file)), { recursive: true });
  writeFileSync(join(checkout, file), text);
}

function launchAll() {
  const flags: StartFlags = {
    shell: 'none',
    display: 'auto',
    dataDir: join(checkout, 'data'),
    json: true,
    ports: { till: 0, backend: 0, sandbox: 0 },
    timeScale: 10,
  };
  return launch({
    checkout,
    flags,
    timeOrigin: 1_000,
    say: (words) => said.push(words),
    onTillListening: (url) => opened.push(url),
    electron: null,
    onTillClosed: () => {},
    onNewAddresses: () => {},
    signal: new AbortController().signal,
  });
}

function notes(): string[] {
  return readFileSync(join(checkout, 'notes'), 'utf8').trim().replaceAll(`${checkout}/data`, 'DATA').split('\n');
}

it('sandbox, backend and till start in this order, know each other by address and public key, and end in reverse', async () => {
  const launched = await launchAll();
  const { addresses } = launched;
  const { start, ...others } = JSON.parse(readFileSync(join(checkout, 'data', 'run.json'), 'utf8'));
  expect(start).toBe(process.pid);
  expect(Object.keys(others)).toEqual(['sandbox', 'backend', 'kiosk']);
  await launched.stop();

  const time = '--time-scale 10 --time-origin 1000';
  const client = 'SANDBOX_COUNTERPAY';
  expect(opened).toEqual([addresses.till]);
  expect(addresses.display).toBe(`${addresses.till}/display?start=1`);
  expect(addresses.wallet).toBe(`${addresses.sandbox}/wallet`);
  expect(notes()).toEqual([
    `sandbox --port 0 --data DATA/sandbox ${time} --client ${client} --client-key DATA/backend/alipay.pub.pem --public-key DATA/sandbox/alipay.pub.pem`,
    `backend --port 0 --data DATA/backend ${time} --alipay ${addresses.sandbox} --alipay-client-id ${client} --alipay-public-key DATA/sandbox/alipay.pub.pem --terminal TILL1 --terminal-key DATA/till/terminal.pub.pem`,
    `kiosk --port 0 --data DATA/till ${time} --backend ${addresses.backend} --backend-key DATA/backend/backend.pub.pem`,
    'kiosk ended',
    'backend ended',
    'sandbox ended',
  ]);
  expect(existsSync(join(checkout, 'data', 'run.json'))).toBe(false);
});

it('when one cannot start, those already running are ended and the folder is free again', async () => {
  put('out/kiosk/main.cjs', `console.error('no screens'); process.exit(1);`);
  await expect(launchAll()).rejects.toThrow(new CannotStart('The till could not start; the lines above say why.'));
  expect(said).toContain('till | no screens');
  expect(notes().slice(2)).toEqual(['backend ended', 'sandbox ended']);

  put('out/kiosk/main.cjs', stand);
  await (await launchAll()).stop();
});
